//! Durations as Authelia parses them (`internal/utils/time.go` and `DecodeTimeDuration` in
//! `internal/configuration/decode_hooks.go`, 4.39.20).

use std::fmt;

use thiserror::Error;

const SECOND: i64 = 1_000_000_000;
const HOUR: i64 = 3_600 * SECOND;
const DAY: i64 = 24 * HOUR;

/// A duration in nanoseconds, like Go's `time.Duration`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Duration(pub i64);

/// Why a text is not a duration.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DurationError {
    /// No number with a unit.
    #[error("it is not a number with a unit")]
    Nothing,
    /// A unit that Authelia does not know.
    #[error("`{0}` is not a unit of time")]
    Unit(String),
    /// More than 292 years.
    #[error("it is longer than 292 years")]
    TooLong,
}

impl Duration {
    /// A duration in seconds.
    #[must_use]
    pub const fn seconds(seconds: i64) -> Self {
        Self(seconds.wrapping_mul(SECOND))
    }

    /// A duration in minutes.
    #[must_use]
    pub const fn minutes(minutes: i64) -> Self {
        Self::seconds(minutes * 60)
    }

    /// A duration in hours.
    #[must_use]
    pub const fn hours(hours: i64) -> Self {
        Self(hours * HOUR)
    }

    /// A duration in days of 24 hours.
    #[must_use]
    pub const fn days(days: i64) -> Self {
        Self(days * DAY)
    }

    /// Parses a number of seconds, or numbers with units, such as `1h30m` or `1 hour and 30 minutes`. Any text between
    /// them is ignored; an empty text is zero.
    ///
    /// # Errors
    /// Returns an error if Authelia rejects the text.
    pub fn parse(text: &str) -> Result<Self, DurationError> {
        if text.is_empty() {
            return Ok(Self(0));
        }
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            return text.parse().map(Self::seconds).map_err(|_| DurationError::TooLong);
        }
        let text = text.replace("and", "").replace(' ', "");
        let mut total: Option<i64> = None;
        for (quantity, unit) in quantities(&text) {
            let quantity: i64 = quantity.parse().map_err(|_| DurationError::TooLong)?;
            let length = unit_length(unit).ok_or_else(|| DurationError::Unit(unit.to_owned()))?;
            let part = quantity.checked_mul(length).ok_or(DurationError::TooLong)?;
            total = Some(total.unwrap_or(0).checked_add(part).ok_or(DurationError::TooLong)?);
        }
        total.map(Self).ok_or(DurationError::Nothing)
    }

    /// Converts a number of seconds; the fraction is rounded.
    #[must_use]
    pub fn from_float(seconds: f64) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "only a limit")]
        let longest = i64::MAX as f64 / SECOND as f64;
        if seconds > longest {
            return Self(i64::MAX);
        }
        // Go reads an invalid number as zero.
        format!("{:.0}", seconds.round_ties_even()).parse().map_or(Self(0), Self::seconds)
    }
}

/// The numbers that start with a non-zero digit, each with the word after it.
fn quantities(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            rest = &rest[rest.find(|char: char| matches!(char, '1'..='9'))?..];
            let digits = rest.find(|char: char| !char.is_ascii_digit()).unwrap_or(rest.len());
            let (number, after) = rest.split_at(digits);
            let word = after.find(|char: char| char.is_ascii_digit() || is_space(char)).unwrap_or(after.len());
            let (unit, after) = after.split_at(word);
            rest = after;
            if !unit.is_empty() {
                return Some((number, unit));
            }
        }
    })
}

/// Whether a character is whitespace (`\s` in Go's regular expressions).
const fn is_space(char: char) -> bool {
    matches!(char, '\t' | '\n' | '\x0c' | '\r' | ' ')
}

fn unit_length(unit: &str) -> Option<i64> {
    Some(match unit {
        "ns" => 1,
        "us" | "µs" | "μs" => 1_000,
        "ms" | "millisecond" | "milliseconds" => 1_000_000,
        "s" | "second" | "seconds" => SECOND,
        "m" | "minute" | "minutes" => 60 * SECOND,
        "h" | "hour" | "hours" => HOUR,
        "d" | "day" | "days" => DAY,
        "w" | "week" | "weeks" => 7 * DAY,
        "M" | "month" | "months" => 30 * DAY,
        "y" | "year" | "years" => 365 * DAY,
        _ => return None,
    })
}

impl fmt::Display for Duration {
    /// Writes the duration in the largest unit that fits: `90 minutes`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = [
            (DAY, "day"),
            (HOUR, "hour"),
            (60 * SECOND, "minute"),
            (SECOND, "second"),
            (1_000_000, "millisecond"),
            (1, "nanosecond"),
        ];
        let fitting = units.into_iter().find(|(length, _)| self.0 != 0 && self.0 % length == 0);
        let (length, unit) = fitting.unwrap_or((SECOND, "second"));
        let count = self.0 / length;
        write!(f, "{count} {unit}{}", if count == 1 { "" } else { "s" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_parsed_like_authelia() {
        let cases = [
            ("1h", Ok(Duration::hours(1))),
            ("1 hour and 30 minutes", Ok(Duration::minutes(90))),
            ("90", Ok(Duration::seconds(90))),
            ("", Ok(Duration(0))),
            ("-1h", Ok(Duration::hours(1))),
            ("05m", Ok(Duration::minutes(5))),
            ("1d12h", Ok(Duration::hours(36))),
            ("1M", Ok(Duration::days(30))),
            ("0", Ok(Duration(0))),
            ("0s", Err(DurationError::Nothing)),
            ("soon", Err(DurationError::Nothing)),
            ("1.5h", Err(DurationError::Unit(".".to_owned()))),
            ("1 fortnight", Err(DurationError::Unit("fortnight".to_owned()))),
            ("1000 years", Err(DurationError::TooLong)),
        ];
        for (text, expected) in cases {
            assert_eq!(Duration::parse(text), expected, "{text}");
        }
    }

    #[test]
    fn durations_are_displayed_in_the_largest_unit() {
        assert_eq!(Duration::minutes(90).to_string(), "90 minutes");
        assert_eq!(Duration::hours(1).to_string(), "1 hour");
        assert_eq!(Duration(0).to_string(), "0 seconds");
    }
}
