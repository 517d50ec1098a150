//! The arguments of `newsreader export`: their names, their help in both languages and the values that they take.

use crate::brief::{BriefFormat, BriefLayout, BriefStyle};
use crate::cli::{HEADINGS, paths_arg};
use crate::lang::{Lang, Words};
use clap::{Arg, ArgAction, Command, value_parser};
use std::path::PathBuf;

/// The help of the options with a value: name, value, help, the values where they are few.
const OPTIONS: [(&str, &str, Words); 10] = [
    (
        "query",
        "Q",
        Words::new(
            "只取检索到的文章",
            "only the articles that this query finds",
        ),
    ),
    (
        "sort",
        "ORDER",
        Words::new(
            "排序：newest（新的在前）| oldest（旧的在前）| source（按来源）| basket（照简报篮）",
            "order: newest | oldest | source | basket (that of the basket)",
        ),
    ),
    (
        "format",
        "FORMAT",
        Words::new(
            "输出格式：markdown | text | docx | odt | json | csv | gbt7714；省略时按文件扩展名判断",
            "output format: markdown | text | docx | odt | json | csv | gbt7714 (default: by the file's extension)",
        ),
    ),
    (
        "layout",
        "LAYOUT",
        Words::new(
            "内容：full（全文）| abstract（摘要）| links（标题与链接）",
            "content: full | abstract | links (titles and links)",
        ),
    ),
    (
        "style",
        "STYLE",
        Words::new(
            "docx 与 odt 的版式：official（GB/T 9704 公文格式，默认）| report（报告原有版式）",
            "style of docx and odt: official (GB/T 9704, the default) | report (that of the reports)",
        ),
    ),
    (
        "template",
        "FILE",
        Words::new(
            "按自己的 Word 模板填写",
            "fill in a Word template of your own",
        ),
    ),
    (
        "write-template",
        "FILE",
        Words::new(
            "写出一个 Word 模板的例子，不写简报",
            "write an example of a Word template, and no brief",
        ),
    ),
    (
        "title",
        "T",
        Words::new("简报名称", "the name of the brief"),
    ),
    ("number", "N", Words::new("期号", "the number of the brief")),
    (
        "publisher",
        "P",
        Words::new("编发单位", "the publisher of the brief"),
    ),
];

/// Adds the paths, the options with a value, and the flags. `--basket` and `--query` exclude each
/// other.
pub(super) fn define(command: Command, lang: Lang) -> Command {
    let paths = Words::new(
        "文件夹（包括各级子文件夹）或文件",
        "folders (searched recursively) or files",
    );
    let output = Words::new(
        "写入 FILE，不写标准输出",
        "write to FILE instead of standard output",
    );
    let force = Words::new("文件已存在时覆盖", "overwrite an existing file");
    let basket = Words::new("取简报篮中的文章", "the articles in the basket");
    let flag = |name: &'static str, help: Words| {
        Arg::new(name)
            .long(name)
            .action(ArgAction::SetTrue)
            .help(help.get(lang))
            .help_heading(HEADINGS.1.get(lang))
    };
    let options = OPTIONS.map(|(name, value, help)| option(name, value, help, lang));
    command
        .arg(paths_arg(paths.get(lang), lang))
        .args(options)
        .arg(flag("basket", basket).conflicts_with("query"))
        .arg(option("output", "FILE", output, lang).value_parser(value_parser!(PathBuf)))
        .arg(flag("force", force))
}

/// Returns an option with a value. Those with few values accept only these.
///
/// The caller adds the parser of a path where the value is one.
fn option(name: &'static str, value: &'static str, help: Words, lang: Lang) -> Arg {
    let arg = Arg::new(name)
        .long(name)
        .value_name(value)
        .hide_possible_values(true)
        .help(help.get(lang))
        .help_heading(HEADINGS.1.get(lang));
    match name {
        // A query may begin with a negation.
        "query" => arg.allow_hyphen_values(true),
        "format" => arg.value_parser(BriefFormat::ALL.map(BriefFormat::name)),
        "style" => arg.value_parser(BriefStyle::ALL.map(BriefStyle::name)),
        "layout" => arg.value_parser(BriefLayout::ALL.map(BriefLayout::name)),
        "sort" => arg.value_parser(["newest", "oldest", "source", "basket"]),
        "number" => arg.value_parser(value_parser!(u32).range(1..)),
        "template" | "write-template" => arg.value_parser(value_parser!(PathBuf)),
        _ => arg,
    }
}
