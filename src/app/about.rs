//! The popup with the facts about an issue: masthead, period, lead and warnings, as a page that scrolls.
//!
//! The page is made of the same paragraphs as an article, so it is set, scrolled and drawn by the
//! same code. The new words of the issue need a pass over the library: they are asked for when the
//! popup opens, and the page is made again when they come, at the position where the reader is.

use crate::app::action::Action;
use crate::app::collecting::sent_words;
use crate::app::correcting::corrected_words;
use crate::app::effect::Effect;
use crate::app::event::Event;
use crate::app::input::Input;
use crate::app::page::{ArticlePage, PageParagraph, PageRole, check_links, paragraph};
use crate::app::page_popup;
use crate::app::panes::PopupArea;
use crate::app::popup::{Cx, Popup, Request, Response};
use crate::app::reader::{Reader, Setting};
use crate::app::shelf::Shelf;
use crate::lang::{Lang, Words};
use crate::library::address::shown;
use crate::library::new_words::{NewWord, NewWordScope};
use crate::library::{Opened, Place};
use ratatui::layout::Rect;
use std::borrow::Cow;

/// The label before publisher and date.
const PUBLISHED: Words = Words::new("出刊", "Published");
/// The label before the monitored period.
const PERIOD: Words = Words::new("监测时段", "Period");
/// The label before the number of articles.
const ARTICLES: Words = Words::new("篇数", "Articles");
/// The count that the lead declares, where it differs from the articles found.
const DECLARED: Words = Words::new("（导语称 {} 篇）", " (the lead declares {})");
/// The label before the mark of a text that was recognised on a scan.
const TEXT: Words = Words::new("文字", "Text");
/// The label before the path of the file.
const FILE: Words = Words::new("文件", "File");
/// The file is what was given on standard input.
const STANDARD_INPUT: Words = Words::new("标准输入", "standard input");
/// The label before the paths of further files with the same report.
const ALSO: Words = Words::new("同一报告", "Also in");
/// The file of an issue that is built into the program.
const SAMPLE: Words = Words::new("内置样刊", "built-in sample");
/// The heading above the facts of the chosen article.
const ARTICLE: Words = Words::new("本篇", "This article");
/// The heading above the lead.
const LEAD: Words = Words::new("本期导语", "Lead");
/// The heading above the words that are new in the issue, each with the number of its articles.
const NEW_WORDS: Words = Words::new("本期新词（篇数）", "New words (articles)");
/// The heading above the warnings.
const ODD: Words = Words::new("存疑之处", "Doubtful points");
/// The place of a warning: its line in the file, counted from 1.
const LINE: Words = Words::new("第 {} 行：", "line {}: ");

/// The popup with the facts about the open issue.
#[derive(Debug, Clone)]
pub struct About {
    /// The page, which scrolls as an article does.
    pub reader: Reader,
    /// The issue.
    pub place: Place,
    /// The other files that hold the same report.
    also: Vec<Place>,
    /// The facts about the chosen article.
    // Kept, since the page is made again when the new words come.
    facts: Vec<String>,
}

impl About {
    /// Opens the page of the open issue; `None` without one.
    pub(crate) fn open(_: Action, cx: &mut Cx<'_>) -> Option<Self> {
        let contents = cx.contents?;
        let key = contents.key();
        let mark = key.and_then(|key| cx.marks.sent.get(&key));
        let about = mark.map(|mark| sent_words(mark, cx.lang()));
        let corrected = contents.selected();
        let corrected = corrected.and_then(|article| corrected_words(article, cx.lang()));
        let about: Vec<String> = about.into_iter().chain(corrected).collect();
        let place = contents.place().clone();
        let also = other_files(cx.shelf, &place);
        let page = page(&contents.opened, &also, &about, &[], cx.lang());
        let setting = Setting {
            // Set again as soon as the box is known, so that the first measure does not matter.
            measure_cols: 2,
            height: 0,
            rules: cx.options.rules,
            gap: cx.options.gap,
        };
        let reader = Reader::new(page, setting);
        Some(Self {
            reader,
            place,
            also,
            facts: about,
        })
    }
}

