//! The two languages of the interface. A sentence and its translation stand side by side, so neither can be forgotten.

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
    /// The language by its option name, `zh` or `en`.
    pub fn by_name(name: &str) -> Option<Self> {
        match name {
            "zh" => Some(Self::Zh),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The option name, `zh` or `en`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// The language of the locale: the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is set and not empty (POSIX,
    /// 8.2) decides.
    ///
    /// A Chinese locale means Chinese, another language English. `C`, `POSIX` or nothing at all name no language: then
    /// the reports' own is taken.
    pub fn from_locale(variable: impl Fn(&str) -> Option<String>) -> Self {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(|name| variable(name).filter(|value| !value.is_empty()))
            .unwrap_or_default();
        let language = locale.split(['_', '.', '@', '-']).next().unwrap_or("");
        match language {
            "" | "C" | "POSIX" | "zh" | "chinese" => Self::Zh,
            _ => Self::En,
        }
    }
}

/// One sentence of the interface in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

impl Words {
    /// A sentence and its translation.
    pub const fn new(zh: &'static str, en: &'static str) -> Self {
        Self { zh, en }
    }

    /// The sentence in `lang`.
    pub const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }

    /// The sentence in `lang` with each `{}` replaced by the next of `values`.
    ///
    /// A `{}` without a value stays as it is; a value without a place is left out.
    pub fn with(self, lang: Lang, values: &[&str]) -> String {
        let mut out = String::new();
        let mut values = values.iter();
        let mut rest = self.get(lang);
        while let Some((before, after)) = rest.split_once("{}") {
            out.push_str(before);
            out.push_str(values.next().unwrap_or(&"{}"));
            rest = after;
        }
        out.push_str(rest);
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
    fn the_first_variable_that_is_set_decides() {
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
    }

    #[test]
    fn values_stand_where_the_sentence_has_room() {
        let words = Words::new("第 {} 行：{}", "line {}: {}");
        assert_eq!(words.with(Lang::En, &["3", "{}"]), "line 3: {}");
        assert_eq!(words.with(Lang::Zh, &["3"]), "第 3 行：{}");
    }
}
