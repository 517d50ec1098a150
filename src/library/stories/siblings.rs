//! Tells the reports of one event from those of its siblings, which have the same wording: the bulletins of two months, the
//! rounds of a procurement, the orders of two provinces, a meeting of this year and of the last.
//!
//! The measurements are in the description of [`stories`](super).

use super::lists::score_of;
use super::{COPY, REPRINT};
use crate::library::figures::Figure;
use jiff::civil::Date;

/// The days after which two reports of one event must share two telling figures: most series are of a month, a quarter or a
/// year.
const FAR_DAYS: i32 = 20;
/// The score below which two reports of one event must share a telling figure even on one day: reports of one topic or of one
/// company are as much alike.
const WEAK: u32 = score_of(30);

/// True if two articles with this score report sibling events by their figures, places, hospitals, series and days.
///
/// A number, a day or a time of day of a title, a place or a hospital decides where both articles have one of its kind and none
/// alike; of all figures fewer kinds may differ than figures are alike, and on two days none. Of two copies each figure, day and
/// time decides: a form that is filled in anew is no reprint. Reports of two days must share a telling figure, since columns,
/// markets and press conferences are told every day in the same words; a reprint of the same weeks need not.
pub fn are_siblings(figures: [&[Figure]; 2], days: [Option<Date>; 2], score: u32) -> bool {
    let [one, other] = figures;
    let is_decisive = |figure: &&Figure| figure.is_decisive();
    if differing(
        &one.iter().filter(is_decisive),
        &other.iter().filter(is_decisive),
    ) > 0
    {
        return true;
    }
    if score >= COPY {
        return are_filled_in_anew(one, other);
    }
    let instalments = are_instalments(one, other);
    let is_number = |figure: &&Figure| figure.is_number();
    let (one, other) = (one.iter().filter(is_number), other.iter().filter(is_number));
    let has = |figure: &&Figure| other.clone().any(|other| other.is_equal(**figure));
    let shared = one.clone().filter(has);
    let differing = differing(&one, &other);
    let telling = shared.clone().filter(|figure| figure.is_telling()).count();
    let apart = match days {
        [Some(first), Some(second)] => (second - first).get_days().abs(),
        _ => 0,
    };
    if differing > shared.count() || apart > 0 && differing > 0 {
        return true;
    }
    // What is held every year is told in the same words.
    if score >= REPRINT && apart <= FAR_DAYS {
        return false;
    }
    let wanted = match apart {
        0 => usize::from(score < WEAK),
        1..=FAR_DAYS if !instalments => 1,
        _ => 2,
    };
    telling < wanted
}

/// True if each of two copies has a number, a day or a time of day that the other has not, of the same unit. A date line or a
/// source line more on one side changes nothing.
fn are_filled_in_anew(one: &[Figure], other: &[Figure]) -> bool {
    let own = |of: &[Figure], without: &[Figure]| -> Vec<u32> {
        let is_counted = |f: &&Figure| f.is_number() || f.is_moment();
        let is_own = |f: &&Figure| !without.iter().any(|other| other.is_equal(**f));
        let own = of.iter().filter(is_counted).filter(is_own);
        own.map(|figure| figure.unit()).collect()
    };
    let others = own(other, one);
    own(one, other).iter().any(|unit| others.contains(unit))
}

/// True if both titles name one series, or are the same: what a series brings on another day is another event, unless the
/// figures say otherwise.
fn are_instalments(one: &[Figure], other: &[Figure]) -> bool {
    one.iter().any(|f| f.is_series() && other.contains(f))
}

/// True if the titles are the same: those of a column, a bulletin or a meeting that is held again.
pub fn have_one_title(one: &[Figure], other: &[Figure]) -> bool {
    let mut names = one.iter().filter(|f| f.is_series()).peekable();
    names.peek().is_some() && names.eq(other.iter().filter(|f| f.is_series()))
}

