//! A file that cannot be shown: its pane has the reason and the remedy as long as it is chosen.

use crate::common::{Desk, issues};
use newsreader::app::event::Event;
use newsreader::app::options::AppOptions;
use newsreader::lang::Lang;
use newsreader::library::{Entry, Place, Status};
use newsreader::source;

/// A desk with three issues and a file that was not understood, which is chosen.
fn desk_with(why: source::Error, lang: Lang) -> Desk {
    let options = AppOptions {
        lang,
        ..AppOptions::default()
    };
    let mut desk = Desk::with(options, 110, 35, issues());
    let place = Place::File("/reports/周报 7.pdf".into());
    let entry = Entry::unread(place.clone(), Status::NotUnderstood(Box::new(why)));
    desk.send(Event::Listed(vec![entry]));
    desk.press("G");
    let problem = "/reports/周报 7.pdf: x".to_owned();
    desk.send(Event::Opened {
        place,
        outcome: Err(problem),
    });
    desk
}

#[test]
fn the_reason_and_the_remedy_stay_while_the_file_is_chosen() {
    for (lang, words) in [
        (
            Lang::Zh,
            [
                "文件损坏",
                "请重新下载，或用原来的程序打开后另存",
                "按 e 用原来的程序打开这个文件",
                "文件：/reports/周报 7.pdf",
            ],
        ),
        (
            Lang::En,
            [
                "damaged: no trailer",
                "download it again, or open it in the program",
                "e opens the file in its own program",
                "File: /reports/周报 7.pdf",
            ],
        ),
    ] {
        let mut desk = desk_with(source::Error::Damaged("no trailer".to_owned()), lang);
        // Keys without a meaning here take the message out of the status line.
        desk.press("n Tab");
        let shown = desk.rows().join("\n");
        for word in words {
            assert!(shown.contains(word), "{word}\n{shown}");
        }
    }
}

#[test]
fn a_locked_file_and_a_scan_name_their_key_and_another_file_takes_the_reason_away() {
    for (why, words) in [
        (source::Error::Encrypted, "文件有密码，按 l 输入"),
        (
            source::Error::NoText(source::ScannedFile::default()),
            "此件是扫描件，按 l 识别",
        ),
    ] {
        let mut desk = desk_with(why, Lang::Zh);
        desk.press("n");
        assert_eq!(desk.rows().join("\n").matches(words).count(), 1, "{words}");
        desk.press("k");
        assert!(!desk.rows().join("\n").contains("按 l"));
    }
}
