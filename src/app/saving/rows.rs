//! The rows of the dialog that writes a brief.

use crate::lang::Words;

/// A row of the dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaveRow {
    /// The name of the file, whose ending is the format.
    File,
    /// The folder of the file.
    Folder,
    /// The format.
    Format,
    /// The style of a document.
    Style,
    /// How much of each article.
    Layout,
    /// The name of the brief.
    Title,
    /// The number of the brief.
    Number,
    /// The running number.
    TotalNumber,
    /// The unit that publishes it.
    Publisher,
    /// The units that receive it.
    Recipients,
    /// The number of printed copies.
    Copies,
    /// The editor.
    Editor,
}

impl SaveRow {
    /// Every row, from the top.
    pub const ALL: [Self; 12] = [
        Self::File,
        Self::Folder,
        Self::Format,
        Self::Style,
        Self::Layout,
        Self::Title,
        Self::Number,
        Self::TotalNumber,
        Self::Publisher,
        Self::Recipients,
        Self::Copies,
        Self::Editor,
    ];

    /// Its label.
    pub const fn label(self) -> Words {
        match self {
            Self::File => Words::new("文件名", "File"),
            Self::Folder => Words::new("文件夹", "Folder"),
            Self::Format => Words::new("格式", "Format"),
            Self::Style => Words::new("版式", "Style"),
            Self::Layout => Words::new("内容", "Content"),
            Self::Title => Words::new("简报名称", "Title"),
            Self::Number => Words::new("期号", "Number"),
            Self::TotalNumber => Words::new("总期号", "Running no."),
            Self::Publisher => Words::new("编发单位", "Publisher"),
            Self::Recipients => Words::new("发送范围", "Recipients"),
            Self::Copies => Words::new("份数", "Copies"),
            Self::Editor => Words::new("编辑", "Editor"),
        }
    }
}
