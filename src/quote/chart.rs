//! A bar chart as an image (SVG 1.1), drawn like the bars of the terminal: a label, a bar, a number on each line.
//!
//! The image is text with a few rectangles, in the colours of the theme. It names fonts and embeds
//! none, so widths of labels are reckoned: a Han as wide as the type size, a Latin letter half of
//! it.

use crate::text::sanitize::sanitize;
use crate::text::width::{Ambiguous, truncate, width_cols};
use std::fmt::Write;

/// The values of a bar chart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chart {
    /// The title, above the bars.
    pub title: String,
    /// The name of the axis of numbers, below the bars.
    pub axis: String,
    /// Labels and values, from top to bottom.
    pub bars: Vec<(String, usize)>,
}

/// The colours of a chart, as `#rrggbb`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartColours {
    /// The background.
    pub ground: String,
    /// The title, the labels and the numbers.
    pub ink: String,
    /// The axis.
    pub soft: String,
    /// The bars.
    pub bar: String,
}

/// The width of the image in pixels.
const WIDTH: usize = 800;
/// The size of the labels in pixels; a Han is as wide, a Latin letter about half.
const FONT: usize = 14;
/// The height of a bar with the space around it, in pixels.
const ROW: usize = 24;
/// The height of a bar, in pixels.
const BAR: usize = 14;
/// The space at the left and the right edge, in pixels.
const MARGIN: usize = 24;
/// The space above the first bar, in pixels.
const TITLE: usize = 56;
/// The space below the last bar, in pixels: the numbers of the ticks and the name of the axis.
const AXIS: usize = 52;
/// The most columns of a label; a Han has two.
const LABEL_COLS: usize = 36;
/// The space for the numbers behind the bars.
const NUMBER: usize = 64;

/// Returns the chart as an SVG document.
pub fn svg(chart: &Chart, colours: &ChartColours) -> String {
    let label = |text: &str| truncate(&sanitize(text), LABEL_COLS, Ambiguous::Wide);
    let bars = chart.bars.iter().map(|(text, n)| (label(text), *n));
    let bars: Vec<(String, usize)> = bars.collect();
    let plot = Plot::of(&bars);
    let height = plot.bottom + AXIS;
    let ChartColours {
        ground, ink, soft, ..
    } = colours;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
         font-family=\"'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif\" font-size=\"{FONT}\">\n\
         <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"{ground}\"/>\n"
    );
    let (at, style) = (
        (MARGIN, TITLE - 24),
        "font-size=\"18\" font-weight=\"bold\"",
    );
    text(&mut out, at, "start", ink, &chart.title, style);
    for tick in (0..=plot.end).step_by(plot.step) {
        draw_tick(&mut out, plot.x(tick), plot.bottom, tick, soft);
    }
    for (row, (name, value)) in bars.iter().enumerate() {
        plot.draw_bar(&mut out, row, (name, *value), colours);
    }
    let at = (plot.left + plot.room, height - 10);
    text(&mut out, at, "end", soft, &chart.axis, "");
    out.push_str("</svg>\n");
    out
}

/// The area of the bars, in pixels, and its scale.
struct Plot {
    /// The left edge of the bars.
    left: usize,
    /// The length of a bar that reaches the end of the axis.
    room: usize,
    /// The lower edge of the last bar's row.
    bottom: usize,
    /// The distance of the ticks, as a value.
    step: usize,
    /// The value at the end of the axis.
    end: usize,
}

impl Plot {
    /// Returns the area for bars with these labels and values.
    fn of(bars: &[(String, usize)]) -> Self {
        let cols = bars
            .iter()
            .map(|(text, _)| width_cols(text, Ambiguous::Wide));
        // Two columns are a Han, which is as wide as the type size.
        let left = MARGIN + cols.max().unwrap_or(0) * FONT / 2 + 10;
        let (step, end) = scale(bars.iter().map(|(_, n)| *n).max().unwrap_or(0));
        Self {
            left,
            // One pixel at least, since it is divided by.
            room: WIDTH.saturating_sub(left + NUMBER + MARGIN).max(1),
            bottom: TITLE + bars.len() * ROW,
            step,
            end,
        }
    }

