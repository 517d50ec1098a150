//! The basket: excerpts, notes, headings, other baskets, and the brief that goes out.

use crate::common::Desk;
use newsreader::app::effect::Effect;
use newsreader::app::event::{Event, Written};
use newsreader::app::overlay::Overlay;
use newsreader::app::panes::Pane;
use newsreader::app::saving::SaveRow;
use newsreader::brief::loaded::{LoadedArticle, LoadedRow};
use newsreader::brief::{BriefFormat, BriefStyle};
use newsreader::state::{BasketItem, BasketListChange, Change, Corrections};
use std::sync::Arc;

/// The rows of the basket in use.
fn items(desk: &Desk) -> Vec<BasketItem> {
    desk.app.basket.items().to_vec()
}

#[test]
fn an_empty_basket_names_only_keys_that_do_something() {
    let mut desk = Desk::new();
    desk.press("B");
    let keys = desk.rows().pop().unwrap();
    assert!(keys.contains("关闭") && !keys.contains("打开"), "{keys}");
    desk.press("Esc l a B");
    let keys = desk.rows().pop().unwrap();
    assert!(keys.contains("打开"), "{keys}");
}

#[test]
fn a_selection_goes_into_the_basket_as_an_excerpt_with_its_context() {
    let mut desk = Desk::new();
    desk.press("l l v j j a");
    assert!(desk.message().contains("摘录"), "{}", desk.message());
    desk.press("v l l l a");
    let item = &items(&desk)[0];
    assert_eq!(item.excerpts.len(), 2);
    let excerpt = &item.excerpts[1];
    assert!(!excerpt.quote.is_empty() && !excerpt.before.is_empty());
    let kept = desk.effects();
    let Some(Effect::Remember(Change::Basket(change))) = kept.last() else {
        panic!("{kept:?}");
    };
    assert_eq!(change.put[0].excerpts, item.excerpts);
}

#[test]
fn an_excerpt_of_the_lead_is_refused_and_the_selection_stays() {
    let mut desk = Desk::new();
    desk.press("l g l v a");
    assert_eq!(desk.message(), "这里是导语，先选一篇文章");
    assert!(desk.app.issue.reader.as_ref().unwrap().selection.is_some());
    assert!(items(&desk).is_empty());
}

#[test]
fn a_note_takes_several_lines_and_esc_asks_before_it_is_dropped() {
    let mut desk = Desk::new();
    desk.press("a B e").type_text("请阅").press("Enter");
    desk.send(Event::Paste("抄送\r\n各科".to_owned()));
    desk.press("Esc");
    assert!(desk.message().contains("Ctrl-S"), "{}", desk.message());
    desk.press("Ctrl-S");
    assert_eq!(items(&desk)[0].note, "请阅\n抄送\n各科");
    desk.press("e").type_text("！").press("Esc Esc");
    assert_eq!(items(&desk)[0].note, "请阅\n抄送\n各科");
    let kept = desk.effects();
    let mut notes = kept.iter().filter_map(|effect| match effect {
        Effect::Remember(Change::Basket(change)) => change.put.last().map(|item| &item.note),
        _ => None,
    });
    assert_eq!(notes.next_back().unwrap(), "请阅\n抄送\n各科");
}

#[test]
fn headings_stand_before_rows_and_are_changed_in_place() {
    let mut desk = Desk::new();
    desk.press("a ] a B H").type_text("一组").press("Enter j H");
    desk.type_text("二组").press("Enter");
    let titles = |desk: &Desk| {
        let rows = items(desk);
        let rows = rows.iter().filter(|item| item.is_heading());
        rows.map(|item| item.title.clone()).collect::<Vec<_>>()
    };
    assert_eq!(titles(&desk), ["一组", "二组"]);
    assert_eq!(desk.app.basket.article_count(), 2);
    desk.press("g H").type_text("二组").press("Enter");
    assert!(desk.message().contains("已有"));
    desk.press("Esc g e");
    assert!(desk.rows().iter().any(|row| row.contains("改小标题")));
    desk.type_text("（上）").press("Enter");
    assert_eq!(titles(&desk), ["一组（上）", "二组"]);
}

