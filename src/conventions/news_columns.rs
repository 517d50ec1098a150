//! The columns of a table of news, by their heads.

/// The meaning of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewsColumn {
    /// The title of an article.
    Title,
    /// The medium.
    Source,
    /// The day of publication, or the time of day.
    Day,
    /// The address.
    Link,
    /// The text or its summary.
    Text,
    /// The number of the row.
    Number,
    /// Any other fact.
    Other,
}

/// The heads of columns that have a meaning.
#[rustfmt::skip]
const HEADS: [(NewsColumn, &[&str]); 6] = [
    (NewsColumn::Title, &[
        "标题", "题目", "新闻标题", "文章标题", "信息标题", "舆情标题", "报道标题", "稿件标题", "帖子标题",
    ]),
    (NewsColumn::Source, &[
        "来源", "信息来源", "文章来源", "来源媒体", "媒体", "媒体名称", "发布媒体", "网站", "网站名称", "来源网站", "公众号", "平台",
        "来源平台", "发布平台", "信源",
    ]),
    (NewsColumn::Day, &[
        "时间", "日期", "发布时间", "发布日期", "发表时间", "发表日期", "发文时间", "发稿时间", "刊发时间", "刊发日期",
    ]),
    (NewsColumn::Link, &[
        "链接", "原文链接", "文章链接", "链接地址", "网址", "原文网址", "原文地址", "地址", "URL", "url",
    ]),
    (NewsColumn::Text, &["摘要", "内容", "正文", "内容摘要", "文章摘要", "主要内容", "正文内容", "概要"]),
    (NewsColumn::Number, &["序号", "编号", "排名", "No.", "No", "#"]),
];

impl NewsColumn {
    /// Returns the meaning of a column by its head, in which spaces do not count.
    ///
    /// ```
    /// use newsreader::conventions::news_columns::NewsColumn;
    /// assert_eq!(NewsColumn::of("来 源"), NewsColumn::Source);
    /// assert_eq!(NewsColumn::of("倾向"), NewsColumn::Other);
    /// ```
    #[must_use]
    pub fn of(head: &str) -> Self {
        let bare: String = head.chars().filter(|c| !c.is_whitespace()).collect();
        let found = HEADS
            .iter()
            .find(|(_, names)| names.contains(&bare.as_str()));
        found.map_or(Self::Other, |(column, _)| *column)
    }
}
