//! What Go's YAML reader makes of a plain scalar (`resolve.go` of go.yaml.in/yaml/v3 3.0.4).

use super::tree::Kind;

/// Resolves a plain scalar without a tag.
#[must_use]
pub fn resolve(text: &str) -> Kind {
    word(text).or_else(|| number_or_time(text)).unwrap_or_else(|| Kind::Text(text.to_owned()))
}

fn word(text: &str) -> Option<Kind> {
    Some(match text {
        "" | "~" | "null" | "Null" | "NULL" => Kind::Null,
        "true" | "True" | "TRUE" => Kind::Bool(true),
        "false" | "False" | "FALSE" => Kind::Bool(false),
        ".nan" | ".NaN" | ".NAN" => Kind::Float(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Kind::Float(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => Kind::Float(f64::NEG_INFINITY),
        _ => return None,
    })
}

fn number_or_time(text: &str) -> Option<Kind> {
    match text.as_bytes().first()? {
        b'.' => decimal(text).map(Kind::Float),
        b'0'..=b'9' | b'+' | b'-' => timestamp(text).map(Kind::Time).or_else(|| number(&text.replace('_', ""))),
        _ => None,
    }
}

fn number(text: &str) -> Option<Kind> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    integer(negative, digits, text.starts_with('+')).or_else(|| decimal(text).map(Kind::Float))
}

/// A whole number in any of Go's notations. An explicit plus goes with signed numbers only.
fn integer(negative: bool, digits: &str, plus: bool) -> Option<Kind> {
    let (radix, digits) = radix(digits);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let magnitude = u64::from_str_radix(digits, radix).ok()?;
    match (negative, i64::try_from(magnitude)) {
        (false, Ok(value)) => Some(Kind::Int(value)),
        (false, Err(_)) => (!plus).then_some(Kind::Uint(magnitude)),
        (true, _) => (magnitude <= 1 << 63).then(|| Kind::Int(0_i64.wrapping_sub_unsigned(magnitude))),
    }
}

fn radix(digits: &str) -> (u32, &str) {
    let prefixes = [("0x", 16), ("0X", 16), ("0o", 8), ("0O", 8), ("0b", 2), ("0B", 2)];
    for (prefix, radix) in prefixes {
        if let Some(rest) = digits.strip_prefix(prefix) {
            return (radix, rest);
        }
    }
    match digits.strip_prefix('0') {
        Some(rest) if !rest.is_empty() => (8, rest),
        _ => (10, digits),
    }
}

/// A decimal fraction; one that is too large for a float stays a text.
fn decimal(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let well_formed = digits(whole)
        && digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent.is_none_or(|exponent| {
            let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            !exponent.is_empty() && digits(exponent)
        });
    well_formed.then(|| text.parse().ok()).flatten().filter(|value: &f64| value.is_finite())
}

/// One of the four layouts of a timestamp that Go's reader knows, in the way Go prints it.
fn timestamp(text: &str) -> Option<String> {
    let (year, rest) = text.split_at_checked(4)?;
    if !year.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (month, rest) = short_number(rest.strip_prefix('-')?)?;
    let (day, rest) = short_number(rest.strip_prefix('-')?)?;
    let days = days_in(year.parse().ok()?, month)?;
    if day == 0 || day > days {
        return None;
    }
    let date = format!("{year}-{month:02}-{day:02}");
    if rest.is_empty() {
        return Some(format!("{date}T00:00:00Z"));
    }
    let zoned = rest.starts_with(['T', 't']);
    let (time, rest) = time_of_day(rest.strip_prefix(['T', 't', ' '])?)?;
    let zone = if zoned { zone(rest)? } else { rest.is_empty().then_some("Z")? };
    Some(format!("{date}T{time}{zone}"))
}

fn time_of_day(text: &str) -> Option<(String, &str)> {
    let (hour, rest) = short_number(text)?;
    let (minute, rest) = short_number(rest.strip_prefix(':')?)?;
    let (second, rest) = short_number(rest.strip_prefix(':')?)?;
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let (fraction, rest) = fraction(rest);
    Some((format!("{hour:02}:{minute:02}:{second:02}{fraction}"), rest))
}

/// A fraction of a second, without the zeros at its end.
fn fraction(text: &str) -> (String, &str) {
    let Some(digits) = text.strip_prefix(['.', ',']) else {
        return (String::new(), text);
    };
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    if length == 0 {
        return (String::new(), text);
    }
    let nanoseconds = digits[..length.min(9)].trim_end_matches('0');
    let shown = if nanoseconds.is_empty() { String::new() } else { format!(".{nanoseconds}") };
    (shown, &digits[length..])
}

fn zone(text: &str) -> Option<&str> {
    let well_formed = match text.as_bytes() {
        b"Z" => true,
        [b'+' | b'-', hour @ .., b':', m1, m2] if hour.len() == 2 => {
            let digits = [hour[0], hour[1], *m1, *m2];
            digits.iter().all(u8::is_ascii_digit) && digits[..2] <= b"24"[..] && digits[2..] < b"60"[..]
        }
        _ => false,
    };
    let utc = matches!(text, "+00:00" | "-00:00");
    well_formed.then_some(if utc { "Z" } else { text })
}

/// A number of one or two digits and what follows it.
fn short_number(text: &str) -> Option<(u32, &str)> {
    let length = text.bytes().take(2).take_while(u8::is_ascii_digit).count();
    Some((text[..length].parse().ok()?, &text[length..]))
}

fn days_in(year: u32, month: u32) -> Option<u32> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    Some(match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    })
}

/// A float as Go prints it with `%v`.
#[must_use]
pub fn float_text(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    let scientific = format!("{value:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    match exponent.parse::<i32>() {
        Ok(power @ (..-4 | 6..)) => format!("{mantissa}e{}{:02}", if power < 0 { '-' } else { '+' }, power.abs()),
        _ => value.to_string(),
    }
}
