//! Parses `watch.txt` line by line. A line that cannot be used becomes a slip, and the rest of the file is read as if it
//! were not there: a list of hundreds of words is not lost by one of them.
//!
//! A blank line ends a group. The file of `TrendRadar` is accepted as well, with its sections and
//! its signs, so that a list can be taken over as it is.

use super::{Slip, WatchGroup, WatchWord, WatchWords, WordKind};
use crate::lang::Words;
use crate::library::term::Term;
use crate::text::chars::half_width;
use crate::text::fold::composed;

/// A regular expression, which is not supported.
const PATTERN: Words = Words::new(
    "不支持 /…/ 形式的正则表达式，这一行没有用；请改写成词，几种写法用 | 隔开",
    "a /pattern/ is not supported and the line is not used; write words, with | between spellings",
);
/// A sign without a word.
const NO_WORD: Words = Words::new(
    "这一行没有词；请在符号后面写上词",
    "there is no word in this line; write one after the sign",
);
/// `[]`
const NO_NAME: Words = Words::new("方括号里没有名称", "there is no name between the brackets");
/// `=>` at the end of a line; the word is used without an alias.
const NO_ALIAS: Words = Words::new("=> 后面没有别名", "there is no alias after =>");
/// `@` alone.
const NO_ROLE: Words = Words::new("@ 后面没有颜色名称", "there is no role after @");
/// A name behind words: it begins a group all the same.
const NAME_INSIDE: Words = Words::new(
    "组名应写在一组的开头；从这里另起一组，请在前面空一行",
    "a name belongs at the head of a group; to begin a new group, leave a blank line before it",
);
/// A name without any word below it.
const NO_GROUP: Words = Words::new("这一组没有词", "this group has no words");
/// A word with `+` in the filter.
const FILTER_SIGN: Words = Words::new(
    "[GLOBAL_FILTER] 下面只写要排除的词，不用 +",
    "[GLOBAL_FILTER] takes only words to exclude, without +",
);
impl WatchWords {
    /// Parses a list of watch words and returns the lines that are wrong beside it.
    pub fn parse(text: &str) -> (Self, Vec<Slip>) {
        let text = composed(text.trim_start_matches('\u{feff}'));
        let mut parser = Parser {
            filter_is_closed: text
                .lines()
                .any(|line| section(line) == Some("WORD_GROUPS")),
            ..Parser::default()
        };
        for (number, line) in (1..).zip(text.lines()) {
            parser.line(number, without_comment(line).trim(), line.trim().is_empty());
        }
        parser.end_group();
        (parser.words, parser.slips)
    }
}

/// Parses the file line by line.
#[derive(Debug, Default)]
struct Parser {
    /// The groups and the filter so far.
    words: WatchWords,
    /// The lines that cannot be used, in their order.
    slips: Vec<Slip>,
    /// The group that is being read.
    group: Option<UnfinishedGroup>,
    /// Set below `[GLOBAL_FILTER]`.
    in_filter: bool,
    /// Set when a line `[WORD_GROUPS]` ends the filter; otherwise the first blank line behind its words does.
    filter_is_closed: bool,
}

/// A group whose end has not been reached.
#[derive(Debug, Default)]
struct UnfinishedGroup {
    /// Its name, where a line gives one; else it is called after its first word.
    name: Option<String>,
    /// The role of its colour, where a line names one.
    role: Option<String>,
    /// The number of its first line.
    line: u32,
    /// Its words so far.
    words: Vec<WatchWord>,
    /// Set when a line of the group was a slip, so that a group without words needs no slip of its own.
    has_slip: bool,
}

impl Parser {
    /// Reads a line without its comment. A line that is a comment divides no groups: only a blank one does.
    fn line(&mut self, number: u32, line: &str, is_blank: bool) {
        if is_blank {
            let is_over = !self.words.filtered.is_empty() && !self.filter_is_closed;
            self.in_filter &= !is_over;
            self.end_group();
            return;
        }
        let mut chars = line.chars();
        let sign = chars.next().map(half_width);
        match sign {
            None => {}
            _ if section(line) == Some("GLOBAL_FILTER") => {
                self.end_group();
                self.in_filter = true;
            }
            _ if section(line) == Some("WORD_GROUPS") => {
                self.end_group();
                self.in_filter = false;
            }
            Some('[') if line.chars().next_back().map(half_width) == Some(']') => {
                self.name(number, line);
            }
            Some('@') => self.role(number, line, chars.as_str().trim()),
            Some('/') if is_pattern(line) => self.slip(number, line, PATTERN),
            Some('+') if self.in_filter => self.slip(number, line, FILTER_SIGN),
            Some('+') => self.word(number, line, WordKind::Required, chars.as_str()),
            Some('!') => self.word(number, line, WordKind::Excluded, chars.as_str()),
            Some(_) => self.word(number, line, WordKind::Plain, line),
        }
    }

