//! The properties of CSS that decide whether a text is shown and how it stands: `display`, `visibility`,
//! `text-align`, `text-indent`, `font-weight`, `font-size`.
//!
//! Style sheets in the page and `style` attributes are read; linked sheets are not fetched. Without the rules that
//! hide elements, saved pages would show the text of every closed menu.

use scraper::{ElementRef, Html, Selector};

/// The most rules of a page. More are a program's style sheet, and each is tried on each element.
const MOST_RULES: usize = 200;
/// The most bytes of the selectors of a page, for the same reason: one rule may have thousands of them.
const MOST_SELECTORS: usize = 32 << 10;

/// The declarations of a rule or a `style` attribute; `None` if a property is not among them.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct CssDeclarations {
    /// Set when `display` takes it off the page.
    pub hidden: Option<bool>,
    /// Set when `visibility` leaves its place empty.
    pub invisible: Option<bool>,
    /// Centred.
    pub centred: Option<bool>,
    /// First line indented.
    pub indented: Option<bool>,
    /// Bold.
    pub bold: Option<bool>,
    /// Size, absolute in half-points or relative to what is around.
    pub size: Option<Size>,
}

/// A font size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Size {
    /// In half-points.
    HalfPoints(f32),
    /// Times the size around.
    Times(f32),
}

impl CssDeclarations {
    /// Reads declarations.
    pub fn of(declarations: &str) -> Self {
        let mut style = Self::default();
        for declaration in declarations.split(';') {
            let Some((property, value)) = declaration.split_once(':') else {
                continue;
            };
            let value = value.trim().to_ascii_lowercase();
            // Specificity is not weighed, so importance is not either.
            let value = value.trim_end_matches("!important").trim();
            match property.trim().to_ascii_lowercase().as_str() {
                "display" => style.hidden = Some(value == "none"),
                "visibility" => style.invisible = Some(value != "visible"),
                "mso-hide" if value == "all" => style.hidden = Some(true),
                "text-align" => style.centred = Some(value == "center"),
                "text-indent" => style.indented = Some(number(value).is_some_and(|n| n > 0.0)),
                "font-weight" => style.bold = Some(is_bold(value)),
                "font-size" => style.size = size(value),
                _ => {}
            }
        }
        style
    }

    /// Returns these declarations, with gaps filled from `below`.
    pub fn over(self, below: Self) -> Self {
        Self {
            hidden: self.hidden.or(below.hidden),
            invisible: self.invisible.or(below.invisible),
            centred: self.centred.or(below.centred),
            indented: self.indented.or(below.indented),
            bold: self.bold.or(below.bold),
            size: self.size.or(below.size),
        }
    }
}

/// True for `bold`, `bolder` and weights of 600 and more.
fn is_bold(value: &str) -> bool {
    value.starts_with("bold") || value.parse::<u32>().is_ok_and(|weight| weight >= 600)
}

/// Returns the number at the start of `value`.
///
/// `None` for a text that begins with no number.
fn number(value: &str) -> Option<f32> {
    let end = value
        .find(|c: char| !c.is_ascii_digit() && c != '.' && c != '-')
        .unwrap_or(value.len());
    value.get(..end)?.parse().ok()
}

/// Reads a font size.
fn size(value: &str) -> Option<Size> {
    let amount = number(value)?;
    let unit = value.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == '-');
    match unit.trim() {
        "pt" => Some(Size::HalfPoints(amount * 2.0)),
        // 96 px are an inch of 72 points.
        "px" => Some(Size::HalfPoints(amount * 1.5)),
        "em" | "rem" => Some(Size::Times(amount)),
        "%" => Some(Size::Times(amount / 100.0)),
        _ => None,
    }
}

/// The rules of a page's own style sheets.
#[derive(Debug, Default)]
pub(super) struct CssRules {
    /// Selectors with their declarations, in order.
    rules: Vec<(Selector, CssDeclarations)>,
    /// The bytes of all selectors.
    bytes: usize,
}

impl CssRules {
    /// Reads the rules in the `<style>` elements of a page.
    pub fn of(document: &Html) -> Self {
        let mut rules = Self::default();
        let Ok(sheets) = Selector::parse("style") else {
            return rules;
        };
        for sheet in document.select(&sheets) {
            rules.read(&sheet.text().collect::<String>());
        }
        rules
    }

