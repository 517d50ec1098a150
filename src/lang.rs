//! The two languages of the interface, Chinese and English.
//!
//! A sentence and its translation are one value, [`Words`], so a sentence without a translation does not compile.

mod system_error;

pub use system_error::SystemError;

/// A language of the interface.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Chinese, the first language of the interface.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Returns the language called `zh` or `en` on the command line, else `None`.
    pub fn by_name(name: &str) -> Option<Self> {
        match name {
            "zh" => Some(Self::Zh),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// Returns the language of a sentence of the interface: Chinese if it begins with a Han character or ends with one or with a
    /// full-width mark. An English sentence may quote Han in between.
    pub fn of_sentence(sentence: &str) -> Self {
        let is_chinese = |c: char| matches!(c, '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}');
        let mut chars = sentence.trim().chars();
        let (first, last) = (chars.next(), chars.next_back());
        if first.into_iter().chain(last).any(is_chinese) {
            Self::Zh
        } else {
            Self::En
        }
    }

    /// Returns `advice` as the end of a sentence about what is wrong, behind the stop of the language.
    pub fn advice(self, advice: &str) -> String {
        ADVICE.with(self, &[advice])
    }

    /// Returns the language of the locale. The first of `LC_ALL`, `LC_MESSAGES` and `LANG` that names one decides; `variable`
    /// looks a variable up.
    ///
    /// A Chinese locale gives Chinese, a locale of another language English, and no language Chinese, that of the reports.
    pub fn from_locale(variable: impl Fn(&str) -> Option<String>) -> Self {
        let language = |name| {
            let locale = variable(name)?;
            let language = locale.split(['_', '.', '@', '-']).next()?;
            // `C` and `POSIX` name none. Containers and scripts set `LC_ALL=C.UTF-8` for sorting and encoding alone, and a
            // `LANG` beside it is what the user wants to read.
            let is_named = !matches!(language, "" | "C" | "POSIX");
            is_named.then(|| language.to_owned())
        };
        let named = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(language);
        match named.as_deref() {
            None | Some("zh" | "chinese") => Self::Zh,
            Some(_) => Self::En,
        }
    }
}

/// The advice behind a sentence about what is wrong.
const ADVICE: Words = Words::new("；{}", "; {}");

/// A sentence of the interface in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// The sentence in Chinese.
    pub zh: &'static str,
    /// The sentence in English.
    pub en: &'static str,
}

impl Words {
    /// Returns a sentence with its translation.
    pub const fn new(zh: &'static str, en: &'static str) -> Self {
        Self { zh, en }
    }

    /// Returns the sentence in `lang`.
    pub const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }

    /// Returns the sentence in `lang` with each `{}` replaced by the next of `values`, and each `{s}` by the `s` of the plural
    /// where the value before it is not 1.
    ///
    /// A `{}` without a value stays as it is; a value without a `{}` is left out.
    ///
    /// ```
    /// use newsreader::lang::{Lang, Words};
    /// let words = Words::new("第 {} 行：{} 篇", "line {}: {} article{s}");
    /// assert_eq!(words.with(Lang::En, &["3", "2"]), "line 3: 2 articles");
    /// ```
    pub fn with(self, lang: Lang, values: &[&str]) -> String {
        let mut out = String::new();
        let mut values = values.iter();
        let mut plural = "s";
        let mut rest = self.get(lang);
        while let Some((before, after)) = rest.split_once("{}") {
            out.push_str(&before.replace("{s}", plural));
            let value = values.next().unwrap_or(&"{}");
            plural = if *value == "1" { "" } else { "s" };
            out.push_str(value);
            rest = after;
        }
        out.push_str(&rest.replace("{s}", plural));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[(&str, &str)]) -> Lang {
        Lang::from_locale(|name| {
            let found = pairs.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_first_variable_that_names_a_language_decides() {
        assert_eq!(of(&[("LANG", "zh_CN.UTF-8")]), Lang::Zh);
        assert_eq!(of(&[("LANG", "en_GB.UTF-8")]), Lang::En);
        let both = [("LC_ALL", "en_US.UTF-8"), ("LANG", "zh_CN.UTF-8")];
        assert_eq!(of(&both), Lang::En);
        let empty = [("LC_ALL", ""), ("LC_MESSAGES", "zh_TW"), ("LANG", "de_DE")];
        assert_eq!(of(&empty), Lang::Zh);
    }

    #[test]
    fn a_locale_that_names_no_language_is_chinese() {
        assert_eq!(of(&[]), Lang::Zh);
        assert_eq!(of(&[("LC_ALL", "C.UTF-8")]), Lang::Zh);
        assert_eq!(of(&[("LANG", "POSIX")]), Lang::Zh);
        let beside = [("LC_ALL", "C.UTF-8"), ("LANG", "en_US.UTF-8")];
        assert_eq!(of(&beside), Lang::En);
    }

    #[test]
    fn values_stand_where_the_sentence_has_room() {
        let words = Words::new("第 {} 行：{}", "line {}: {}");
        assert_eq!(words.with(Lang::En, &["3", "{}"]), "line 3: {}");
        assert_eq!(words.with(Lang::Zh, &["3"]), "第 3 行：{}");
        let counts = Words::new("{} 期 {} 篇", "{} issue{s}, {} article{s}");
        assert_eq!(counts.with(Lang::En, &["1", "12"]), "1 issue, 12 articles");
        assert_eq!(counts.with(Lang::En, &["12", "1"]), "12 issues, 1 article");
    }
}
