use super::*;
use crate::model::transcript::Transcript;
use crate::parse::rows;

fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let transcript = Transcript::from_text(text);
    let rows = rows::rows(&transcript);
    segment(&[&rows]).pop().unwrap()
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