#[test]
fn baskets_are_made_and_chosen_and_a_uses_the_one_in_use() {
    let mut desk = Desk::new();
    desk.press("a B B");
    assert!(
        desk.rows()
            .iter()
            .any(|row| row.contains("没有的名称新建一个"))
    );
    desk.type_text("专报").press("Enter");
    assert_eq!(desk.app.basket.name(), "专报");
    desk.press("Esc ] a a a");
    assert_eq!(items(&desk).len(), 1);
    desk.press("B B Up Enter");
    assert_eq!((desk.app.basket.name(), items(&desk).len()), ("", 1));
    desk.press("B Down Delete");
    assert!(desk.message().contains("清空"));
    let kept = desk.effects();
    let chosen = kept.iter().filter_map(|effect| match effect {
        Effect::Remember(Change::BasketList(BasketListChange::Choose(name))) => Some(name.as_str()),
        _ => None,
    });
    assert_eq!(chosen.collect::<Vec<_>>(), ["专报", ""]);
}

#[test]
fn the_marked_rows_are_copied_and_all_where_none_is_marked() {
    let mut desk = Desk::new();
    desk.press("a ] a B");
    let issue = Arc::new(
        desk.app
            .issue
            .contents
            .as_ref()
            .unwrap()
            .opened
            .issue
            .clone(),
    );
    let load = |(index, item): (usize, &BasketItem)| {
        LoadedRow::Article(LoadedArticle {
            key: item.key,
            path: String::new(),
            issue: Arc::clone(&issue),
            index,
            excerpts: Vec::new(),
            note: String::new(),
        })
    };
    let rows = items(&desk).iter().enumerate().map(load).collect();
    assert!(matches!(desk.effects().last(), Some(Effect::LoadBasket(rows)) if rows.len() == 2));
    desk.send(Event::BasketLoaded(rows));
    let copied = |desk: &mut Desk| match desk.effects().pop() {
        Some(Effect::Copy(text)) => text,
        other => panic!("{other:?}"),
    };
    desk.press("Y t");
    let all = copied(&mut desk);
    assert!(all.starts_with("1. ") && all.contains("\n2. "), "{all}");
    desk.press("g j Space Y g");
    let one = copied(&mut desk);
    assert!(one.starts_with("[1] ") && one.lines().count() == 1, "{one}");
}

#[test]
fn what_went_out_is_marked_and_the_next_brief_has_the_next_number() {
    let mut desk = Desk::new();
    desk.press("a B w");
    // Six rows down from the name of the file: title, then number.
    desk.press("Down Down Down Down Down").type_text("云川周报");
    desk.press("Down").type_text("12");
    desk.press("Down").type_text("345");
    desk.press("Down").type_text("云川研究室");
    desk.press("Down").type_text("各县办公室");
    desk.press("Down").type_text("50");
    desk.press("Down").type_text("文远").press("Enter");
    let effects = desk.effects();
    let Some(Effect::WriteBrief(request)) = effects.last() else {
        panic!("{effects:?}");
    };
    let (details, path) = (&request.details, &request.path);
    assert_eq!(path, "云川周报-第12期.docx");
    assert_eq!(
        (request.format, request.style),
        (BriefFormat::Docx, BriefStyle::Official)
    );
    assert_eq!(details.publisher.as_deref(), Some("云川研究室"));
    let key = items(&desk)[0].key;
    desk.send(Event::Written(Written::Done {
        path: path.clone(),
        lost: 0,
        sent: vec![key],
    }));
    let kept = desk.effects();
    assert!(kept.iter().any(
        |effect| matches!(effect, Effect::Remember(Change::Sent(keys, mark))
                if keys == &[key] && mark.number == Some(12) && mark.brief == "云川周报")
    ));
    assert!(desk.app.marks.all()[&key].sent);
    // Taken out and put in again, the article tells that it went out.
    desk.press("a a");
    assert!(
        desk.message().contains("已编发 第 12 期"),
        "{}",
        desk.message()
    );
    desk.press("i");
    let Some(Overlay::About(about)) = &desk.app.popups.top else {
        panic!("no page about the issue");
    };
    let page = &about.reader.page.paragraphs;
    assert!(page.iter().any(|one| one.text.contains("已编发 第 12 期")));
    desk.press("Esc");
    // Three keys write the next one.
    desk.press("B w Enter");
    let effects = desk.effects();
    let Some(Effect::WriteBrief(request)) = effects.last() else {
        panic!("{effects:?}");
    };
    let (details, path) = (&request.details, &request.path);
    assert_eq!(
        (details.number, path.as_str()),
        (Some(13), "云川周报-第13期.docx")
    );
    assert_eq!(
        (details.total_number, details.copies),
        (Some(346), Some(50))
    );
    assert_eq!(details.publisher.as_deref(), Some("云川研究室"));
    assert_eq!(details.recipients.as_deref(), Some("各县办公室"));
    assert_eq!(details.editor.as_deref(), Some("文远"));
}