impl Popup for About {
    fn area(&self, screen: Rect) -> Option<PopupArea> {
        Some(page_popup::area(&self.reader, screen))
    }

    fn resize(&mut self, list: Rect, setting: Setting) {
        page_popup::resize(&mut self.reader, list, setting);
    }

    fn handle(&mut self, input: Input<'_>, cx: &mut Cx<'_>) -> Response {
        match input {
            // The page is shown at once and its new words follow, since they take a pass over the library.
            Input::Opened => {
                let scope = NewWordScope::Issue(self.place.clone());
                return Response::stay().and(Request::Effect(Effect::FindNewWords(scope)));
            }
            Input::Action(Action::NewWords) => {
                return Response::close().and(Request::Run(Action::NewWords));
            }
            Input::Event(Event::NewWords { scope, words }) => {
                // The answer may be for an issue that is not open any more.
                if let Some(contents) = cx.contents.filter(|contents| {
                    *contents.place() == self.place
                        && scope == NewWordScope::Issue(self.place.clone())
                }) {
                    let page = page(&contents.opened, &self.also, &self.facts, &words, cx.lang());
                    let anchor = self.reader.anchor();
                    self.reader.replace(page);
                    self.reader.go_to(anchor);
                }
            }
            input => return page_popup::handle(&mut self.reader, &input),
        }
        Response::stay()
    }

    fn keys(&self) -> &'static [Action] {
        &[Action::NewWords, Action::Cancel, Action::PageDown]
    }
}

/// Returns the other files that hold the report at `place`.
pub(crate) fn other_files(shelf: &Shelf, place: &Place) -> Vec<Place> {
    let mut rows = shelf.entries().iter();
    let row = rows.find(|row| row.is_at(place));
    let all = row.map(|row| std::iter::once(&row.meta.place).chain(&row.also));
    let others = all.into_iter().flatten().filter(|other| *other != place);
    others.cloned().collect()
}

/// The page about an issue: masthead, period, number of articles, file, the facts of the chosen article, lead, new words and
/// warnings.
///
/// Parts that the issue does not have are left out with their headings.
pub(crate) fn page(
    opened: &Opened,
    also: &[Place],
    about_article: &[String],
    words: &[NewWord],
    lang: Lang,
) -> ArticlePage {
    let issue = &opened.issue;
    let mut page = vec![paragraph(PageRole::Headline, &name(opened, lang))];
    let facts = facts(opened, also, lang).into_iter();
    page.extend(facts.map(|fact| paragraph(PageRole::Dateline, &fact)));
    if !about_article.is_empty() {
        page.push(paragraph(PageRole::Heading, ARTICLE.get(lang)));
        let facts = about_article.iter();
        page.extend(facts.map(|fact| paragraph(PageRole::Byline, fact)));
    }
    if !issue.lead.is_empty() {
        page.push(paragraph(PageRole::Heading, LEAD.get(lang)));
        page.extend(
            issue
                .lead
                .iter()
                .map(|text| paragraph(PageRole::Text, text)),
        );
    }
    if !words.is_empty() {
        page.push(paragraph(PageRole::Heading, NEW_WORDS.get(lang)));
        let words = words
            .iter()
            .map(|new| format!("{}（{}）", new.word, new.articles));
        let words: Vec<String> = words.collect();
        page.push(paragraph(PageRole::Text, &words.join("　")));
    }
    page.extend(oddities(opened, lang));
    ArticlePage { paragraphs: page }
}

