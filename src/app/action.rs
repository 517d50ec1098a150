//! The actions that keys, clicks and the palette run. Name and help of an action stand in one table, so that a new action does
//! not compile without them.
//!
//! To add an action, add a row to its group in `actions!`, a key to `keymap/shipped.rs`, and a branch to `route` or to
//! the popup that handles it. The help, the palette and the check of the configuration are made
//! from the table.

use crate::lang::Words;

/// The purpose of an action, by which the help groups it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionGroup {
    /// Moves the cursor, the text or the focus.
    Move,
    /// Goes to other articles and issues, opens links and files.
    Read,
    /// Searches and counts.
    Find,
    /// Marks and corrects.
    Mark,
    /// Copies, or collects for a brief.
    Take,
    /// Arranges the basket and writes it as a brief; the basket has to be open for it.
    Basket,
    /// Changes how lists and text look.
    Layout,
    /// Help, settings, the terminal.
    Program,
    /// Has a meaning inside a popup, a text field or a selection only.
    Inner,
}

impl ActionGroup {
    /// The heading of the group in the help.
    pub const fn heading(self) -> Words {
        match self {
            Self::Move => Words::new("移动", "Move"),
            Self::Read => Words::new("阅读", "Read"),
            Self::Find => Words::new("查找", "Find"),
            Self::Mark => Words::new("标记", "Mark"),
            Self::Take => Words::new("带走", "Take away"),
            Self::Basket => Words::new("简报篮", "The basket"),
            Self::Layout => Words::new("版面", "Layout"),
            Self::Program => Words::new("程序", "Program"),
            Self::Inner => Words::new("菜单和输入框", "Menus and fields"),
        }
    }
}

/// One row per action, below its group: the variant, its name in the configuration, its help line in Chinese and English.
macro_rules! actions {
    ($($group:ident { $($variant:ident $name:literal $zh:literal $en:literal)* })*) => {
        /// An action that a key, a click or the palette runs.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Action {
            $($(#[doc = $en] $variant,)*)*
        }

        impl Action {
            /// Every action, in the order in which the help shows them.
            pub const ALL: &[Action] = &[$($(Action::$variant),*),*];

            /// The name in `config.toml`.
            pub const fn name(self) -> &'static str {
                match self {
                    $($(Action::$variant => $name,)*)*
                }
            }

            /// The help line; short enough for the status line.
            pub const fn help(self) -> Words {
                match self {
                    $($(Action::$variant => Words::new($zh, $en),)*)*
                }
            }

            /// The group in which the help lists it.
            pub const fn group(self) -> ActionGroup {
                match self {
                    $($(Action::$variant => ActionGroup::$group,)*)*
                }
            }
        }
    };
}