#[test]
fn a_correction_is_seen_at_once_kept_by_the_article_and_taken_back() {
    let mut desk = Desk::new();
    desk.press("]");
    let (key, before) = {
        let contents = desk.app.issue.contents.as_ref().unwrap();
        (
            contents.key().unwrap(),
            contents.selected().unwrap().clone(),
        )
    };
    desk.press("E Ctrl-U").type_text("更正后的标题");
    desk.press("Down Down Ctrl-U")
        .type_text("昨天")
        .press("Enter");
    assert!(desk.message().contains("2025-06-15"), "{}", desk.message());
    desk.press("Ctrl-U").type_text("2025-03-09").press("Enter");
    let kept = desk.effects();
    let Some(Effect::Remember(Change::Correction(of, correction))) = kept.last() else {
        panic!("{kept:?}");
    };
    assert_eq!(
        (*of, correction.title.as_deref()),
        (key, Some("更正后的标题"))
    );
    let now = |desk: &Desk| {
        let contents = desk.app.issue.contents.as_ref().unwrap();
        (
            contents.key().unwrap(),
            contents.selected().unwrap().clone(),
        )
    };
    let (same, article) = now(&desk);
    assert_eq!(same, key);
    assert_eq!(article.title, "更正后的标题");
    assert_eq!(article.corrected_fields(), ["title", "date"]);
    assert_eq!(article.source, before.source);
    desk.press("i");
    let Some(Overlay::About(about)) = &desk.app.popups.top else {
        panic!("no page about the issue");
    };
    let page = &about.reader.page.paragraphs;
    assert!(
        page.iter()
            .any(|one| one.text.contains("已更正：标题、日期"))
    );
    // The same correction, known at the next start before or after the issue is opened.
    let correction = correction.clone();
    for is_first in [true, false] {
        let mut desk = Desk::new();
        if is_first {
            desk.press("]");
        }
        desk.send(Event::Corrections([(key, correction.clone())].into()));
        if !is_first {
            desk.press("]");
        }
        assert_eq!(now(&desk), (key, article.clone()));
        desk.send(Event::Corrections(Corrections::new()));
        assert_eq!(now(&desk), (key, before.clone()));
    }
}

#[test]
fn a_basket_that_is_emptied_twice_comes_back() {
    let mut desk = Desk::new();
    desk.press("a ] a B X");
    assert!(items(&desk).is_empty());
    assert_eq!(desk.message(), "已清空 2 篇，U 撤销");
    desk.press("X U");
    assert_eq!(items(&desk).len(), 2);
    desk.press("U");
    assert_eq!(
        (items(&desk).len(), desk.message()),
        (2, "没有可撤销的改动")
    );
    // What comes in after it stays when it is taken back.
    desk.press("X Esc ] a B U");
    assert_eq!(items(&desk).len(), 3);
}

#[test]
fn marks_end_with_the_basket_and_x_says_what_it_took() {
    let mut desk = Desk::new();
    desk.press("a ] a ] a B g Space");
    let line = desk.rows().pop().unwrap();
    assert!(line.contains("x 移出所选"), "{line}");
    // The note leads back to the basket, so the mark stays.
    desk.press("e Esc x");
    assert_eq!(desk.message(), "已移出 1 篇，U 撤销");
    desk.press("U g Space Space Esc");
    let last = items(&desk)[2].clone();
    desk.press("B G");
    let line = desk.rows().pop().unwrap();
    assert!(!line.contains("移出所选"), "{line}");
    desk.press("x");
    assert_eq!(desk.message(), "已移出 1 篇，U 撤销");
    assert!(items(&desk).len() == 2 && !items(&desk).contains(&last));
    desk.press("H").type_text("一组").press("Enter x");
    assert_eq!(desk.message(), "已移出小标题，U 撤销");
}

