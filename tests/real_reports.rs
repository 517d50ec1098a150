//! The real reports, in the folder that `NEWSREADER_REPORTS` names, against facts that were checked by hand. The facts are
//! kept as hashes, so that no sentence of the reports is in this repository.

use newsreader::model::Issue;
use newsreader::model::transcript::Transcript;
use newsreader::parse::parse;
use std::path::PathBuf;

/// FNV-1a, so that a hash is the same everywhere and for ever.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| {
        (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// An issue as lines: masthead, contents, and for each article its fields and blocks.
fn lines(issue: &Issue) -> Vec<String> {
    let mut lines = vec![format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        issue.title,
        issue.number,
        issue.publisher,
        issue.published.map(|d| d.to_string()),
        issue
            .period
            .map(|p| (p.start.to_string(), p.end.to_string())),
        issue.declared_count,
        issue.lead
    )];
    for entry in &issue.toc {
        lines.push(format!(
            "{} {} {:?}",
            entry.number, entry.title, entry.source
        ));
    }
    for a in &issue.articles {
        let date = a.date.map(|d| d.to_string());
        lines.push(format!(
            "{} {} {:?} {date:?} {:?} {:?}",
            a.number, a.title, a.source, a.link, a.original_title
        ));
        lines.extend(a.blocks.iter().map(|b| format!("{:?} {}", b.kind, b.text)));
    }
    lines
}

/// Hashes of the lines of each report, by the hash of its text.
const FACTS: &[(u64, &[u64])] = &[
    (
        0xd8e1_30a6_d28c_e1a0,
        &[
            0xe18e_ca73_755a_d7d0,
            0x0320_c2ea_2158_8787,
            0xec7c_f856_d19c_d0b2,
            0x00a6_837d_087b_51ad,
            0xef98_e0af_9f36_c51c,
            0xfe4a_53d7_cd3f_056b,
            0x91b3_98de_4a8e_4b65,
            0xdff0_1210_bdba_55e5,
            0x8d74_3b78_0028_f6ff,
            0x0742_1426_7a49_5563,
            0x1c37_1944_0a8a_ba16,
            0x7655_2fc9_e045_186a,
            0xf01e_d0b7_0460_3881,
            0x71cb_5635_979d_6233,
            0x78d7_a2a7_476c_9d84,
            0x2cf2_bab5_7a01_5c01,
            0xac22_9ec0_01e1_9f35,
            0xafa9_db51_af79_26a0,
            0xb43e_a406_21b2_1a67,
            0xa33c_e953_77d8_7474,
            0xea56_effe_1c03_240d,
            0x147a_ed52_65d3_d585,
            0x77e1_8a2e_3f3f_81ec,
            0x5911_5d61_a4e9_fe80,
            0xfc15_a288_caf2_3e48,
            0xfe21_b6a6_00be_b7d7,
            0x8f65_bce4_f5e8_674f,
        ],
    ),
    (
        0x2875_c91a_4a1e_5652,
        &[
            0x566b_48f3_0215_621b,
            0xea77_7ecc_48eb_c2fe,
            0x3591_93c7_2ab5_73b1,
            0x5412_95de_c154_fa7a,
            0x95ae_37c2_954f_c620,
            0x0a5b_788e_bce8_a8f6,
            0xc4d4_2974_3f29_e800,
            0xf7eb_8644_b336_f33f,
            0xc304_6d1c_0230_7d0c,
            0x8771_4db6_56a0_1e56,
            0xbd16_7ba1_7a96_b75b,
            0xde84_5675_0718_dbc2,
            0xb051_0938_4d70_2dbc,
            0x51ca_6b83_1f01_a9fd,
            0x1294_d489_7040_15d9,
            0x1608_a6d3_50a9_b41b,
            0xb447_733b_8ae1_0490,
            0x2146_eee6_7328_bf27,
            0xfe7d_646b_51f5_dd96,
            0x8dc4_1821_2c5a_b92d,
            0xbcb1_3c07_eec1_8a55,
            0xc349_9e7a_8c03_bffa,
            0xd803_c6fe_2cef_1a7c,
            0xb0f0_319c_5b72_bf8d,
            0xd3a0_8f79_f169_d816,
            0xf2e0_9e16_009c_62a7,
            0x0c1e_a2fd_84c2_78c7,
            0x54fd_c5be_0273_d984,
            0x10a8_1fed_b032_30ef,
            0x99a0_94fd_c14e_ad10,
            0xa8ff_8806_0b98_3508,
            0x6938_7d01_747e_fd69,
            0xd1a5_1c9b_68ae_de53,
            0x1213_3595_6f44_3d3a,
            0x694c_ab18_a435_8db2,
            0xa8b6_940e_36f6_c6a2,
            0x16a9_d241_7d1f_8f34,
            0x9ff1_9ada_bf94_a07e,
            0xd717_c9f7_6287_da0a,
            0x4198_6742_80de_32ca,
            0x970f_bd69_04d6_6954,
            0x4f06_6388_b382_45dc,
            0xf28f_bf2f_0004_8bb4,
            0xb4f8_67d5_638f_6fbf,
        ],
    ),
];

#[test]
fn real_reports_are_read_without_a_fault() {
    let Some(folder) = std::env::var_os("NEWSREADER_REPORTS").map(PathBuf::from) else {
        println!("NEWSREADER_REPORTS is not set: the real reports are not tested");
        return;
    };
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let parsed = parse(&Transcript::from_text(&text));
        let Some((_, facts)) = FACTS.iter().find(|f| f.0 == hash(&text)) else {
            continue;
        };
        seen += 1;
        let lines = lines(&parsed.issue);
        assert_eq!(lines.len(), facts.len(), "as many lines");
        for (n, (line, fact)) in lines.iter().zip(*facts).enumerate() {
            assert_eq!(
                hash(line),
                *fact,
                "line {n}, {} characters",
                line.chars().count()
            );
        }
        assert_eq!(parsed.warnings, [], "nothing is odd about it");
    }
    assert_eq!(seen, FACTS.len(), "every report that facts are known of");
}
