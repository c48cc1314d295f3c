//! Error parameters in an address: `…?error=…&error_description=…&error_hint=…`.

use super::line::LogLine;

/// Reads the first address with an error in a line. Returns `None` if there is none.
pub(super) fn read(line: &str) -> Option<LogLine> {
    let words = line.split(|character: char| character.is_whitespace() || "\"'<>`".contains(character));
    words.filter(|word| word.contains("error=")).find_map(parameters)
}

fn parameters(address: &str) -> Option<LogLine> {
    let (place, query) = match address.split_once(['?', '#']) {
        Some((place, query)) => (place, query),
        None => ("", address),
    };
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let value = |wanted: &str| pairs.clone().find(|(key, _)| *key == wanted).map(|(_, value)| decoded(value));
    // A field `error="…"` of a log is not an address.
    let error = value("error").filter(|error| !error.is_empty())?;
    let parts = [Some(error), value("error_description"), value("error_hint"), value("error_debug")];
    let text = parts.into_iter().flatten().collect::<Vec<_>>().join(": ");
    Some(LogLine { text, address: (!place.is_empty()).then(|| place.to_owned()), ..LogLine::default() })
}

/// A value without its percent-encoding. What is not UTF-8 is replaced.
fn decoded(value: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let hexadecimal =
            behind.get(..2).filter(|_| *first == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        if let Some(byte) = hexadecimal.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            bytes.push(byte);
            rest = &behind[2..];
        } else {
            bytes.push(if *first == b'+' { b' ' } else { *first });
            rest = behind;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parameters_become_one_text() {
        let line = read("see https://mail.example.org?error=invalid_scope&error_description=Scope+%27a%27%2E&state=x")
            .unwrap();
        assert_eq!(line.text, "invalid_scope: Scope 'a'.");
        assert_eq!(line.address.as_deref(), Some("https://mail.example.org"));
        assert_eq!(read("error=access_denied").unwrap().text, "access_denied");
        assert_eq!(read("an error occurred"), None);
    }
}
