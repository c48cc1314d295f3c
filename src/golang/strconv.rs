//! Numbers as Go's `strconv` parses them.

/// Parses a 64-bit integer with an optional base prefix: `0x`, `0o`, `0b`, or a leading zero for octal. Single
/// underscores may separate digits (`strconv.ParseInt(text, 0, 64)`).
#[must_use]
pub fn parse_int(text: &str) -> Option<i64> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let (base, digits) = split_base(digits);
    let plain = without_underscores(digits, base != 10)?;
    if plain.is_empty() || plain.starts_with(['+', '-']) {
        return None;
    }
    let value = i128::from(u64::from_str_radix(&plain, base).ok()?);
    i64::try_from(if negative { -value } else { value }).ok()
}

/// Splits a number into its base and the digits after the prefix.
fn split_base(text: &str) -> (u32, &str) {
    let Some(rest) = text.strip_prefix('0').filter(|rest| !rest.is_empty()) else { return (10, text) };
    match rest.as_bytes()[0] {
        b'x' | b'X' => (16, &rest[1..]),
        b'o' | b'O' => (8, &rest[1..]),
        b'b' | b'B' => (2, &rest[1..]),
        _ => (8, rest),
    }
}

/// Removes the underscores between digits. Returns `None` if an underscore is anywhere else.
fn without_underscores(digits: &str, prefixed: bool) -> Option<String> {
    if !digits.contains('_') {
        return Some(digits.to_owned());
    }
    // An underscore is also allowed directly after the prefix.
    let well_placed = !digits.ends_with('_') && !digits.contains("__") && (prefixed || !digits.starts_with('_'));
    well_placed.then(|| digits.replace('_', ""))
}

#[cfg(test)]
mod tests {
    use super::parse_int;

    #[test]
    fn integers_are_parsed_with_base_prefixes() {
        let cases = [
            ("10", Some(10)),
            ("-10", Some(-10)),
            ("+10", Some(10)),
            ("010", Some(8)),
            ("0o10", Some(8)),
            ("0x1F", Some(31)),
            ("0b101", Some(5)),
            ("0", Some(0)),
            ("-0", Some(0)),
            ("08", None),
            ("0x", None),
            ("", None),
            ("-", None),
            ("--1", None),
            ("+-1", None),
            ("1_000", Some(1000)),
            ("0_1", Some(1)),
            ("0x_1F", Some(31)),
            ("0x1__F", None),
            ("0x1_", None),
            ("_1", None),
            ("9223372036854775807", Some(i64::MAX)),
            ("9223372036854775808", None),
            ("-9223372036854775808", Some(i64::MIN)),
            ("1.5", None),
            (" 1", None),
            ("1e3", None),
        ];
        for (text, expected) in cases {
            assert_eq!(parse_int(text), expected, "{text:?}");
        }
    }
}
