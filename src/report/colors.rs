//! The colours of all output. They come from the fixed part of the 256-colour palette, because terminals redefine the
//! first sixteen colours. Each has enough contrast on a white background as well as on a black one.

use anstyle::{Ansi256Color, Style};
use miette::{GraphicalTheme, ThemeCharacters, ThemeStyles};
use owo_colors::XtermColors;

use crate::lint::Severity;

const RED: u8 = 196;
const ORANGE: u8 = 130;
const GREEN: u8 = 28;
const TEAL: u8 = 30;
const BLUE: u8 = 27;
const MAGENTA: u8 = 163;

/// The style of code in running text.
pub const CODE: Style = style(TEAL);

/// The style of removed lines in a diff.
pub const REMOVED: Style = style(RED);

/// The style of added lines in a diff.
pub const ADDED: Style = style(GREEN);

/// The style of hunk headers in a diff.
pub const HUNK: Style = style(TEAL);

/// The style of a severity.
#[must_use]
pub const fn severity(severity: Severity) -> Style {
    style(number(severity))
}

/// The theme for miette, with or without colours.
#[must_use]
pub fn theme(color: bool) -> GraphicalTheme {
    if !color {
        return GraphicalTheme::unicode_nocolor();
    }
    let style = |number: u8| owo_colors::Style::new().color(XtermColors::from(number));
    let styles = ThemeStyles {
        error: style(number(Severity::Error)),
        warning: style(number(Severity::Warning)),
        advice: style(number(Severity::Advice)),
        help: style(TEAL),
        link: style(BLUE).underline(),
        linum: owo_colors::Style::new().dimmed(),
        highlights: [MAGENTA, BLUE, GREEN].map(style).to_vec(),
    };
    GraphicalTheme { characters: ThemeCharacters::unicode(), styles }
}

const fn style(number: u8) -> Style {
    Ansi256Color(number).on_default()
}

const fn number(severity: Severity) -> u8 {
    match severity {
        Severity::Error => RED,
        Severity::Warning => ORANGE,
        Severity::Advice => TEAL,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lowest allowed contrast ratio. WCAG 2.2 requires 3 for large text and 4.5 for small text; no colour exceeds 4.6
    /// against both white and black, and no red of the palette reaches 4.
    const MIN_CONTRAST: f64 = 3.9;

    /// The luminance of a colour in the palette's cube, as defined by WCAG 2.2.
    fn luminance(number: u8) -> f64 {
        let cube = number - 16;
        let channel = |level: u8| {
            let value = if level == 0 { 0.0 } else { f64::from(55 + 40 * u32::from(level)) / 255.0 };
            if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(cube / 36) + 0.7152 * channel(cube / 6 % 6) + 0.0722 * channel(cube % 6)
    }

    #[test]
    fn each_colour_has_contrast_on_white_and_on_black() {
        for number in [RED, ORANGE, GREEN, TEAL, BLUE, MAGENTA] {
            let luminance = luminance(number);
            let (white, black) = (1.05 / (luminance + 0.05), (luminance + 0.05) / 0.05);
            assert!(
                white >= MIN_CONTRAST && black >= MIN_CONTRAST,
                "{number}: {white:.2} on white, {black:.2} on black"
            );
        }
    }
}
