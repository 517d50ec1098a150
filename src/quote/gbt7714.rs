//! References by GB/T 7714—2025 信息与文献 参考文献著录规则, in force since 1 July 2026 in place of the 2015 edition.
//!
//! An article of a report is cited as the web page that its link leads to (网页, type and medium `[EB/OL]`):
//! `主要责任者. 题名[EB/OL]. （发布日期）[访问日期]. 获取和访问路径.` A report does not name the author reliably, so the
//! medium takes the place of the responsible body. Marks follow clause 7 of the standard: full stop and square brackets
//! half-width, a space behind the full stop, the other marks full-width.

use crate::model::Article;
use crate::quote::forms::link;
use crate::quote::one_line::one_line;
use jiff::civil::Date;

/// Returns the reference of `article`, accessed on `today`, without a number before it.
///
/// An article without a link cannot have been accessed: it is cited as other material, `[Z]`, with its date and without a date
/// of access.
///
/// ```
/// use jiff::civil::date;
/// use newsreader::model::Article;
/// use newsreader::quote::gbt7714::reference;
/// let article = Article {
///     title: "云川市试行互认清单".to_owned(),
///     source: Some("云川日报".to_owned()),
///     date: Some(date(2025, 6, 15)),
///     link: Some("https://example.cn/1".to_owned()),
///     ..Article::default()
/// };
/// assert_eq!(
///     reference(&article, date(2026, 11, 21)),
///     "云川日报. 云川市试行互认清单[EB/OL]. （2025-06-15）[2026-11-21]. https://example.cn/1."
/// );
/// ```
pub fn reference(article: &Article, today: Date) -> String {
    let mut out = String::new();
    let source = article.source.as_deref().map(one_line).unwrap_or_default();
    // Without a medium the reference begins with the title, as the standard has it for works
    // without an author.
    if !source.is_empty() {
        sentence(&mut out, &source);
    }
    let title = one_line(&article.title);
    if let Some(link) = link(article) {
        sentence(&mut out, &format!("{title}[EB/OL]"));
        let issued = article.date.map(|date| format!("（{date}）"));
        sentence(
            &mut out,
            &format!("{}[{today}]", issued.unwrap_or_default()),
        );
        sentence(&mut out, &link);
    } else {
        sentence(&mut out, &format!("{title}[Z]"));
        if let Some(date) = article.date {
            sentence(&mut out, &date.to_string());
        }
    }
    // The space behind the last full stop parts it from nothing.
    out.truncate(out.trim_end().len());
    out
}

/// Appends an element of the reference and the full stop behind it.
fn sentence(out: &mut String, element: &str) {
    out.push_str(element);
    out.push_str(". ");
}

#[cfg(test)]
mod tests {
    use super::reference;
    use crate::quote::sample;
    use jiff::civil::date;

    #[test]
    fn a_web_page_has_both_dates_and_full_width_brackets_around_the_first() {
        let mut article = sample::article();
        article.title = "云川市试行互认清单".to_owned();
        article.link = Some("https://news.example.com/a.html".to_owned());
        assert_eq!(
            reference(&article, date(2026, 11, 21)),
            "云川日报. 云川市试行互认清单[EB/OL]. （2025-06-15）[2026-11-21]. https://news.example.com/a.html."
        );
    }

    #[test]
    fn missing_elements_leave_no_marks() {
        let mut article = sample::article();
        (article.source, article.date) = (None, None);
        article.title = "清单".to_owned();
        article.link = Some("https://example.cn/1".to_owned());
        let today = date(2026, 11, 21);
        assert_eq!(
            reference(&article, today),
            "清单[EB/OL]. [2026-11-21]. https://example.cn/1."
        );
        article.link = None;
        assert_eq!(reference(&article, today), "清单[Z].");
        article.date = Some(date(2025, 6, 15));
        assert_eq!(reference(&article, today), "清单[Z]. 2025-06-15.");
    }
}