actions! {
    Move {
        Down "down" "向下" "down"
        Up "up" "向上" "up"
        Into "into" "进入" "go in"
        Back "back" "返回" "back"
        NextPane "next-pane" "下一栏" "next pane"
        PreviousPane "previous-pane" "上一栏" "previous pane"
        PageDown "page-down" "下翻一页" "page down"
        PageUp "page-up" "上翻一页" "page up"
        HalfDown "half-down" "下翻半页" "half a page down"
        HalfUp "half-up" "上翻半页" "half a page up"
        First "first" "到开头" "to the start"
        Last "last" "到末尾" "to the end"
        JumpBack "jump-back" "回到跳转前的位置" "back to where you jumped from"
        JumpForward "jump-forward" "再到跳转后的位置" "forward again"
    }
    Read {
        NextArticle "next-article" "下一篇" "next article"
        PreviousArticle "previous-article" "上一篇" "previous article"
        NextIssue "next-issue" "下一期" "next issue"
        PreviousIssue "previous-issue" "上一期" "previous issue"
        NextUnread "next-unread" "下一篇未读" "next unread article"
        OpenLink "open-link" "打开链接" "open link"
        OpenFile "open-file" "用原来的程序打开文件" "open the file in its own program"
        Hints "hints" "给链接标上字母" "hints on the links"
        Story "story" "本篇的相关报道" "the story of this article"
        About "about" "本期说明" "about this issue"
    }
    Find {
        Search "search" "检索所有报告" "search all reports"
        Find "find" "查找" "find"
        NextHit "next-hit" "下一处" "next hit"
        PreviousHit "previous-hit" "上一处" "previous hit"
        Filter "filter" "筛选各期" "filter the issues"
        WatchWords "watch-words" "关注词" "the watch words"
        Counts "counts" "统计篇数" "count articles"
        NewWords "new-words" "新词" "new words"
        RemoveSearch "remove-search" "删除这个保存的检索" "remove this saved search"
    }
    Mark {
        Star "star" "星标" "star"
        ToggleRead "toggle-read" "标为已读或未读" "mark read or unread"
        MarkRead "mark-read" "整期标为已读" "mark issues read"
        Undo "undo" "撤销上一次标记" "undo the last mark"
        Correct "correct" "更正本篇" "correct this article"
    }
    Take {
        CopyLink "copy-link" "复制链接" "copy link"
        CopyAs "copy-as" "复制为……" "copy as …"
        Select "select" "选取文字" "select text"
        ToBasket "to-basket" "放入或移出简报篮" "into or out of the basket"
        Basket "basket" "简报篮" "the basket"
        ChooseBasket "choose-basket" "换一个简报篮" "another basket"
        BasketHelp "basket-help" "简报篮中的按键" "keys in the basket"
    }
    Basket {
        WriteBrief "write-brief" "写成简报" "write the brief"
        MarkRow "mark-row" "选中或取消" "mark the row"
        Remove "remove" "移出" "remove"
        EmptyBasket "empty-basket" "清空简报篮" "empty the basket"
        EditNote "edit-note" "写按语" "edit the note"
        AddHeading "add-heading" "加小标题" "add a heading"
        MoveDown "move-down" "下移" "move down"
        MoveUp "move-up" "上移" "move up"
        SortBasket "sort-basket" "换一种排序" "sort in another way"
        CopyBasket "copy-basket" "复制简报篮" "copy the basket"
    }
    Layout {
        TogglePanes "toggle-panes" "收起或展开侧栏" "hide or show the side panes"
        Order "order" "换一种排列" "sort in another way"
        Fold "fold" "折叠或展开年份" "fold or unfold the year"
        Wider "wider" "行长加宽" "a wider measure"
        Narrower "narrower" "行长收窄" "a narrower measure"
        Indent "indent" "段首缩进 0、1、2 字" "first-line indent of 0, 1, 2 Han"
        ParagraphGap "paragraph-gap" "段间空 0 至 3 行" "0 to 3 blank rows between paragraphs"
        Hang "hang" "标点悬挂" "hanging punctuation"
        StrictDashes "strict-dashes" "破折号不在行首" "no dash at a line start"
        KeepUnits "keep-units" "数字与空格后的单位不分开" "numbers keep the unit behind their space"
        NoOrphans "no-orphans" "孤字不成行" "no last line of a single Han"
        Spacing "spacing" "中西文间空格" "space between Han and Latin"
        Themes "themes" "选择主题" "choose a theme"
    }
    Program {
        Help "help" "帮助" "help"
        Palette "palette" "命令" "commands"
        Slips "slips" "设置中的错误" "mistakes in the settings"
        ReadAnew "read-anew" "重新读取文件" "read the files again"
        ToggleMouse "toggle-mouse" "把鼠标交给终端或收回" "give the mouse to the terminal or back"
        Redraw "redraw" "重画屏幕" "redraw the screen"
        Suspend "suspend" "挂起" "suspend"
        Quit "quit" "退出" "quit"
    }
    Inner {
        SaveSearch "save-search" "保存这个检索" "save this search"
        AllToBasket "all-to-basket" "全部放入简报篮" "all into the basket"
        NextParagraph "next-paragraph" "下一段" "next paragraph"
        PreviousParagraph "previous-paragraph" "上一段" "previous paragraph"
        Extend "extend" "扩大选区" "extend"
        WholeParagraph "whole-paragraph" "整段" "whole paragraph"
        CopySelection "copy-selection" "复制所选" "copy selection"
        EditHeading "edit-heading" "改小标题" "change the heading"
        NewLine "new-line" "换行" "new line"
        CountBy "count-by" "换一项统计" "count by another key"
        EditWords "edit-words" "编辑关注词" "edit the watch words"
        EditQuery "edit-query" "改检索词" "edit the query"
        Accept "accept" "确定" "accept"
        Cancel "cancel" "取消" "cancel"
        CursorLeft "cursor-left" "光标左移" "cursor left"
        CursorRight "cursor-right" "光标右移" "cursor right"
        CursorStart "cursor-start" "光标到行首" "cursor to the start"
        CursorEnd "cursor-end" "光标到行尾" "cursor to the end"
        EraseBack "erase-back" "删前一字" "erase back"
        EraseForward "erase-forward" "删后一字" "erase forward"
        EraseWord "erase-word" "删前一词" "erase a word"
        EraseAll "erase-all" "清空" "erase all"
    }
}

impl Action {
    /// Returns the action called `name`.
    pub fn named(name: &str) -> Option<Action> {
        Self::ALL.iter().copied().find(|a| a.name() == name)
    }

    /// True if it acts on the article on screen, which is not the one meant while a heading of the list is selected.
    ///
    /// On a heading such a key shows a message instead of acting on an article that the user does
    /// not mean.
    pub const fn is_for_article(self) -> bool {
        matches!(
            self,
            Action::CopyLink
                | Action::CopyAs
                | Action::OpenLink
                | Action::OpenFile
                | Action::Hints
                | Action::Star
                | Action::ToggleRead
                | Action::MarkRead
                | Action::ToBasket
                | Action::Correct
                | Action::Select
                | Action::About
        )
    }

    /// True if it needs an article that can be marked, quoted or corrected, which the lead of an issue cannot.
    pub const fn needs_article(self) -> bool {
        matches!(
            self,
            Action::CopyLink
                | Action::CopyAs
                | Action::OpenLink
                | Action::Star
                | Action::ToggleRead
                | Action::ToBasket
                | Action::Correct
                | Action::Story
        )
    }

    /// True if help and palette list it: false for actions that a text field, a selection or a popup alone understands, since
    /// the palette closes before an action runs. Those of the basket are listed: it is opened for them.
    pub fn is_command(self) -> bool {
        self.group() != ActionGroup::Inner
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_are_kebab_case_and_unlike_each_other() {
        let names: HashSet<_> = Action::ALL.iter().map(|a| a.name()).collect();
        assert_eq!(names.len(), Action::ALL.len());
        for name in names {
            assert!(
                name.chars().all(|c| c.is_ascii_lowercase() || c == '-'),
                "{name}"
            );
            assert_eq!(Action::named(name).map(Action::name), Some(name));
        }
    }
}
