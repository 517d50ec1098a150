//! The mark of a text that a program recognised on the pages of a scan.

use crate::lang::{Lang, Words};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The sentence on every recognised text.
const MARK: Words = Words::new("识别所得，可能有误", "recognised, may be wrong");
/// The tool and its confidence in percent.
const SURE: Words = Words::new("{}，置信度 {}%", "{}, confidence {}%");

/// The program that recognised a scan, and its confidence.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Recognised {
    /// The name of the program.
    pub tool: String,
    /// The mean confidence over all characters in percent; `None` for a program that gives none. JSON has a fraction of 1.
    #[serde(
        rename = "confidence",
        serialize_with = "as_fraction",
        deserialize_with = "from_fraction"
    )]
    pub percent: Option<u8>,
}

impl Recognised {
    /// Returns the mark: `识别所得，可能有误（tesseract，置信度 93%）`.
    pub fn mark(&self, lang: Lang) -> String {
        let tool = match self.percent {
            Some(percent) => SURE.with(lang, &[&self.tool, &percent.to_string()]),
            None => self.tool.clone(),
        };
        match lang {
            Lang::Zh => format!("{}（{tool}）", MARK.get(lang)),
            Lang::En => format!("{} ({tool})", MARK.get(lang)),
        }
    }
}

#[allow(
    clippy::ref_option,
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it with a reference to the field"
)]
fn as_fraction<S: Serializer>(percent: &Option<u8>, serializer: S) -> Result<S::Ok, S::Error> {
    percent
        .map(|percent| f64::from(percent) / 100.0)
        .serialize(serializer)
}

fn from_fraction<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u8>, D::Error> {
    let fraction = Option::<f64>::deserialize(deserializer)?;
    Ok(fraction.map(percent_of))
}

/// Returns a fraction of 1 in percent, rounded; a value outside is moved to the nearer end.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the value lies between 0 and 100"
)]
pub fn percent_of(fraction: f64) -> u8 {
    (fraction * 100.0).round().clamp(0.0, 100.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_has_a_fraction_and_the_mark_percent() {
        let recognised = Recognised {
            tool: "tesseract".to_owned(),
            percent: Some(97),
        };
        let json = serde_json::to_string(&recognised).unwrap();
        assert_eq!(json, r#"{"tool":"tesseract","confidence":0.97}"#);
        assert_eq!(
            serde_json::from_str::<Recognised>(&json).unwrap(),
            recognised
        );
        assert_eq!(
            recognised.mark(Lang::Zh),
            "识别所得，可能有误（tesseract，置信度 97%）"
        );
        let silent = Recognised {
            percent: None,
            ..recognised
        };
        assert_eq!(
            silent.mark(Lang::En),
            "recognised, may be wrong (tesseract)"
        );
    }
}
