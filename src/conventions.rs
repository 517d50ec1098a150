//! What Chinese monitoring reports look like on the line: the one home of the facts that both the formats and the parser
//! need.
//!
//! A page (PDF, OFD) is set into paragraphs in `source` and an issue is read from them in `parse`. Both have to recognise a
//! label, an item number, a folio, a dateline and an address. They used to keep lists of their own, so that a label added
//! for text files stayed unknown in a PDF. A fact belongs here if it can be decided from one line of text, or from the two
//! sides of one line end; what needs the neighbouring rows stays in `parse`, what needs positions stays in `source`.
//!
//! - [`addresses`]: web addresses, whole or cut by the layout
//! - [`bylines`]: lines that name the people of a text
//! - [`dates`]: days and periods; [`day_forms`]: days as datelines write them; [`datelines`]: a day with
//!   its medium
//! - [`folios`]: page numbers
//! - [`issue_numbers`]: the numbers of a periodical's issues
//! - [`items`]: the numbers of lists, entries and headings; [`numerals`]: numbers in Arabic and Chinese digits
//! - [`joining`]: whether a space belongs between two lines that were one
//! - [`labels`]: the names of fields and the headings of a report's parts
//! - [`ordinals`]: the numbers of headings, with their kind
//! - [`media`]: the names of media, apart from the people beside them
//! - [`news_columns`]: the columns of a table of news
//! - [`mod@line`]: what counts as nothing at the edges of a line

pub mod addresses;
pub mod bylines;
pub mod datelines;
pub mod dates;
pub mod day_forms;
pub mod folios;
pub mod issue_numbers;
pub mod items;
pub mod joining;
pub mod labels;
pub mod line;
pub mod media;
pub mod news_columns;
pub mod numerals;
pub mod ordinals;
