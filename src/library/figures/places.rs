//! Provinces, cities, counties, districts and hospitals.

use super::{CITY, DISTRICT, Figure, HOSPITAL, PROVINCE, low_bits, may_be_in};
use crate::text::chars::is_han;
use crate::text::fold::fold_char;

/// The characters before 市 and 县 that make other words than places of them, as 上市, 超市 and 全市.
const NO_PLACE: &str = "上下城超股门楼都夜菜早集入全我各县市区本该个省两三多";

/// The characters before 区 that make a kind of area and no name of a district, as 社区, 城区, 开发区 and 自治区.
const NO_DISTRICT: &str = "社城市郊园園小院病校地山灾災疫景辖轄片专專特新老牧农農林矿礦厂廠战戰军軍禁库庫海港湾灣治发發范範\
     验驗护護行示展试試交保先各全我本该該县縣";

/// The characters before 医院 that make a kind or a number of hospitals and no name, as 互联网医院, 公立医院 and 多家医院.
const NO_HOSPITAL: &str = "网網慧立营營级級甲合科点點来來化家所个個类類大进進入国國分地的在到让讓与與及当當\
     范範字层層型属屬域员員上某拟擬能云雲色作力动動";

/// The provinces of China by the two characters they begin with.
const PROVINCES: [[char; 2]; 34] = [
    ['北', '京'],
    ['天', '津'],
    ['上', '海'],
    ['重', '庆'],
    ['河', '北'],
    ['山', '西'],
    ['辽', '宁'],
    ['吉', '林'],
    ['黑', '龙'],
    ['江', '苏'],
    ['浙', '江'],
    ['安', '徽'],
    ['福', '建'],
    ['江', '西'],
    ['山', '东'],
    ['河', '南'],
    ['湖', '北'],
    ['湖', '南'],
    ['广', '东'],
    ['海', '南'],
    ['四', '川'],
    ['贵', '州'],
    ['云', '南'],
    ['陕', '西'],
    ['甘', '肃'],
    ['青', '海'],
    ['台', '湾'],
    ['内', '蒙'],
    ['广', '西'],
    ['西', '藏'],
    ['宁', '夏'],
    ['新', '疆'],
    ['香', '港'],
    ['澳', '门'],
];

/// The first characters of [`PROVINCES`], in both scripts.
const PROVINCE_HEADS: u128 = low_bits(&[
    '北', '天', '上', '重', '河', '山', '辽', '遼', '吉', '黑', '江', '浙', '安', '福', '湖', '广',
    '廣', '海', '四', '贵', '貴', '云', '雲', '陕', '陝', '甘', '青', '台', '臺', '内', '內', '西',
    '宁', '寧', '新', '香', '澳',
]);

/// Iterates over the provinces that a title names.
pub(super) fn provinces(title: &[char]) -> impl Iterator<Item = Figure> {
    let pairs = title.windows(2).filter_map(<[char]>::first_chunk);
    let pairs = pairs.filter(|pair: &&[char; 2]| may_be_in(PROVINCE_HEADS, pair[0]));
    let pairs = pairs.map(|pair| pair.map(fold_char));
    let named = pairs.filter(|pair| PROVINCES.contains(pair));
    named.map(|name| Figure::new(PROVINCE, &String::from_iter(name)).decisive())
}

/// Iterates over the cities and counties in `chars`, by the two characters before 市 or 县.
pub(super) fn cities(chars: &[char]) -> impl Iterator<Item = Figure> {
    chars.windows(3).filter_map(|name| {
        let [first, second, '市' | '县' | '縣'] = name else {
            return None;
        };
        let is_place = is_han(*first) && is_han(*second) && !NO_PLACE.contains(*second);
        is_place.then(|| {
            Figure::new(
                CITY,
                &String::from_iter([first, second].map(|c| fold_char(*c))),
            )
            .decisive()
        })
    })
}

/// Iterates over the districts in `chars`, by the two characters before 区 where a name begins with them: at the start, behind
/// another mark or behind the city. Anywhere else they are too often a part of a longer word, as 交易区.
pub(super) fn districts(chars: &[char]) -> impl Iterator<Item = Figure> {
    let begins_name = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        before.is_none_or(|c| *c == '市' || !is_han(*c))
    };
    chars.windows(3).enumerate().filter_map(move |(at, name)| {
        let [first, second, '区' | '區'] = name else {
            return None;
        };
        let is_name = is_han(*first) && is_han(*second) && !NO_DISTRICT.contains(*second);
        (is_name && begins_name(at)).then(|| {
            let name = String::from_iter([first, second].map(|c| fold_char(*c)));
            Figure::new(DISTRICT, &name).decisive()
        })
    })
}

/// Iterates over the hospitals that a title names, by the two characters before 医院. The last two are those that a short form
/// of the name keeps.
pub(super) fn hospitals(title: &[char]) -> impl Iterator<Item = Figure> {
    title.windows(4).filter_map(|name| {
        let [first, second, '医' | '醫', '院'] = name else {
            return None;
        };
        let is_name = is_han(*first) && is_han(*second) && !NO_HOSPITAL.contains(*second);
        let name = || String::from_iter([first, second].map(|c| fold_char(*c)));
        is_name.then(|| Figure::new(HOSPITAL, &name()).decisive())
    })
}

#[cfg(test)]
mod tests {
    use super::super::figures;
    use super::*;

    #[test]
    fn the_set_of_low_bits_holds_all_provinces() {
        let heads = PROVINCES.iter().map(|name| name[0]);
        for c in heads.chain("遼廣貴雲陝臺內寧".chars()) {
            assert!(may_be_in(PROVINCE_HEADS, c), "{c}");
        }
    }

    #[test]
    fn places_of_the_title_and_the_dateline_are_decisive() {
        let decisive = |title: &str, text: &str| {
            let figures = figures(title, [text]);
            figures.iter().filter(|f| f.is_decisive()).count()
        };
        assert_eq!(decisive("云南启用健康码", ""), 1);
        assert_eq!(decisive("医院启用健康码", "【屿山县消息】"), 1);
        assert_eq!(decisive("新药上市，超市和全市药店有售", "各县"), 0);
        assert_eq!(decisive("云州市潮江区停诊通告", ""), 2);
        assert_eq!(decisive("潮江区停诊通告", "【屿北区消息】"), 2);
        assert_eq!(
            decisive("社区、高新区和潮江示范区停诊，股票交易区关闭", ""),
            0
        );
        assert_eq!(decisive("医院名单", "12家医院"), 0);
        assert_eq!(decisive("12家医院名单", "12家医院"), 1);
        assert_eq!(decisive("潮生医院启用电子病历", ""), 1);
        assert_eq!(decisive("公立医院和互联网医院", "潮生医院"), 0);
    }
}
