//! Lines on pages, with what a layout puts between them and at a page turn.

use super::layout::Engine;
use super::style::Style;

/// The lines of a report as they come out of a file.
pub struct Page<'a> {
    style: &'a Style,
    lines: Vec<String>,
    count: usize,
    number: usize,
    /// The running head.
    pub head: String,
}

impl<'a> Page<'a> {
    pub fn new(style: &'a Style) -> Self {
        Self {
            style,
            lines: Vec::new(),
            count: 0,
            number: 1,
            head: "澜州公共服务监测简报".to_owned(),
        }
    }

    pub fn line(&mut self, text: &str) {
        self.push(text, self.style.between);
    }

    pub fn wrapped(&mut self, engine: &Engine, text: &str, indent: f64) {
        for (n, line) in engine.lines(text, indent).iter().enumerate() {
            self.push(
                line,
                if n == 0 {
                    self.style.between
                } else {
                    self.style.blanks
                },
            );
        }
    }

    pub fn paragraph(&mut self, engine: &Engine, text: &str) {
        let lines = engine.lines(text, self.style.first_indent);
        for (n, line) in lines.iter().enumerate() {
            let indent = self.style.indent_kept.filter(|_| n == 0).unwrap_or("");
            let gap = if n == 0 {
                self.style.between
            } else {
                self.style.blanks
            };
            self.push(&format!("{indent}{line}"), gap);
        }
    }

    pub fn push(&mut self, text: &str, gap: usize) {
        if self.count == self.style.page {
            self.turn();
        } else if !self.lines.is_empty() {
            self.lines.extend(std::iter::repeat_n(String::new(), gap));
        }
        self.lines.push(text.to_owned());
        self.count += 1;
    }

    fn turn(&mut self) {
        let blanks = self.style.blanks;
        let blank =
            |lines: &mut Vec<String>, n: usize| lines.extend(std::iter::repeat_n(String::new(), n));
        match self.style.page_mark {
            0 => blank(&mut self.lines, 3),
            1 => {
                blank(&mut self.lines, blanks);
                self.lines.push(format!("— {} —", self.number));
                blank(&mut self.lines, blanks);
            }
            2 => {
                blank(&mut self.lines, blanks);
                self.lines.push(format!("第 {} 页 共 9 页", self.number));
                self.lines.push("\u{c}".to_owned());
            }
            3 => {
                blank(&mut self.lines, blanks);
                self.lines.push(format!("{}", self.number));
                blank(&mut self.lines, blanks);
                self.lines.push(self.head.clone());
                blank(&mut self.lines, blanks);
            }
            4 => self.lines.push(format!("\u{c}{}", self.head)),
            7 => {
                blank(&mut self.lines, blanks);
                self.lines
                    .push(format!("{}    第 {} 页", self.head, self.number));
                blank(&mut self.lines, blanks);
            }
            5 => self.lines.push("\u{c}".to_owned()),
            _ => blank(&mut self.lines, blanks),
        }
        self.number += 1;
        self.count = 0;
    }

    pub fn done(self) -> String {
        let end = if self.style.crlf { "\r\n" } else { "\n" };
        let mut text = if self.style.crlf {
            "\u{feff}".to_owned()
        } else {
            String::new()
        };
        for line in &self.lines {
            text.push_str(line);
            text.push_str(end);
        }
        text
    }
}