/// Returns the number of units of which both articles have figures and none alike.
fn differing<'a>(
    one: &(impl Iterator<Item = &'a Figure> + Clone),
    other: &(impl Iterator<Item = &'a Figure> + Clone),
) -> usize {
    let mut units: Vec<u32> = one.clone().map(|figure| figure.unit()).collect();
    units.sort_unstable();
    units.dedup();
    let differs = |unit: &u32| {
        let is_of = |figure: &&Figure| figure.unit() == *unit;
        let mut others = other.clone().filter(is_of).peekable();
        others.peek().is_some()
            && !others.any(|b| one.clone().filter(is_of).any(|a| a.is_equal(*b)))
    };
    units.into_iter().filter(differs).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::figures::figures;
    use jiff::civil::date;

    /// Compares two titles and texts of two days with a middling score.
    fn siblings(one: (&str, &str, i8), other: (&str, &str, i8)) -> bool {
        let of = |(title, text, _): (&str, &str, i8)| figures(title, [text]);
        let day = |(.., month): (&str, &str, i8)| Some(date(2025, month, 10));
        are_siblings([&of(one), &of(other)], [day(one), day(other)], score_of(40))
    }

    #[test]
    fn a_number_or_a_place_in_the_title_decides() {
        assert!(siblings(
            ("第八批采购开标", "", 3),
            ("第九批采购开标", "", 3)
        ));
        assert!(!siblings(
            ("第八批采购开标", "", 3),
            ("第8批采购落地", "", 3)
        ));
        assert!(siblings(
            ("云州市启动响应", "", 3),
            ("屿山市启动响应", "", 3)
        ));
        assert!(siblings(("江西启动响应", "", 3), ("湖南启动响应", "", 3)));
        assert!(siblings(
            ("1至5月结算1.67亿人次", "", 3),
            ("1至7月结算2.31亿人次", "", 3)
        ));
        assert!(siblings(("医改观察①", "", 3), ("医改观察②", "", 3)));
        assert!(siblings(
            ("潮生医院启用电子病历", "", 3),
            ("屿山医院启用电子病历", "", 3)
        ));
        assert!(!siblings(
            ("潮生医院启用电子病历", "", 3),
            ("云州市潮生医院推行电子病历", "", 3)
        ));
        // 湖南 is named in one title alone.
        assert!(!siblings(("湖南启动响应", "", 3), ("启动响应", "", 3)));
    }

    #[test]
    fn articles_of_one_series_are_instalments_unless_they_are_of_one_day() {
        let series = [
            ["【医者】送药进山", "【医者】雪夜出诊"],
            ["最美医生李云：送药进山", "最美医生李云：雪夜出诊"],
            ["送药进山——走进云州乡村", "雪夜出诊——走进云州乡村"],
        ];
        let days = |last| [Some(date(2025, 3, 10)), Some(date(2025, 3, last))];
        for titles in series {
            let [one, other] = titles.map(|title| figures(title, ["覆盖39家医院"]));
            let untitled = figures("", ["覆盖39家医院"]);
            assert!(are_siblings([&one, &other], days(11), score_of(40)));
            assert!(!are_siblings([&one, &other], days(10), score_of(40)));
            assert!(!are_siblings([&one, &other], days(11), REPRINT));
            assert!(are_siblings([&one, &one], days(11), score_of(40)));
            assert!(!are_siblings([&one, &untitled], days(11), score_of(40)));
        }
    }

    #[test]
    fn a_form_that_is_filled_in_anew_is_no_reprint() {
        let are = |one: (&str, &str), other: (&str, &str), score| {
            let of = |(title, text): (&str, &str)| figures(title, [text]);
            are_siblings([&of(one), &of(other)], [None; 2], score_of(score))
        };
        assert!(are(
            ("潮生指数11:00报盘", ""),
            ("潮生指数15:00报盘", ""),
            70
        ));
        assert!(are(
            ("疫情通报（3月10日）", ""),
            ("疫情通报（3月11日）", ""),
            70
        ));
        for [one, other] in [
            ["截至11:00，领涨股不变", "截至15:00，领涨股不变"],
            ["潮生指数报3215.8点", "潮生指数报3220.4点"],
            ["39家医院报告12例，累计300例", "39家医院报告15例，累计315例"],
            ["3月10日停诊", "3月17日停诊"],
            ["10日停诊", "17日停诊"],
        ] {
            assert!(are(("通报", one), ("通报", other), 95), "{one}");
        }
        // A date line or a source line more, and another date line.
        for [one, other] in [
            ["3月10日停诊", "云州日报3月11日讯3月10日停诊"],
            ["云州3月10日电新增12例", "云州日报3月11日讯新增12例"],
            ["新增12例", "新增12例（第8版，11:00）"],
        ] {
            assert!(!are(("通报", one), ("通报", other), 95), "{one}");
        }
    }

    #[test]
    fn titles_are_the_same_if_all_their_parts_are() {
        let title = |title| figures(title, ["覆盖39家医院"]);
        let have = |one, other| have_one_title(&title(one), &title(other));
        assert!(have("云州快讯", "云州快讯"));
        assert!(have("【医者】送药进山", "【医者】送药进山"));
        assert!(!have("【医者】送药进山", "【医者】雪夜出诊"));
        assert!(!have("云州快讯", "屿山快讯") && !have("", ""));
    }

    #[test]
    fn reports_of_two_days_must_share_a_telling_figure() {
        let days = |last| [Some(date(2025, 3, 10)), Some(date(2025, 3, last))];
        let [none, figure] = ["潮生市场走高", "潮生市场成交39亿元"].map(|text| figures("", [text]));
        assert!(!are_siblings([&none, &none], days(10), score_of(40)));
        assert!(are_siblings([&none, &none], days(11), score_of(40)));
        assert!(!are_siblings([&figure, &figure], days(11), score_of(40)));
        assert!(!are_siblings([&none, &none], days(11), REPRINT));
    }

    #[test]
    fn reports_that_are_little_alike_must_share_a_telling_figure() {
        let [none, figure] =
            ["潮生公司接入大模型", "潮生公司投入3.2亿元"].map(|text| figures("", [text]));
        let are = |figures: &[Figure], score| {
            are_siblings([figures, figures], [None; 2], score_of(score))
        };
        assert!(are(&none, 29) && !are(&none, 30));
        assert!(!are(&figure, 10));
    }

    #[test]
    fn figures_of_the_text_are_weighed_against_each_other() {
        let (first, second) = ("新增12例，治愈7人，占56%", "新增15例，治愈9人，占56%");
        assert!(siblings(("通报", first, 3), ("通报", second, 3)));
        assert!(!siblings(("通报", first, 3), ("通报", first, 3)));
    }

    #[test]
    fn a_count_that_another_day_changes_is_a_sibling() {
        let count = |cases: u8| {
            let text = format!("39家医院和16个区报告流感样病例{cases}例");
            figures("流感周报", [text.as_str()])
        };
        let are = |last| {
            let days = [Some(date(2025, 3, 10)), Some(date(2025, 3, last))];
            are_siblings([&count(12), &count(15)], days, REPRINT)
        };
        assert!(are(17) && !are(10));
    }

    #[test]
    fn the_longer_ago_the_more_must_be_shared() {
        let (none, one, two) = ("召开会议", "覆盖39家医院", "覆盖39家医院，投入3.2亿元");
        let chance = "覆盖3家医院，1至12月";
        let meetings = |text, last| siblings(("会议召开", text, 3), ("会议举行", text, last));
        assert!(!meetings(none, 3));
        assert!(meetings(none, 4) && meetings(chance, 4));
        assert!(meetings(one, 4) && !meetings(two, 6));
        let [first, second] = ["会议召开", "会议举行"].map(|title| figures(title, [one]));
        let near = [date(2025, 3, 10), date(2025, 3, 20)].map(Some);
        assert!(!are_siblings([&first, &second], near, score_of(40)));
        let days = [Some(date(2020, 1, 1)), Some(date(2025, 1, 1))];
        assert!(are_siblings([&[], &[]], days, REPRINT));
        let days = days.map(|_| Some(date(2025, 1, 1)));
        assert!(!are_siblings([&[], &[]], days, REPRINT));
        let [ninth, tenth] =
            ["十四届第九次会议", "十四届第十次会议"].map(|text| figures("", [text]));
        assert!(are_siblings([&ninth, &tenth], near, REPRINT));
        assert!(!are_siblings([&ninth, &ninth], near, REPRINT));
    }
}