#[test]
fn what_is_in_no_file_any_more_is_marked_and_counted_before_a_brief_is_written() {
    let mut desk = Desk::new();
    desk.press("a ] a B");
    let issue = desk.app.issue.contents.as_ref().unwrap();
    let issue = Arc::new(issue.opened.issue.clone());
    let found = |item: &BasketItem| {
        LoadedRow::Article(LoadedArticle {
            key: item.key,
            path: String::new(),
            issue: Arc::clone(&issue),
            index: 0,
            excerpts: Vec::new(),
            note: String::new(),
        })
    };
    let has = |desk: &Desk, text: &str| desk.rows().iter().any(|row| row.contains(text));
    assert!(!has(&desk, "找不到"), "nothing was looked for yet");
    let rows = vec![found(&items(&desk)[0])];
    desk.send(Event::BasketLoaded(rows));
    assert_eq!(desk.app.basket.missing_count(), 1);
    assert!(has(&desk, "已找不到"), "{:#?}", desk.rows());
    desk.press("w");
    assert!(
        has(&desk, "有 1 篇已找不到，不会写入"),
        "{:#?}",
        desk.rows()
    );
    // A brief that is not written uses no number.
    desk.press("Enter");
    desk.effects();
    desk.send(Event::Written(Written::Failed("没有文章".to_owned())));
    assert_eq!(desk.message(), "没有文章");
    assert!(desk.effects().is_empty() && desk.app.basket.last_brief().is_none());
}

#[test]
fn a_link_is_corrected_to_a_web_address_only() {
    let mut desk = Desk::new();
    desk.press("] E Down Down Down");
    for wrong in [
        "不是链接",
        "javascript:alert(1)",
        "https://",
        "ftp://example.cn/a",
        "https://example.cn/甲 乙",
    ] {
        desk.press("Ctrl-U").type_text(wrong).press("Enter");
        assert!(
            desk.message().contains("http"),
            "{wrong}: {}",
            desk.message()
        );
        let top = &desk.app.popups.top;
        assert!(matches!(top, Some(Overlay::Correction(form)) if form.at == 3));
    }
    let link = |desk: &Desk| {
        let contents = desk.app.issue.contents.as_ref().unwrap();
        contents.selected().unwrap().link.clone()
    };
    for right in ["https://example.cn/甲", "www.example.cn/a"] {
        desk.press("Ctrl-U").type_text(right).press("Enter");
        assert_eq!(link(&desk).as_deref(), Some(right));
        desk.press("E Down Down Down");
    }
    // Without a link is a correction too.
    desk.press("Ctrl-U Enter");
    assert_eq!(link(&desk).as_deref().unwrap_or_default(), "");
}

#[test]
fn a_day_is_corrected_in_any_form_of_the_reports_and_has_to_exist() {
    let mut desk = Desk::new();
    desk.press("]");
    for (typed, day) in [
        ("2026年11月1日", "2026-11-01"),
        ("２０２６-06-05", "2026-06-05"),
        ("2026-6-7", "2026-06-07"),
        ("2026/06/08", "2026-06-08"),
        ("2026.6.9", "2026-06-09"),
    ] {
        desk.press("E Down Down Ctrl-U")
            .type_text(typed)
            .press("Enter");
        let contents = desk.app.issue.contents.as_ref().unwrap();
        let date = contents.selected().unwrap().date;
        assert_eq!(
            date.map(|date| date.to_string()).as_deref(),
            Some(day),
            "{typed}"
        );
    }
    desk.press("E Down Down Ctrl-U").type_text("2026-02-30");
    // The cursor goes from the source back to the date.
    desk.press("Up Enter");
    assert_eq!(desk.message(), "没有 2026-02-30 这一天");
    let top = &desk.app.popups.top;
    assert!(matches!(top, Some(Overlay::Correction(form)) if form.at == 2));
    for wrong in ["昨天", "2026-02-03 星期二", "6月5日"] {
        desk.press("Ctrl-U").type_text(wrong).press("Enter");
        assert_eq!(
            desk.message(),
            "日期请写成 2025-06-15 这样的形式",
            "{wrong}"
        );
    }
}

