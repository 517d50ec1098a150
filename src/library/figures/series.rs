//! The names of series in titles, and the marks of their instalments.

use super::{Figure, PART, SERIES};
use crate::conventions::numerals;
use crate::text::fold::fold_char;

/// The fewest characters of a part before a colon, behind a dash or on a side of a bar.
const SHORTEST_SERIES: usize = 4;
/// The bars beside the name of a column: most writers take what their keyboard has.
const BARS: [char; 6] = ['|', '｜', '丨', '︱', '│', '┃'];

/// Returns what may name a series in a title.
pub(super) fn series(title: &[char]) -> Vec<Figure> {
    let mut names = vec![title];
    let mut rest = title;
    if let Some(('【', behind)) = title.split_first()
        && let Some(end) = behind.iter().position(|c| *c == '】')
    {
        let (column, event) = behind.split_at(end);
        names.push(column);
        rest = event.get(1..).unwrap_or_default();
    }
    let mut heads = rest.split(|c| matches!(c, '：' | ':') || BARS.contains(c));
    let mut tails = rest.rsplit(|c| *c == '—' || BARS.contains(c));
    let (head, tail) = (heads.next(), tails.next());
    let parts = [head, tail].into_iter().flatten();
    names.extend(parts.filter(|part| part.len() < rest.len() && part.len() >= SHORTEST_SERIES));
    names.retain(|name| !name.is_empty());
    let folded = |name: &[char]| name.iter().map(|c| fold_char(*c)).collect::<String>();
    let figures = names
        .into_iter()
        .map(|name| Figure::new(SERIES, &folded(name)));
    figures.collect()
}

/// Returns the mark of an instalment at the end of a title: a number in a circle, a number or 上, 中 or 下 in brackets, or a
/// number behind 之.
pub(super) fn part(title: &[char]) -> Option<Figure> {
    let (last, rest) = title.split_last()?;
    let value = match last {
        '①'..='⑳' => (u32::from(*last) - u32::from('①') + 1).to_string(),
        ')' | '）' => {
            let start = rest.iter().rposition(|c| matches!(c, '(' | '（'))?;
            instalment(rest.get(start + 1..)?)?
        }
        _ => {
            let start = title.iter().rposition(|c| *c == '之')?;
            instalment(title.get(start + 1..)?)?
        }
    };
    Some(Figure::new(PART, &value).decisive())
}

/// Returns the number that is all of `chars`, or one of 上, 中 and 下; `None` for other text.
fn instalment(chars: &[char]) -> Option<String> {
    let text: String = chars.iter().map(|c| fold_char(*c)).collect();
    if matches!(text.as_str(), "上" | "中" | "下") {
        return Some(text);
    }
    numerals::number(&text).map(|number| number.to_string())
}

#[cfg(test)]
mod tests {
    use super::super::{figures, title};

    #[test]
    fn the_mark_of_an_instalment_is_decisive() {
        let titles = [
            ["云州医改观察①", "云州医改观察②"],
            ["云州医改观察（上）", "云州医改观察(下)"],
            ["云州医改观察之一", "云州医改观察之三"],
        ];
        for [one, other] in titles.map(|pair| pair.map(title)) {
            assert!(one[0].is_decisive() && other[0].is_decisive());
            assert!(one[0].unit() == other[0].unit() && one != other);
        }
        assert_eq!(title("医改观察②"), title("医保观察（二）"));
        for text in [
            "云州医改之路",
            "云州医改（修订稿）",
            "医改",
            "云州启动医改（",
        ] {
            assert!(title(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_column_and_the_parts_beside_a_colon_a_dash_and_a_bar_may_name_a_series() {
        let share = |one: &str, other: &str| {
            let [one, other] = [one, other].map(|title| figures(title, []));
            one.iter().any(|f| f.is_series() && other.contains(f))
        };
        assert!(share("云州群英谱", "云州群英谱"));
        assert!(share("【 医者】送药进山", "【医者】雪夜出诊"));
        assert!(share("最美医生李云：送药", "最美医生李云:出诊"));
        assert!(share("送药——走进云州乡村", "出诊——走进云州乡村"));
        assert!(share("【医者】乡医李云：送药", "乡医李云：出诊"));
        assert!(share("云州夜话 | 送药", "云州夜话丨出诊"));
        assert!(share("送药｜云州夜话", "出诊︱云州夜话"));
        assert!(!share("【医者】送药进山", "【短评】送药下乡"));
        assert!(!share("18:30出诊", "18:30送药"));
        assert!(!share("医改——路", "药改——路"));
    }
}
