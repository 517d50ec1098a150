//! The message in the status line, which stays until the next key.
//!
//! All sentences that more than one part of the app shows stand here, in Chinese and English; those
//! of a single popup stand in its file. A note is replaced by the next one. A problem is drawn in
//! another colour and is never replaced by a note about what is new.

use crate::lang::Words;

/// A message for the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The sentence.
    pub text: String,
    /// True if something went wrong.
    pub is_problem: bool,
}

impl Message {
    /// A note about something that was done.
    pub fn note(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            is_problem: false,
        }
    }

    /// A message about something that went wrong.
    pub fn problem(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            is_problem: true,
        }
    }
}

/// There is no library: the command that opens reports.
pub const WELCOME: Words = Words::new(
    "这是内置样刊；打开自己的报告：newsreader 文件夹",
    "These are built-in samples; to open your own reports: newsreader FOLDER",
);
/// A folder holds nothing that can be read.
pub const NOTHING_FOUND: Words = Words::new("这里没有可读的报告：{}", "no readable report in {}");
/// Several paths could not be read: how many, and the first.
pub const PROBLEMS: Words =
    Words::new("有 {} 处没有读取，如 {}", "{} path{s} not read, such as {}");
/// What came since the previous start: issues and articles.
pub const NEW_SINCE: Words = Words::new(
    "上次以来新到 {} 期 {} 篇",
    "new since last time: {} issue{s}, {} article{s}",
);
/// Between two parts of a sentence.
pub const COMMA: Words = Words::new("，", ", ");
/// The article has no link.
pub const NO_LINK: Words = Words::new("这一篇没有链接", "this article has no link");
/// The link is neither http nor https.
pub const NOT_HTTP: Words = Words::new(
    "只打开 http 和 https 链接：{}",
    "only http and https links are opened: {}",
);
/// An address names a user before its host, and is opened by the same key once more: the address.
pub const NAMES_A_USER: Words = Words::new(
    "地址里有用户名或密码，真正的网站在 @ 之后；确认无误请再按一次：{}",
    "the address contains a user name or password, the real site comes after the @; press again to open: {}",
);
/// The browser was started.
pub const BROWSED: Words = Words::new("已交给浏览器：{}", "sent to the browser: {}");
/// A file was given to the program that the system has for it: its path.
pub const FILE_OPENED: Words = Words::new("已交给原来的程序：{}", "sent to its own program: {}");
/// The samples are part of the program.
pub const NO_FILE: Words = Words::new("内置样刊没有文件", "the built-in samples are not files");
/// The name of a file is not that of a document, so it is not given to another program: its path.
pub const NO_DOCUMENT: Words = Words::new(
    "从文件名看不是文档，没有交给其他程序：{}",
    "its name is not that of a document, so no program is started: {}",
);
/// The end of an article is in sight, and the key is pressed once more.
pub const END_OF_ARTICLE: Words = Words::new(
    "篇末，再按到下一篇",
    "end of the article: again for the next one",
);
/// The end of the last article of an issue is in sight.
pub const END_OF_ISSUE: Words = Words::new(
    "本期完，再按到下一期",
    "end of the issue: again for the next one",
);
/// The end of the last article of the last issue is in sight.
pub const END_OF_LIST: Words = Words::new("篇末，这是最后一期", "end of the last issue");
/// There is no article after this one.
pub const LAST_ARTICLE: Words = Words::new("这是最后一篇", "this is the last article");
/// There is no article before this one.
pub const FIRST_ARTICLE: Words = Words::new("这是第一篇", "this is the first article");
/// There is no issue after this one.
pub const LAST_ISSUE: Words = Words::new("这是最后一期", "this is the last issue");
/// There is no issue before this one.
pub const FIRST_ISSUE: Words = Words::new("这是第一期", "this is the first issue");
/// No issue in sight stands before or after this one, and others are folded away there: their number, and the key that unfolds.
pub const FOLDED_ABOVE: Words = Words::new(
    "上面还有 {} 期折叠着，在标题行按 {} 展开",
    "{} more issue{s} above, folded away: {} on the heading unfolds them",
);
/// The same for those below.
pub const FOLDED_BELOW: Words = Words::new(
    "下面还有 {} 期折叠着，在标题行按 {} 展开",
    "{} more issue{s} below, folded away: {} on the heading unfolds them",
);
/// The list is narrowed, so that this is the first or the last issue of those that pass alone.
pub const FIRST_OF_FILTERED: Words = Words::new(
    "这是筛选出的第一期",
    "this is the first issue that passes the filter",
);
/// The same for the last one.
pub const LAST_OF_FILTERED: Words = Words::new(
    "这是筛选出的最后一期",
    "this is the last issue that passes the filter",
);
/// Nothing is looked for.
pub const NO_QUERY: Words = Words::new(
    "还没有查找内容：请按 / 查找",
    "nothing to find yet: press /",
);
/// Finding wrapped around the end.
pub const ROUND: Words = Words::new("已绕回", "wrapped around");
/// All changes are stored again.
pub const SAVED_NOW: Words = Words::new("阅读记录已补存", "reading state is saved now");
/// The file of the open issue has changed so that the article on screen is not in it.
pub const STALE: Words = Words::new(
    "文件有变动，屏幕上仍是旧内容；按 {} 查看新内容",
    "the file has changed; the screen still shows the old text; press {} for the new one",
);
/// Every file is being read anew.
pub const READING_ANEW: Words = Words::new("正在重新读取……", "reading again …");
/// A file over the limit, before it is opened.
pub const TOO_LARGE: Words = Words::new(
    "文件有 {} MB，超过上限，没有读取；按 {} 打开",
    "the file is {} MB, over the limit, and was not read; press {} to open it",
);
/// A file that needs a password is selected.
pub const LOCKED: Words = Words::new(
    "文件有密码，按 {} 输入",
    "the file has a password: press {} to enter it",
);
/// The password did not open the file: it is wrong, or the format is one that only its own program opens.
pub const STILL_LOCKED: Words = Words::new(
    "打不开：密码不对，或不是 PDF、OFD、zip、7z；按 {} 再输入",
    "not opened: a wrong password, or not a PDF, OFD, zip or 7z file; press {} to enter it again",
);
/// A file over the limit is being opened.
pub const OPENING_LARGE: Words = Words::new("正在打开 {} MB 的文件……", "opening {} MB …");
/// An archive over the limit was unpacked.
pub const UNPACKED: Words = Words::new("压缩包里有 {} 期", "{} issue{s} in the archive");
/// There is no mark to be taken back.
pub const NOTHING_TO_UNDO: Words = Words::new("没有可撤销的标记", "no mark to undo");
/// There is no unread article.
pub const NO_UNREAD: Words = Words::new("没有未读文章了", "no unread article left");
/// The lead is selected, and the key is for an article.
pub const AT_LEAD: Words = Words::new(
    "这里是导语，先选一篇文章",
    "this is the lead: choose an article first",
);
/// A heading of the list is selected, and the key is for an article.
pub const ON_HEADING: Words = Words::new(
    "这里是标题行，先选一期",
    "this is a heading: choose an issue first",
);
/// The issue that is shown from now on, by its number.
pub const ISSUE: Words = Words::new("第 {} 期", "No. {}");
/// The same in a list of several series, by title and number.
pub const ISSUE_OF_SERIES: Words = Words::new("{} 第 {} 期", "{} No. {}");
/// Articles were marked as read together: their number.
pub const ALL_MARKED_READ: Words = Words::new("{} 篇已标为已读", "{} article{s} marked read");
/// Articles were marked as unread together: their number.
pub const ALL_MARKED_UNREAD: Words = Words::new("{} 篇已标为未读", "{} article{s} marked unread");
/// Marks were taken back together: the number of articles.
pub const UNDONE: Words = Words::new(
    "已撤销，{} 篇恢复为未读",
    "undone: {} article{s} unread again",
);
/// The article was starred.
pub const STARRED: Words = Words::new("已加星标", "starred");
/// The star was taken from the article.
pub const UNSTARRED: Words = Words::new("已取消星标", "star removed");
/// The article was marked as read.
pub const MARKED_READ: Words = Words::new("已标为已读", "marked read");
/// The article was marked as unread.
pub const MARKED_UNREAD: Words = Words::new("已标为未读", "marked unread");