    /// Adds a line that cannot be used, and excuses the group it stands in from having no words.
    fn slip(&mut self, line: u32, text: &str, problem: Words) {
        if let Some(group) = &mut self.group {
            group.has_slip = true;
        }
        self.slips.push(Slip {
            line,
            text: text.to_owned(),
            problem,
        });
    }

    /// Returns the group that is being read; the line `number` begins one where there is none.
    fn group(&mut self, number: u32) -> &mut UnfinishedGroup {
        self.group.get_or_insert_with(|| UnfinishedGroup {
            line: number,
            ..UnfinishedGroup::default()
        })
    }

    /// Reads `[name]`, which heads a group.
    fn name(&mut self, number: u32, line: &str) {
        let mut inside = line.chars();
        inside.next();
        inside.next_back();
        let name = inside.as_str().trim();
        if name.is_empty() {
            self.slip(number, line, NO_NAME);
            return;
        }
        // A named group is never a list of words to exclude, so that its head ends the filter.
        self.in_filter = false;
        if self
            .group
            .as_ref()
            .is_some_and(|group| !group.words.is_empty())
        {
            self.slip(number, line, NAME_INSIDE);
            self.end_group();
        }
        self.group(number).name = Some(name.to_owned());
    }

    /// Reads `@role`, the colour of a group. A number is passed over: in the file of `TrendRadar`
    /// it is a limit.
    fn role(&mut self, number: u32, line: &str, role: &str) {
        let role = role.to_lowercase();
        if role.is_empty() {
            self.slip(number, line, NO_ROLE);
        } else if role.chars().any(|c| !half_width(c).is_ascii_digit()) {
            self.group(number).role = Some(role);
        }
    }

    /// Reads a word with its spellings and its alias, into the filter or the group.
    fn word(&mut self, number: u32, line: &str, kind: WordKind, text: &str) {
        let (text, alias) = split_alias(text);
        let spellings = text.split(['|', '｜']).map(str::trim);
        let terms: Vec<Term> = spellings.filter_map(Term::new).collect();
        if terms.is_empty() {
            self.slip(number, line, NO_WORD);
            return;
        }
        if alias == Some("") {
            self.slip(number, line, NO_ALIAS);
        }
        let name = alias.filter(|alias| !alias.is_empty()).unwrap_or(text);
        let word = WatchWord {
            kind,
            name: name.to_owned(),
            terms,
        };
        if self.in_filter {
            self.words.filtered.push(word);
        } else {
            self.group(number).words.push(word);
        }
    }

    /// Adds the group that was read, unless it has no words.
    fn end_group(&mut self) {
        let Some(group) = self.group.take() else {
            return;
        };
        let by_kind = |kind| group.words.iter().find(|word| word.kind == kind);
        let Some(first) = by_kind(WordKind::Plain).or(group.words.first()) else {
            // A role before the filter or alone belongs to nothing, which harms nothing.
            if let Some(name) = group.name.filter(|_| !group.has_slip) {
                self.slip(group.line, &format!("[{name}]"), NO_GROUP);
            }
            return;
        };
        self.words.groups.push(WatchGroup {
            name: group.name.unwrap_or_else(|| first.name.clone()),
            role: group.role,
            line: group.line,
            words: group.words,
        });
    }
}

/// Returns the name of a section of `TrendRadar`'s file if `line` is its head.
fn section(line: &str) -> Option<&'static str> {
    let line: String = line.trim().chars().map(half_width).collect();
    let inside = line.strip_prefix('[')?.strip_suffix(']')?;
    let sections = ["GLOBAL_FILTER", "WORD_GROUPS"];
    sections
        .into_iter()
        .find(|name| name.eq_ignore_ascii_case(inside.trim()))
}

/// Returns `line` up to a `#` at its beginning or behind white space: `C#` is a word.
fn without_comment(line: &str) -> &str {
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        if half_width(c) == '#' && before.is_whitespace() {
            return line.get(..at).unwrap_or_default();
        }
        before = c;
    }
    line
}

/// True if a line that begins with a slash is a regular expression: a second slash ends it, perhaps with flags or an alias.
fn is_pattern(line: &str) -> bool {
    let (pattern, _) = split_alias(line);
    let after = pattern.get(1..).and_then(|rest| rest.rsplit_once('/'));
    after.is_some_and(|(_, flags)| flags.chars().all(|c| c.is_ascii_lowercase()))
}

