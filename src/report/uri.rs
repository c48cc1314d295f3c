//! Paths as URI references (RFC 3986).

use std::fmt::Write as _;

/// A path as a relative reference, or as a `file` URI if it is absolute.
pub(super) fn of_file(path: &str) -> String {
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "" });
    for byte in path.trim_start_matches("./").bytes() {
        match byte {
            b'\\' if cfg!(windows) => uri.push('/'),
            b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_references() {
        assert_eq!(of_file("./a b/ü.yml"), "a%20b/%C3%BC.yml");
        assert_eq!(of_file("/etc/authelia/configuration.yml"), "file:///etc/authelia/configuration.yml");
        assert_eq!(of_file("<stdin>"), "%3Cstdin%3E");
    }
}
