//! Files of text, and the shapes that their bodies can have.

use super::Shaped;

/// A report in text with these contents and articles.
pub fn report(contents: &str, articles: &str) -> Shaped {
    format!("湖区观察周报\n一、信息目录\n{contents}二、具体内容\n{articles}").into()
}

/// A page.
pub fn html(body: &str) -> Shaped {
    format!("<html><body>{body}</body></html>").into()
}

/// A Markdown file.
pub fn markdown(body: &str) -> Shaped {
    format!("# 湖区观察周报\n\n{body}").into()
}

/// An RTF file.
pub fn rtf(body: &str) -> Shaped {
    format!("{{\\rtf1 {body}}}").into()
}

/// A mail with further header lines.
pub fn mail(head: &str, body: &str) -> Shaped {
    format!("Subject: a\nFrom: a@example.com\nTo: b@example.com\n{head}\n\n{body}").into()
}