    /// Adds the rules of a style sheet.
    fn read(&mut self, sheet: &str) {
        let sheet = without_comments(sheet);
        // The conditions around a rule, and true for each that holds on a screen.
        let mut around: Vec<bool> = Vec::new();
        // Counted, since a sheet may nest as deep as it is long.
        let mut elsewhere = 0_usize;
        for rule in sheet.split('}') {
            let mut parts = rule.rsplitn(3, '{');
            let (Some(declarations), Some(selectors)) = (parts.next(), parts.next()) else {
                // The end of what a condition holds for.
                elsewhere -= usize::from(around.pop() == Some(false));
                continue;
            };
            if let Some(conditions) = parts.next() {
                for condition in conditions.split('{') {
                    let holds = holds_on_a_screen(condition);
                    elsewhere += usize::from(!holds);
                    around.push(holds);
                }
            }
            // A rule that holds only for print or small screens must not hide anything here.
            if elsewhere > 0 {
                continue;
            }
            let mut style = CssDeclarations::of(declarations);
            // Without specificity, a rule for all `div` would show what a rule for a class hides.
            style.hidden = style.hidden.filter(|hidden| *hidden);
            style.invisible = style.invisible.filter(|invisible| *invisible);
            if style == CssDeclarations::default() || selectors.contains('@') {
                continue;
            }
            // Each element is compared with each rule, so that the time is their product.
            if self.rules.len() >= MOST_RULES {
                return;
            }
            if self.bytes + selectors.len() > MOST_SELECTORS {
                continue;
            }
            self.bytes += selectors.len();
            if let Ok(selector) = Selector::parse(selectors.trim()) {
                self.rules.push((selector, style));
            }
        }
    }

    /// Returns the declarations for an element, from the rules and its `style` attribute. Later rules override
    /// earlier ones; specificity is not weighed.
    pub fn style(&self, element: ElementRef<'_>) -> CssDeclarations {
        let matching = self.rules.iter().filter(|(rule, _)| rule.matches(&element));
        let sheet = matching.fold(CssDeclarations::default(), |below, (_, style)| {
            style.over(below)
        });
        let own = element
            .attr("style")
            .map(CssDeclarations::of)
            .unwrap_or_default();
        own.over(sheet)
    }
}

/// True for a condition that holds on a screen of a computer: `@media (min-width: 800px)`.
fn holds_on_a_screen(condition: &str) -> bool {
    let condition = condition.trim().to_ascii_lowercase();
    let others = [
        "print",
        "speech",
        "max-width",
        "max-device-width",
        "max-height",
    ];
    match condition.split_once(|c: char| c.is_whitespace() || c == '(') {
        Some(("@media", query)) => !others.iter().any(|other| query.contains(other)),
        Some((name, _)) => matches!(name, "@supports" | "@layer"),
        None => false,
    }
}

/// A style sheet without comments.
fn without_comments(sheet: &str) -> String {
    let mut kept = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, rest)| rest);
    }
    kept.push_str(rest);
    // Word and old servers wrap a style sheet in an HTML comment.
    kept.replace("<!--", "").replace("-->", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_read() {
        let style = CssDeclarations::of(
            "text-align : CENTER; font-size:14pt;text-indent:2em;font-weight:700",
        );
        assert_eq!(style.centred, Some(true));
        assert_eq!(style.size, Some(Size::HalfPoints(28.0)));
        assert_eq!((style.indented, style.bold), (Some(true), Some(true)));
        let shown = CssDeclarations::of("display:block;visibility:visible");
        assert_eq!((shown.hidden, shown.invisible), (Some(false), Some(false)));
    }

    #[test]
    fn a_rule_of_very_many_selectors_is_left_out_and_no_other() {
        let list = ".a,".repeat(MOST_SELECTORS);
        let page =
            format!("<style>{list}i{{display:none}} b{{display:none}}</style><i>一</i><b>二</b>");
        let rules = CssRules::of(&Html::parse_document(&page));
        assert_eq!(rules.rules.len(), 1);
    }

    #[test]
    fn a_rule_for_print_hides_nothing() {
        let page = "<style>@media print{a{color:red} p{display:none}} @media (max-width: 768px){a{color:red} i{display:none}}
            @keyframes x{from{top:0} to{top:1px}} @media screen and (min-width:800px){u{display:none}} b{display:none}</style>
            <p>一</p><b>二</b><i>三</i><u>四</u>";
        let document = Html::parse_document(page);
        let rules = CssRules::of(&document);
        let hidden = |name| {
            let selector = Selector::parse(name).unwrap();
            let element = document.select(&selector).next().unwrap();
            rules.style(element).hidden
        };
        assert_eq!((hidden("p"), hidden("b")), (None, Some(true)));
        assert_eq!((hidden("i"), hidden("u")), (None, Some(true)));
    }
}
