//! The layouts that reports have: that of the real ones, and any other.

use super::layout::Engine;
use super::prose::Rng;

/// The layout of a report.
#[expect(
    clippy::struct_excessive_bools,
    reason = "choices that go together in any way"
)]
#[derive(Debug, Clone)]
pub struct Style {
    pub wild: bool,
    pub engine: Engine,
    pub spaced: bool,
    pub blanks: usize,
    pub between: usize,
    pub indent_kept: Option<&'static str>,
    pub first_indent: f64,
    pub page: usize,
    pub page_mark: usize,
    pub item: usize,
    pub label: bool,
    pub colon: &'static str,
    pub date: usize,
    pub sections: usize,
    pub crlf: bool,
    pub same_measure: bool,
}

impl Style {
    /// The layout of the real reports.
    pub fn real(rng: &mut Rng) -> Self {
        Self {
            wild: false,
            engine: Engine::word([35, 31, 27, 33, 38][rng.below(5)]),
            spaced: true,
            blanks: 1,
            between: 1,
            indent_kept: None,
            first_indent: 4.0,
            page: 26 + rng.below(8),
            page_mark: 0,
            item: rng.below(2),
            label: rng.chance(80),
            colon: "：",
            date: 0,
            sections: 0,
            crlf: false,
            same_measure: false,
        }
    }

    /// The layout of the real reports as it looks in columns: every character has one or two, marks hang by one Han.
    pub fn grid(rng: &mut Rng) -> Self {
        let mut style = Self::real(rng);
        style.engine.proportional = false;
        style.engine.space = 1.0;
        style.engine.hyphens = false;
        style
    }

    /// A layout of any kind.
    pub fn wild(rng: &mut Rng) -> Self {
        let blanks = [0, 0, 1, 1, 2][rng.below(5)];
        let indent_kept = [
            None,
            None,
            None,
            Some("    "),
            Some("\u{3000}\u{3000}"),
            Some("\t"),
        ][rng.below(6)];
        Self {
            wild: true,
            engine: Engine::wild(rng),
            spaced: rng.chance(60),
            blanks,
            between: blanks + [0, 0, 0, 1][rng.below(4)],
            indent_kept,
            first_indent: if blanks == 0 && indent_kept.is_none() && rng.chance(10) {
                0.0
            } else {
                4.0
            },
            page: 20 + rng.below(25),
            page_mark: rng.below(8),
            item: rng.below(5),
            label: rng.chance(60),
            colon: if rng.chance(75) { "：" } else { ":" },
            date: rng.below(6),
            sections: rng.below(4),
            crlf: rng.chance(15),
            same_measure: rng.chance(50),
        }
    }

    pub fn item(&self, n: usize) -> String {
        match self.item {
            0 => format!("{n}."),
            1 => format!("{n}. "),
            2 => format!("{n}、"),
            3 => format!("{}．", full_width(n)),
            _ => format!("（{n}）"),
        }
    }

    pub fn day(&self, y: usize, m: usize, d: usize) -> String {
        match self.date {
            0 | 1 => format!("{y}-{m:02}-{d:02}"),
            2 => format!("{y}年{m}月{d}日"),
            3 => format!("{y} 年 {m} 月 {d} 日"),
            4 => format!("{y}/{m:02}/{d:02}"),
            _ => format!("{y}.{m}.{d}"),
        }
    }
}

fn full_width(n: usize) -> String {
    n.to_string()
        .chars()
        .map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap())
        .collect()
}
