//! Look-aheads and look-behinds, which Go does not have: what they are, and what can be written in place of them.

use super::group_names;

/// A look-ahead or look-behind, which other regular expression engines support, and the pattern around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LookAround<'a> {
    /// `(?=`, `(?!`, `(?<=` or `(?<!`.
    opening: &'static str,
    before: &'a str,
    inner: &'a str,
    after: &'a str,
}

/// The first look-around of a pattern.
#[must_use]
pub fn look_around(pattern: &str) -> Option<LookAround<'_>> {
    let starts =
        |at: usize| ["(?=", "(?!", "(?<=", "(?<!"].into_iter().find(|opening| pattern[at..].starts_with(opening));
    let places = || unescaped(pattern);
    let (start, opening) = places().find_map(|(at, _)| Some((at, starts(at)?)))?;
    let mut depth = 0_usize;
    let end = places().skip_while(|(at, _)| *at < start).find(|(_, character)| {
        depth = match character {
            '(' => depth + 1,
            ')' => depth - 1,
            _ => depth,
        };
        depth == 0
    });
    let (end, _) = end?;
    Some(LookAround {
        opening,
        before: &pattern[..start],
        inner: &pattern[start + opening.len()..end],
        after: pattern.get(end + 1..).unwrap_or_default(),
    })
}

/// The characters of a pattern that are literals or operators: none after a backslash or in a class.
fn unescaped(pattern: &str) -> impl Iterator<Item = (usize, char)> {
    let (mut is_escaped, mut is_in_class) = (false, false);
    pattern.char_indices().filter(move |(_, character)| {
        let counts = !is_escaped && !is_in_class && *character != '\\';
        if !is_escaped && matches!(character, '[' | ']') {
            is_in_class = *character == '[';
        }
        is_escaped = *character == '\\' && !is_escaped;
        counts
    })
}

impl LookAround<'_> {
    /// The name of the construct.
    #[must_use]
    pub fn name(&self) -> &'static str {
        if self.opening.contains('<') { "look-behind" } else { "look-ahead" }
    }

    /// Splits a pattern that excludes something after a fixed text into a pattern of what it excludes, and one of
    /// everything that it matches or excludes. Returns `None` if a simple pair does not exist.
    #[must_use]
    pub fn as_two_patterns(&self) -> Option<[String; 2]> {
        let is_fixed = self.before.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"^/\\._-".contains(&byte));
        let is_repeated = self.after.starts_with(['*', '+', '?', '{']);
        let is_quotable = !self.inner.is_empty() && !self.inner.contains('\'') && !self.after.contains('\'');
        if self.opening != "(?!" || !is_fixed || is_repeated || !is_quotable {
            return None;
        }
        let Self { before, inner, after, .. } = self;
        let excluded = if inner.contains('|') { format!("{before}({inner})") } else { format!("{before}{inner}") };
        let rest = format!("{before}{after}");
        (group_names(&excluded).is_ok() && group_names(&rest).is_ok()).then_some([excluded, rest])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_simple_exclusion_becomes_two_patterns() {
        let two = |pattern: &str| look_around(pattern).and_then(|look_around| look_around.as_two_patterns());
        let pair = |one: &str, two: &str| Some([one.to_owned(), two.to_owned()]);
        assert_eq!(two("^/(?!admin).*$"), pair("^/admin", "^/.*$"));
        assert_eq!(two("^/api/(?!v1|v2).*$"), pair("^/api/(v1|v2)", "^/api/.*$"));
        assert_eq!(two("^/(?!(admin|staff)/).*"), pair("^/((admin|staff)/)", "^/.*"));
        for pattern in ["^/(?=admin).*$", "^/.*(?<!png)$", "^/(a|b)(?!c).*$", "(?!a)(?!b).*"] {
            assert!(look_around(pattern).is_some() && two(pattern).is_none(), "{pattern}");
        }
        for pattern in ["^/admin$", "^/(?!admin", r"^/\(\?!x", "[(?!]", "(?i)a", "(?P<name>a)"] {
            assert_eq!(look_around(pattern), None, "{pattern}");
        }
    }
}