    /// Returns the place of `value` on the axis.
    fn x(&self, value: usize) -> usize {
        self.left + value * self.room / self.end
    }

    /// Draws the bar of a row between its label and its number.
    fn draw_bar(
        &self,
        out: &mut String,
        row: usize,
        (name, value): (&str, usize),
        colours: &ChartColours,
    ) {
        let ChartColours { ink, bar, .. } = colours;
        let left = self.left;
        let y = TITLE + row * ROW;
        let base = y + ROW - 9;
        text(out, (left - 8, base), "end", ink, name, "");
        // Every value above 0 is visible.
        let len = (value * self.room / self.end).max(value.min(1));
        let top = y + (ROW - BAR) / 2 - 1;
        if value > 0 {
            let _ = writeln!(
                out,
                "<rect x=\"{left}\" y=\"{top}\" width=\"{len}\" height=\"{BAR}\" fill=\"{bar}\"/>"
            );
        }
        let at = (left + len + 6, base);
        text(out, at, "start", ink, &value.to_string(), "");
    }
}

/// Draws the line of a tick from above the bars to below row `bottom`, with its value.
fn draw_tick(out: &mut String, x: usize, bottom: usize, tick: usize, soft: &str) {
    let (top, below) = (TITLE - 6, bottom + 2);
    let _ = writeln!(
        out,
        "<path d=\"M{x} {top}V{below}\" stroke=\"{soft}\" stroke-opacity=\"0.35\"/>"
    );
    text(out, (x, bottom + 18), "middle", soft, &tick.to_string(), "");
}

/// Returns the distance of the ticks of an axis that reaches `most`, 1, 2 or 5 times a power of ten, and its end.
fn scale(most: usize) -> (usize, usize) {
    let powers = (0..).map(|power| 10_usize.saturating_pow(power));
    // Five ticks are enough to read a length by.
    let steps = powers.flat_map(|power| [1, 2, 5].map(|n| power.saturating_mul(n)));
    let step = steps
        .into_iter()
        .find(|step| most.div_ceil(*step) <= 5)
        .unwrap_or(1);
    (step, most.div_ceil(step).max(1) * step)
}

/// Appends a line of text at `at`, in pixels.
fn text(out: &mut String, at: (usize, usize), anchor: &str, fill: &str, text: &str, more: &str) {
    let escaped: String = sanitize(text)
        .chars()
        .map(|c| match c {
            '&' => "&amp;".to_owned(),
            '<' => "&lt;".to_owned(),
            '>' => "&gt;".to_owned(),
            c => c.to_string(),
        })
        .collect();
    let (x, y) = at;
    let _ = writeln!(
        out,
        "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" fill=\"{fill}\" {more}>{escaped}</text>"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_reach_the_longest_bar() {
        assert_eq!(
            [0, 1, 5, 6, 23, 1001].map(scale),
            [(1, 1), (1, 1), (1, 5), (2, 6), (5, 25), (500, 1500)]
        );
    }

    #[test]
    fn the_image_has_title_axis_labels_and_numbers() {
        let chart = Chart {
            title: "“<医保>” & 按月".to_owned(),
            axis: "篇".to_owned(),
            bars: vec![("2025-01".to_owned(), 12), ("2025-02".to_owned(), 0)],
        };
        let colours = ChartColours {
            ground: "#ffffff".to_owned(),
            ink: "#000000".to_owned(),
            soft: "#666666".to_owned(),
            bar: "#004488".to_owned(),
        };
        let image = svg(&chart, &colours);
        for part in [
            "“&lt;医保&gt;” &amp; 按月",
            ">2025-01<",
            ">12<",
            ">0<",
            ">篇<",
        ] {
            assert!(image.contains(part), "{part}: {image}");
        }
        assert_eq!(image.matches("fill=\"#004488\"").count(), 1);
    }
}
