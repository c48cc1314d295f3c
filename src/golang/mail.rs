//! Email addresses as Go's `net/mail` parses them (RFC 5322, section 3.4).

/// Whether a text is a single email address, with or without a name: `a@b`, `Name <a@b>`, `"Name, Inc." <a@b>`.
#[must_use]
pub fn is_address(text: &str) -> bool {
    let text = text.trim_matches([' ', '\t']);
    match text.strip_suffix('>').and_then(|rest| rest.rsplit_once('<')) {
        Some((name, spec)) => is_phrase(name.trim_matches([' ', '\t'])) && is_spec(spec.trim_matches([' ', '\t'])),
        None => is_spec(text),
    }
}

/// Whether a text is a display name: words and quoted strings, or empty.
fn is_phrase(text: &str) -> bool {
    let mut rest = text;
    while !rest.is_empty() {
        let after = if let Some(quoted) = rest.strip_prefix('"') {
            after_quoted(quoted)
        } else {
            let end = rest.find([' ', '\t', '"']).unwrap_or(rest.len());
            rest[..end].chars().all(|char| is_atom_char(char) || char == '.').then(|| &rest[end..])
        };
        match after {
            Some(after) => rest = after.trim_start_matches([' ', '\t']),
            None => return false,
        }
    }
    true
}

/// The rest of the text after a quoted string whose opening quote was consumed.
fn after_quoted(text: &str) -> Option<&str> {
    let mut chars = text.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => return Some(&text[at + 1..]),
            '\\' => {
                chars.next().filter(|(_, escaped)| !escaped.is_control())?;
            }
            _ if char.is_control() && char != '\t' => return None,
            _ => {}
        }
    }
    None
}

fn is_spec(text: &str) -> bool {
    let (local, domain) = match text.strip_prefix('"').map(after_quoted) {
        Some(Some(rest)) => match rest.strip_prefix('@') {
            Some(domain) => ("quoted", domain),
            None => return false,
        },
        Some(None) => return false,
        None => match text.split_once('@') {
            Some(parts) => parts,
            None => return false,
        },
    };
    is_dot_atom(local) && (is_dot_atom(domain) || is_literal(domain))
}

fn is_literal(domain: &str) -> bool {
    let inner = domain.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let address = inner.map(|inner| inner.strip_prefix("IPv6:").unwrap_or(inner));
    address.is_some_and(|address| address.parse::<std::net::IpAddr>().is_ok())
}

fn is_dot_atom(text: &str) -> bool {
    text.split('.').all(|atom| !atom.is_empty() && atom.chars().all(is_atom_char))
}

const fn is_atom_char(char: char) -> bool {
    char.is_ascii_alphanumeric()
        || !char.is_ascii()
        || matches!(char, '!' | '#'..='\'' | '*' | '+' | '-' | '/' | '=' | '?' | '^'..='`' | '{'..='~')
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn mail_addresses() {
        for text in
            ["a@b", "a.b@example.org", "Authelia <a@b>", "\"A, B\" <a@b>", "<a@b>", "a@[127.0.0.1]", "\"a b\"@c"]
        {
            assert!(is_address(text), "{text}");
        }
        for text in ["", "a", "a@", "@b", "a@b, c@d", "A <a@b", "a b@c", "a..b@c", "Authelia", "a@b>"] {
            assert!(!is_address(text), "{text}");
        }
    }
}
