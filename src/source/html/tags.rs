//! Classes of HTML elements. The lists are packed by hand, since rustfmt would give each of 130 names a line.
//!
//! A name that stands in no list is an inline element: its content is text of the paragraph around
//! it.

/// True for elements that end a paragraph at both edges.
#[rustfmt::skip]
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address" | "article" | "aside" | "blockquote" | "body" | "caption" | "center" | "dd" | "details"
            | "dialog" | "div" | "dl" | "dt" | "fieldset" | "figcaption" | "figure" | "footer" | "form" | "h1"
            | "h2" | "h3" | "h4" | "h5" | "h6" | "header" | "hgroup" | "hr" | "html" | "li" | "main" | "nav"
            | "ol" | "p" | "pre" | "section" | "summary" | "table" | "tbody" | "td" | "tfoot" | "th" | "thead"
            | "tr" | "ul" | "br" | "listing"
    )
}

/// True for elements whose content is not read as text.
#[rustfmt::skip]
pub(super) fn is_silent(name: &str) -> bool {
    matches!(
        name,
        "script" | "style" | "head" | "title" | "template" | "noscript" | "iframe" | "object" | "embed" | "svg"
            | "canvas" | "audio" | "video" | "map" | "button" | "select" | "input" | "textarea" | "datalist"
            | "nav" | "rp" | "frameset" | "dialog" | "math"
    )
}

/// True for elements without a need for an end tag, so that many in a row do not nest.
#[rustfmt::skip]
pub(super) fn closes_itself(name: &str) -> bool {
    matches!(
        name,
        "area" | "base" | "br" | "col" | "embed" | "hr" | "img" | "input" | "link" | "meta" | "source"
            | "track" | "wbr" | "p" | "li" | "dd" | "dt" | "td" | "th" | "tr" | "option" | "tbody" | "thead"
            | "tfoot" | "colgroup" | "param" | "rp" | "rt" | "image" | "frame"
    )
}

/// True for class names and identifiers that sites give to menus.
#[rustfmt::skip]
pub(super) fn is_menu(word: &str) -> bool {
    matches!(
        word,
        "nav" | "navbar" | "navigation" | "menu" | "breadcrumb" | "breadcrumbs" | "crumbs" | "toolbar" | "pagination"
            | "pager" | "skip-link"
    )
}

/// True for class names and identifiers that sites give to other furniture.
pub(super) fn is_furniture(word: &str) -> bool {
    matches!(
        word,
        "sidebar" | "site-header" | "site-footer" | "footer" | "copyright-bar"
    )
}

/// Returns the level of a heading element.
pub(super) fn heading_level(name: &str) -> Option<u8> {
    let level = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some(level)
}