#[test]
fn a_number_counts_in_the_digits_of_any_script() {
    let mut desk = Desk::new();
    desk.press("a B w Down Down Down Down Down")
        .type_text("云川周报");
    desk.press("Down").type_text("１２");
    desk.press("Down Down Down Down").type_text("很多");
    desk.press("Up Enter");
    assert_eq!(desk.message(), "份数须为数字");
    let top = &desk.app.popups.top;
    assert!(matches!(top, Some(Overlay::SaveAs(save)) if save.row() == SaveRow::Copies));
    desk.press("Ctrl-U").type_text("五十").press("Enter");
    let effects = desk.effects();
    let Some(Effect::WriteBrief(request)) = effects.last() else {
        panic!("{effects:?}");
    };
    assert_eq!(request.path, "云川周报-第12期.docx");
    assert_eq!(
        (request.details.number, request.details.copies),
        (Some(12), Some(50))
    );
}

#[test]
fn ctrl_c_in_an_editor_asks_where_something_was_typed_and_quits_else() {
    for editor in ["a B e", "W e"] {
        let mut desk = Desk::new();
        desk.press(editor).type_text("请阅").press("Ctrl-C");
        assert!(
            desk.message().contains("Ctrl-S 保存，Esc 放弃"),
            "{}",
            desk.message()
        );
        assert!(!desk.effects().contains(&Effect::Quit), "{editor}");
        let context = desk.app.context();
        desk.press("Esc");
        assert_ne!(
            desk.app.context(),
            context,
            "{editor}: Esc discards the text"
        );
        desk.press("e Ctrl-C");
        assert!(desk.effects().contains(&Effect::Quit), "{editor}");
    }
}

#[test]
fn a_basket_with_a_name_is_named_in_the_header_and_by_a() {
    let mut desk = Desk::new();
    let header = |desk: &Desk| desk.rows().remove(0);
    desk.press("a");
    assert_eq!(desk.message(), "已放入简报篮（共 1 篇）");
    assert!(header(&desk).contains("简报篮 1 篇"), "{}", header(&desk));
    desk.press("B B");
    let line = desk.rows().pop().unwrap();
    assert!(line.contains("Delete 删除空篮"), "{line}");
    desk.type_text("月度专报");
    let line = desk.rows().pop().unwrap();
    assert!(!line.contains("Delete"), "{line}");
    desk.press("Enter Esc");
    assert!(
        header(&desk).contains("“月度专报” 0 篇"),
        "{}",
        header(&desk)
    );
    desk.press("a");
    assert_eq!(desk.message(), "已放入“月度专报”（共 1 篇）");
    desk.press("a");
    assert_eq!(desk.message(), "已从“月度专报”移出（还有 0 篇）");
    desk.press("s").type_text("潮水").press("Tab A");
    assert!(
        desk.message().contains("放入“月度专报”（共"),
        "{}",
        desk.message()
    );
    // A long name leaves room for the other counts.
    desk.press("Esc Esc Esc B B")
        .type_text("云川市及各县月度监测专报的材料")
        .press("Enter Esc");
    assert!(
        header(&desk).contains("“云川市及各县月度……” 0 篇"),
        "{}",
        header(&desk)
    );
}

#[test]
fn enter_opens_the_article_of_a_row_and_w_the_dialog() {
    let mut desk = Desk::new();
    desk.press("a } ] a { B j Enter");
    assert!(desk.app.popups.top.is_none());
    assert_eq!(
        (desk.at(), desk.app.screen.focus),
        ((Some(41), 2), Pane::Reader)
    );
    // The way back, and the basket at the same row.
    desk.press("<");
    assert_eq!(desk.at(), (Some(42), 1));
    desk.press("B");
    assert_eq!(desk.app.basket.at, 1);
    desk.press("w");
    assert!(matches!(desk.app.popups.top, Some(Overlay::SaveAs(_))));
    desk.press("Esc g H").type_text("要闻").press("Enter Enter");
    assert!(matches!(desk.app.popups.top, Some(Overlay::Heading(_))));
}

#[test]
fn a_row_whose_article_is_gone_says_so_and_stays() {
    let mut desk = Desk::new();
    desk.press("a");
    let place = desk.app.shelf.selected().unwrap().meta.place.clone();
    desk.send(Event::Gone(vec![place]));
    desk.press("B Enter");
    assert!(matches!(desk.app.popups.top, Some(Overlay::Basket(_))));
    // It may have been put in while another library was open.
    assert!(
        desk.message().contains("不在当前打开的资料中"),
        "{}",
        desk.message()
    );
    desk.send(Event::BasketLoaded(Vec::new()));
    desk.press("Enter");
    assert!(
        desk.message().contains("已不在任何文件中"),
        "{}",
        desk.message()
    );
}
