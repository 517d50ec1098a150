//! The few things that setting rows and finding paragraphs must know of characters.

/// A letter, digit or mark of Latin typesetting, between which words are parted by spaces.
pub(super) fn is_latin(c: char) -> bool {
    c.is_ascii_graphic() || (c.is_alphanumeric() && c < '\u{1100}')
}

/// A character that may stand in a web address.
pub(super) fn is_address_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%|{}".contains(c)
}

/// A mark that no line may begin with.
pub(super) fn clings_left(c: char) -> bool {
    "，。、；：？！）》〉」』】〕”’…—·％‰℃,.;:?!)]}%〞︾﹀".contains(c)
}

/// A mark that no line may end with.
pub(super) fn clings_right(c: char) -> bool {
    "（《〈「『【〔“‘([{￥＄$￡〝".contains(c)
}

/// A quotation mark of which UAX #14 does not know on which side the line may end, so that layout engines end none there.
pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '"' | '\'')
}

/// A mark that ends a sentence, perhaps with what closes after it.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.trim_end()
        .trim_end_matches(['”', '’', '」', '』', '）', ')', '"', '》'])
        .ends_with(['。', '！', '？', '…', '!', '?', '；', '.'])
}
