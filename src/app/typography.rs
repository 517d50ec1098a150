//! The typesetting of the article, switched while reading. The layout follows at once, and the position stays.
//!
//! Each key turns one rule to its next value and shows it in the status line. The changes hold
//! until the program ends; the configuration file has the values that last.

use crate::app::App;
use crate::app::action::Action;
use crate::app::message::Message;
use crate::app::reader::Reader;
use crate::lang::Words;
use crate::text::typeset::Spacing;

/// Columns by which the measure grows and shrinks: two Han characters.
const STEP_COLS: u16 = 4;
/// The narrowest and the widest measure, in columns, as in the configuration.
const MEASURE_COLS: (u16, u16) = (20, 240);

/// The measure, in Han.
const MEASURE: Words = Words::new("行长：{} 字", "measure: {} Han");
/// The indent of the first line, in Han.
const INDENT: Words = Words::new("段首缩进：{} 字", "first-line indent: {} Han");
/// The rows between paragraphs.
const GAP: Words = Words::new("段间空行：{}", "blank rows between paragraphs: {}");
/// The hanging of punctuation at the line end.
const HANG: Words = Words::new("标点悬挂：{}", "hanging punctuation: {}");
/// The rule that no line begins with a dash.
const DASHES: Words = Words::new("破折号不在行首：{}", "no dash at a line start: {}");
/// The rule that a number and its unit stay together.
const UNITS: Words = Words::new("数字与单位不分开：{}", "numbers keep their units: {}");
/// The rule that no last line is a single Han.
const ORPHANS: Words = Words::new("孤字不成行：{}", "no last line of one character: {}");
/// The space between Han and Latin letters.
const SPACING: Words = Words::new("中西文间空格：{}", "space between Han and Latin: {}");

/// A rule that applies.
const ON: Words = Words::new("开", "on");
/// A rule that does not apply.
const OFF: Words = Words::new("关", "off");
/// Spaces stay as the report has them.
const AS_WRITTEN: Words = Words::new("照原文", "as written");
/// A space is put everywhere between Han and Latin.
const ALWAYS: Words = Words::new("总是", "always");
/// No space stays between Han and Latin.
const NEVER: Words = Words::new("不要", "never");

impl App {
    /// Switches the rule that `action` names, and shows its new value.
    ///
    /// Other actions are ignored.
    pub(crate) fn set_type(&mut self, action: Action) {
        let lang = self.options.lang;
        let rules = &mut self.options.rules;
        let switched = |on: &mut bool| {
            *on = !*on;
            (if *on { ON } else { OFF }).get(lang).to_owned()
        };
        let (words, value) = match action {
            Action::Indent => {
                rules.indent_han = (rules.indent_han + 1) % 3;
                (INDENT, rules.indent_han.to_string())
            }
            Action::ParagraphGap => {
                self.options.gap = (self.options.gap + 1) % 4;
                (GAP, self.options.gap.to_string())
            }
            Action::Hang => (HANG, switched(&mut rules.hang)),
            Action::StrictDashes => (DASHES, switched(&mut rules.strict_dashes)),
            Action::KeepUnits => (UNITS, switched(&mut rules.glue_units)),
            Action::NoOrphans => (ORPHANS, switched(&mut rules.no_orphans)),
            Action::Spacing => {
                let (next, words) = match rules.spacing {
                    Spacing::Source => (Spacing::Always, ALWAYS),
                    Spacing::Always => (Spacing::Never, NEVER),
                    Spacing::Never => (Spacing::Source, AS_WRITTEN),
                };
                rules.spacing = next;
                (SPACING, words.get(lang).to_owned())
            }
            Action::Wider => return self.step_measure(true),
            Action::Narrower => return self.step_measure(false),
            _ => return,
        };
        self.rearrange();
        self.message = Some(Message::note(words.with(lang, &[&value])));
    }

    /// Widens or narrows the measure, and shows it as it is now. One that is wider than its pane counts as the width of the pane,
    /// so that the first step is visible.
    fn step_measure(&mut self, wider: bool) {
        let shown = self.shown_measure();
        let cols = self.screen.measure_cols(self.options.measure_cols);
        let stepped = if wider {
            cols + STEP_COLS
        } else {
            cols.min(shown).saturating_sub(STEP_COLS)
        };
        let cols = stepped.clamp(MEASURE_COLS.0, MEASURE_COLS.1);
        self.options.measure_cols = Some(cols);
        self.rearrange();
        // A step beyond the pane is none.
        let cols = cols.min(self.shown_measure());
        self.options.measure_cols = Some(cols.max(MEASURE_COLS.0));
        let text = MEASURE.with(self.options.lang, &[&(cols / 2).to_string()]);
        self.message = Some(Message::note(text));
    }

    /// The measure of the article on screen, in columns; the widest where there is none.
    fn shown_measure(&self) -> u16 {
        let reader = self.issue.reader.as_ref();
        reader.map_or(u16::MAX, Reader::measure_cols)
    }
}