/// The title and number of an issue.
///
/// The parts are joined by ` · `, as `监测周报 · 第 12 期 · 总第 240 期`.
fn name(opened: &Opened, lang: Lang) -> String {
    let issue = &opened.issue;
    let number = issue.number.map(|n| match lang {
        Lang::Zh => format!("第 {n} 期"),
        Lang::En => format!("No. {n}"),
    });
    let total = issue
        .total_number
        .map(|n| TOTAL.with(lang, &[&n.to_string()]));
    // A number names the issue of a report without a masthead; the name of the file stands for both.
    let title = match issue.number {
        Some(_) => opened.issue.title.clone(),
        None => opened.name().map(Cow::into_owned),
    };
    let parts: Vec<String> = title.into_iter().chain(number).chain(total).collect();
    if parts.is_empty() {
        ODDLY_NAMELESS.get(lang).to_owned()
    } else {
        parts.join(" · ")
    }
}

/// The running number over all years.
const TOTAL: Words = Words::new("总第 {} 期", "running No. {}");

/// The headline for an issue without title, number and file.
const ODDLY_NAMELESS: Words = Words::new("（没有报头）", "(no masthead)");

/// Returns one line per fact: publisher and date, period, number of articles, file, further files.
///
/// The count that the lead declares stands behind the count of articles only where the two differ.
fn facts(opened: &Opened, also: &[Place], lang: Lang) -> Vec<String> {
    let issue = &opened.issue;
    let mut facts = Vec::new();
    let mut add = |name: Words, fact: &str| facts.push(format!("{}  {fact}", name.get(lang)));
    let publisher = issue.publisher.clone().into_iter();
    let published = publisher.chain(issue.published.map(|day| day.to_string()));
    let published: Vec<String> = published.collect();
    if !published.is_empty() {
        add(PUBLISHED, &published.join(" · "));
    }
    if let Some(period) = issue.period {
        add(PERIOD, &format!("{} – {}", period.start, period.end));
    }
    let declared = issue
        .declared_count
        .filter(|n| *n as usize != issue.articles.len())
        .map(|n| DECLARED.get(lang).replace("{}", &n.to_string()))
        .unwrap_or_default();
    add(ARTICLES, &format!("{}{declared}", issue.articles.len()));
    if let Some(mark) = &issue.recognised {
        add(TEXT, &check_links(mark, lang));
    }
    add(FILE, &file(&opened.place, lang));
    for place in also {
        add(ALSO, &file(place, lang));
    }
    facts
}

/// Returns the path of a report for people, a member with its name behind the archive.
fn file(place: &Place, lang: Lang) -> String {
    match place {
        // The copy of standard input has a name that no report has, in a folder of its own.
        Place::File(path) if path.file_name().is_some_and(|name| name == "-") => {
            STANDARD_INPUT.get(lang).to_owned()
        }
        Place::File(path) => shown(path.as_os_str()).into_owned(),
        Place::Member(path, member) => format!("{} ({member})", shown(path.as_os_str())),
        Place::Sample(_) => SAMPLE.get(lang).to_owned(),
    }
}

/// Returns a heading and one paragraph per warning; nothing without warnings.
///
/// A warning about the whole file has line 0 and no place.
fn oddities(opened: &Opened, lang: Lang) -> Vec<PageParagraph> {
    if opened.warnings.is_empty() {
        return Vec::new();
    }
    let heading = paragraph(PageRole::Heading, ODD.get(lang));
    let row = |warning: &crate::model::Warning| {
        let line = match warning.line {
            0 => String::new(),
            n => LINE.get(lang).replace("{}", &n.to_string()),
        };
        let what = match lang {
            // A warning from an older cache may lack its English sentence.
            Lang::En if warning.english.is_empty() => &warning.code,
            Lang::En => &warning.english,
            Lang::Zh => &warning.message,
        };
        paragraph(PageRole::Byline, &format!("{line}{what}"))
    };
    std::iter::once(heading)
        .chain(opened.warnings.iter().map(row))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::file;
    use crate::lang::Lang;
    use crate::library::Place;

    #[test]
    fn standard_input_is_named_and_not_its_copy() {
        let copy = Place::File("/tmp/.tmpA1/-".into());
        assert_eq!(file(&copy, Lang::Zh), "标准输入");
    }
}
