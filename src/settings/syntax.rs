//! The mistakes that make a line no TOML, in both languages and with a remedy.
//!
//! The parser's messages are English and name its grammar. The mistakes that a settings file really has are few: signs that a
//! Chinese input method left full-width, a text without quotes, a quote or a bracket that is not closed, a path of Windows.

use crate::lang::{Lang, Words};

/// The reason why a line is not TOML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SyntaxSlip {
    /// A full-width sign stands where TOML has a half-width one: both.
    FullWidth(char, char),
    /// A mistake with words of its own.
    Known(Words),
    /// Any other, in the words of the parser.
    Other(String),
}

/// The parts of the parser's messages and the words for them; the first that occurs counts.
const KNOWN: [(&str, Words); 9] = [
    (
        "must be quoted",
        Words::new(
            "文字没有引号；请写成 \"…\"",
            "a text without quotes; write \"…\"",
        ),
    ),
    (
        "unclosed",
        Words::new("括号没有成对；补上 ]", "a bracket is not closed; add ]"),
    ),
    (
        "missing comma",
        Words::new(
            "两项之间没有逗号；补上半角的 ,",
            "no comma between two items; add ,",
        ),
    ),
    (
        "key with no value",
        Words::new(
            "名称后没有 = 和值；请写成 名称 = 值",
            "no = and no value; write name = value",
        ),
    ),
    (
        "duplicate key",
        Words::new(
            "这一项写了两次；删去一处",
            "it is set twice; delete one of them",
        ),
    ),
    (
        "unquoted key",
        Words::new(
            "名称里有汉字或符号，没有引号；请写成 \"名称\" = 值",
            "a name with other signs than letters, digits, - and _; write \"name\" = value",
        ),
    ),
    (
        "boolean",
        Words::new(
            "只能是小写的 true 或 false",
            "it is true or false, in lower case",
        ),
    ),
    (
        "leading zero",
        Words::new("数字不能以 0 开头", "a number cannot begin with 0"),
    ),
    (
        // Both kinds of string: an unclosed one is "invalid" to the parser, with the quote that it expected.
        "string, expected",
        Words::new(
            "引号没有成对；补上右边的引号",
            "a quote is not closed; add the one at the end",
        ),
    ),
];

/// Backslashes in a text: the parser names the escape that it expected.
const BACKSLASH: Words = Words::new(
    "引号里的反斜线另有含义；路径请用单引号，如 'D:\\周报'",
    "a backslash in \"…\" begins an escape; write a path in single quotes, as 'D:\\reports'",
);

impl SyntaxSlip {
    /// Finds the mistake by the parser's message and the line that it is in.
    pub(super) fn of(message: &str, line: &str) -> Self {
        if let Some((wide, narrow)) = full_width(line) {
            return Self::FullWidth(wide, narrow);
        }
        if message.contains("escape") || message.contains("unicode") {
            return Self::Known(BACKSLASH);
        }
        let known = KNOWN.iter().find(|(part, _)| message.contains(part));
        known.map_or_else(
            || Self::Other(message.to_owned()),
            |(_, words)| Self::Known(*words),
        )
    }

    /// Returns the sentence. Only an English one has the words of the parser.
    pub(super) fn message(&self, lang: Lang) -> String {
        match self {
            Self::FullWidth(wide, ' ') => Words::new(
                "{}是全角空格；请改为半角空格",
                "{}is a full-width space; write a plain one",
            )
            .with(lang, &[&wide.to_string()]),
            Self::FullWidth(wide, narrow) => Words::new(
                "{} 是全角符号；请改为半角的 {}",
                "{} is a full-width sign; write {} instead",
            )
            .with(lang, &[&wide.to_string(), &narrow.to_string()]),
            Self::Known(words) => words.get(lang).to_owned(),
            Self::Other(message) => {
                Words::new("不是正确的 TOML", "not valid TOML ({})").with(lang, &[message])
            }
        }
    }
}

/// Returns the first full-width sign outside quotes and comments for which TOML has a half-width one, and that one.
fn full_width(line: &str) -> Option<(char, char)> {
    let mut quote = None;
    for c in line.chars() {
        match (quote, c) {
            (None, '#') => return None,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, c) => {
                if let Some(narrow) = narrow(c) {
                    return Some((c, narrow));
                }
            }
        }
    }
    None
}

/// Returns the sign of TOML that a full-width one was meant for.
fn narrow(c: char) -> Option<char> {
    Some(match c {
        '“' | '”' | '„' | '＂' | '「' | '」' => '"',
        '‘' | '’' | '＇' => '\'',
        '＝' | '：' => '=',
        '［' | '【' => '[',
        '］' | '】' => ']',
        '，' | '、' => ',',
        '｛' => '{',
        '｝' => '}',
        '＃' => '#',
        '．' | '。' => '.',
        '－' => '-',
        '＿' => '_',
        '\u{3000}' => ' ',
        '０'..='９' => char::from_u32(u32::from(c) - 0xfee0)?,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::lang::Lang;
    use crate::settings::SettingsTable;

    fn told(source: &str, lang: Lang) -> String {
        let notes = SettingsTable::parse(source).finish();
        let told: Vec<String> = notes.iter().map(|note| note.message(lang)).collect();
        told.join("\n")
    }

    #[test]
    fn the_usual_slips_are_named_with_their_remedy_in_both_languages() {
        let cases = [
            (
                "theme = “paper”",
                "“ 是全角符号；请改为半角的 \"",
                "“ is a full-width",
            ),
            (
                "theme ＝ \"paper\"",
                "＝ 是全角符号；请改为半角的 =",
                "＝ is a full-width",
            ),
            ("［text］", "［ 是全角符号；请改为半角的 [", "［ is"),
            (
                "f = [\"a\"，\"b\"]",
                "， 是全角符号；请改为半角的 ,",
                "， is",
            ),
            ("a = ５", "５ 是全角符号；请改为半角的 5", "５ is"),
            ("theme = paper", "没有引号", "without quotes"),
            ("theme = \"paper", "引号没有成对", "quote is not closed"),
            ("theme = 'paper", "引号没有成对", "quote is not closed"),
            ("[text", "括号没有成对", "bracket is not closed"),
            ("f = [\"a\" \"b\"]", "没有逗号", "no comma"),
            ("p = \"C:\\Users\\x\"", "反斜线", "backslash"),
            ("p = \"C:\\周报\"", "反斜线", "backslash"),
            ("a = 1\na = 2", "写了两次", "set twice"),
            ("theme \"paper\"", "没有 = 和值", "no = and no value"),
            ("互认 = \"a\"", "没有引号", "with other signs"),
            ("a = True", "小写的 true", "true or false"),
        ];
        for (source, zh, en) in cases {
            let (chinese, english) = (told(source, Lang::Zh), told(source, Lang::En));
            assert!(chinese.contains(zh), "{source}: {chinese}");
            assert!(english.contains(en), "{source}: {english}");
        }
    }

    #[test]
    fn full_width_signs_in_quotes_and_comments_are_no_mistake() {
        let unknown = "第 1 行: 没有“name”这一项；请核对名称和所在的表，或删去这一行";
        assert_eq!(told("name = \"甲，乙“丙”\" # ［注］", Lang::Zh), unknown);
        let message = told("name = \"甲，乙\" b", Lang::Zh);
        assert!(!message.contains("全角"), "{message}");
    }
}
