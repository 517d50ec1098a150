use super::*;
use crate::model::transcript::Transcript;
use crate::parse::rows;

fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let transcript = Transcript::from_text(text);
    let rows = rows::rows(&transcript);
    segment(&[&rows]).pop().unwrap()
}

#[test]
fn paragraphs_of_one_length_are_not_the_lines_of_one() {
    let days: Vec<String> = (1..=6)
        .map(|day| format!("六月{day}日渡口按时开船，全天往返四十班，旅客人数与前一日持平，值班人员照常到岗，未见异常。"))
        .collect();
    let expected: Vec<_> = (0..6).map(|at| at..at + 1).collect();
    assert_eq!(paragraphs(&days.join("\n\n")), expected);
}

#[test]
fn widths_tell_where_a_paragraph_ends() {
    let text = "\
今年入夏以来山海市各处海滩
每天清晨都有志愿者沿着潮线慢慢走
他们记下每一只搁浅的海星和贝壳，
再把记录交给研究站。
研究站的年轻人把这些数字画
成一张张地图，挂在码头的候船室里
供往来旅客翻看。";
    assert_eq!(paragraphs(text), [0..4, 4..7]);
}