/// Splits a word from the alias behind `=>`.
fn split_alias(text: &str) -> (&str, Option<&str>) {
    let arrows = ["=>", "＝＞", "＝>", "=＞"];
    let first = arrows.into_iter().find_map(|arrow| text.split_once(arrow));
    match first {
        Some((word, alias)) => (word.trim(), Some(alias.trim())),
        None => (text.trim(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    /// The groups as a line each: name, role, and the words with their signs.
    fn shown(text: &str) -> Vec<String> {
        let (words, slips) = WatchWords::parse(text);
        assert_eq!(slips, []);
        words.groups.iter().map(line).collect()
    }

    fn line(group: &WatchGroup) -> String {
        let role = group.role.iter().map(|role| format!("@{role}"));
        let word = |word: &WatchWord| {
            let terms: Vec<&str> = word.terms.iter().map(Term::folded).collect();
            let sign = match word.kind {
                WordKind::Plain => "",
                WordKind::Required => "+",
                WordKind::Excluded => "!",
            };
            format!("{sign}{}", terms.join("|"))
        };
        let parts: Vec<String> = role.chain(group.words.iter().map(word)).collect();
        format!("{}: {}", group.name, parts.join(" "))
    }

    /// The numbers of the lines that are slips.
    fn slips(text: &str) -> Vec<u32> {
        let (_, slips) = WatchWords::parse(text);
        slips.iter().map(|slip| slip.line).collect()
    }

    #[test]
    fn groups_are_divided_by_blank_lines_and_named_by_their_head() {
        assert_eq!(
            shown(
                "医保\n+支付\n!商业\n\n[网医]\n@heading\n互联网医院|网上看病\n \t\n远程 => 遠\n会诊\n"
            ),
            [
                "医保: 医保 +支付 !商业",
                "网医: @heading 互联网医院|网上看病",
                "遠: 远程 会诊"
            ]
        );
        assert_eq!(shown("+甲\n!乙"), ["甲: +甲 !乙"]);
        assert_eq!(
            shown("!乙\n+甲|丁 => 丙\n乙 => \u{3000}别名"),
            ["别名: !乙 +甲|丁 乙"]
        );
    }

    #[test]
    fn comments_and_full_width_signs() {
        assert_eq!(
            shown(
                "\u{feff}# 说明\n医保 # 的词\n# 组内的说明\n＋支付\r\n！商业｜自费\r\n\r\n［甲组］\nC#\n"
            ),
            ["医保: 医保 +支付 !商业|自费", "甲组: c#"]
        );
        assert_eq!(shown("＃只有说明\n\n\n"), [""; 0]);
    }

    #[test]
    fn the_list_of_trendradar_is_accepted() {
        let text = "[GLOBAL_FILTER]\n\n# 低质量\n震惊\n\n广告\n\n[WORD_GROUPS]\n\n[甲]\n@10\n词\n\n@3\n二\n+三\n";
        let (words, slips) = WatchWords::parse(text);
        assert_eq!(slips, []);
        let filtered: Vec<&str> = words.filtered.iter().map(|w| w.name.as_str()).collect();
        assert_eq!(filtered, ["震惊", "广告"]);
        let groups: Vec<String> = words.groups.iter().map(line).collect();
        assert_eq!(groups, ["甲: 词", "二: 二 +三"]);
    }

    #[test]
    fn a_filter_that_nothing_closes_ends_at_a_blank_line_or_a_name() {
        for text in [
            "[global_filter]\n\n广告\n\n医保",
            "[GLOBAL_FILTER]\n!广告\n[医保]\n医保",
        ] {
            let (words, slips) = WatchWords::parse(text);
            assert_eq!((words.filtered.len(), words.groups.len()), (1, 1), "{text}");
            assert_eq!(slips, []);
        }
    }

    #[test]
    fn slips_are_named_with_their_line() {
        assert_eq!(slips("医保\n/医.{2}保/ => 别名\n/a/i\n"), [2, 3]);
        assert_eq!(
            slips("+\n! => 乙\n|\n=> 甲\n词 =>\n@\n[]\n"),
            [1, 2, 3, 4, 5, 6, 7]
        );
        assert_eq!(
            slips("词\n[名]\n词\n\n[空]\n\n[GLOBAL_FILTER]\n+词"),
            [2, 5, 8]
        );
        assert_eq!(slips("/路径\nAC/DC"), [0; 0]);
        let (words, slips) = WatchWords::parse("a\n/b/\n");
        assert_eq!(words.groups.len(), 1);
        assert!(
            slips[0]
                .message(Lang::Zh)
                .starts_with("第 2 行: /b/: 不支持")
        );
        assert!(
            slips[0]
                .message(Lang::En)
                .starts_with("line 2: /b/: a /pattern/")
        );
    }

    #[test]
    fn an_unknown_role_is_a_slip_and_leaves_the_group() {
        let (mut words, _) = WatchWords::parse("@star\n甲\n\n@purple\n乙");
        let slips = words.check_roles(|role| ["star", "match"].contains(&role));
        assert_eq!(slips.iter().map(|s| s.line).collect::<Vec<_>>(), [4]);
        assert_eq!(words.groups[0].role.as_deref(), Some("star"));
        assert_eq!(words.groups[1].role, None);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_survived(text in "[\\[\\]+!@#|=>/ \n\t医保a\u{200b}＋［］]{0,60}", any: String) {
            for text in [text, any] {
                let (words, _) = WatchWords::parse(&text);
                for group in &words.groups {
                    proptest::prop_assert!(!group.name.is_empty() && !group.words.is_empty());
                }
            }
        }
    }
}
