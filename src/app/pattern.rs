//! Patterns of redirect URIs.
//!
//! One that is empty or starts with `/` is a path, perhaps with a query, on whatever host the application has; any other
//! is a whole URI. `{name}` stands for one part of a path or one value of a query, which the operator chooses.

use crate::text::UNKNOWN;

/// How a redirect URI fits a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// As it stands.
    Whole,
    /// Behind a path under which the operator runs the application.
    BelowBase,
}

/// How many parts a path may have that an application is behind.
const MAX_BASE_DEPTH: usize = 8;

/// How a redirect URI fits a pattern. Returns `None` if it does not.
#[must_use]
pub fn fit(pattern: &str, uri: &str) -> Option<Fit> {
    Target::of(uri).fit(pattern)
}

/// A redirect URI that is compared with many patterns.
#[derive(Debug)]
pub struct Target<'u> {
    uri: &'u str,
    path: Option<&'u str>,
    /// What is left of the path behind each base under which the application may stand.
    below: Vec<&'u str>,
}

impl<'u> Target<'u> {
    /// Takes a redirect URI apart.
    #[must_use]
    pub fn of(uri: &'u str) -> Self {
        let path = path(uri);
        Self { uri, path, below: path.into_iter().flat_map(|path| suffixes(path).skip(1)).collect() }
    }

    /// The whole URI.
    #[must_use]
    pub const fn uri(&self) -> &'u str {
        self.uri
    }

    /// The path and the query. Returns `None` if it is not a web address.
    #[must_use]
    pub const fn path(&self) -> Option<&'u str> {
        self.path
    }

    /// What is left of the path behind each base under which the application may stand.
    #[must_use]
    pub fn below(&self) -> &[&'u str] {
        &self.below
    }

    /// How it fits a pattern. Returns `None` if it does not.
    #[must_use]
    pub fn fit(&self, pattern: &str) -> Option<Fit> {
        if !is_path(pattern) {
            return matches(pattern, self.uri).then_some(Fit::Whole);
        }
        if matches(pattern, self.path?) {
            return Some(Fit::Whole);
        }
        let stands_below = self.below.iter().any(|rest| matches(pattern, rest)) && has_words(pattern);
        stands_below.then_some(Fit::BelowBase)
    }
}

/// Whether a pattern is one of a path.
#[must_use]
pub fn is_path(pattern: &str) -> bool {
    pattern.is_empty() || pattern.starts_with('/')
}

/// Whether an operator chooses a part of the URI.
#[must_use]
pub fn is_variable(pattern: &str) -> bool {
    pattern.contains('{')
}

/// Whether there is a word before the first part that the operator chooses.
#[must_use]
pub fn has_words(pattern: &str) -> bool {
    pattern.split('{').next().is_some_and(|literal| literal.len() > 1)
}

/// The path and the query of a web address. Returns `None` if the text is none.
#[must_use]
pub fn path(uri: &str) -> Option<&str> {
    let rest = match uri.split_once("://") {
        Some(("http" | "https", rest)) => rest,
        _ if uri.starts_with(UNKNOWN) => uri,
        _ => return None,
    };
    let rest = rest.split('#').next()?;
    Some(rest.find(['/', '?']).map_or("", |start| &rest[start..]))
}

/// A path, and what is left of it behind each of its first parts.
fn suffixes(path: &str) -> impl Iterator<Item = &str> {
    let end = path.find('?').unwrap_or(path.len());
    path[..end].match_indices('/').take(MAX_BASE_DEPTH).map(|(start, _)| &path[start..])
}

/// Whether a text is what a pattern says.
#[must_use]
pub fn matches(pattern: &str, text: &str) -> bool {
    // Most patterns differ soon, and there are many.
    let both = pattern.bytes().zip(text.bytes());
    let same = both.take_while(|(wanted, written)| wanted == written && *wanted != b'{').count();
    if pattern.as_bytes().get(same).is_some_and(|wanted| *wanted != b'{') {
        return false;
    }
    let mut pieces = pattern.split('{');
    let Some(mut rest) = pieces.next().and_then(|literal| text.strip_prefix(literal)) else {
        return false;
    };
    for piece in pieces {
        let literal = piece.split_once('}').map_or("", |(_, literal)| literal);
        let end = if literal.is_empty() { Some(rest.len()) } else { rest.find(literal) };
        let Some((chosen, behind)) = end.filter(|end| *end > 0).and_then(|end| rest.split_at_checked(end)) else {
            return false;
        };
        if chosen.contains(['/', '?', '#', '&']) {
            return false;
        }
        rest = behind.strip_prefix(literal).unwrap_or(behind);
    }
    rest.is_empty()
}

/// Whether a redirect URI may fit a pattern, whatever stands for its templates: as [`fit`], with [`UNKNOWN`] for any text.
/// Within a host it is a part of the host; where it is the whole host and nothing follows, a path may belong to it.
#[must_use]
pub fn may_fit(pattern: &str, uri: &str) -> bool {
    if !uri.contains(UNKNOWN) {
        return fit(pattern, uri).is_some();
    }
    if !is_path(pattern) {
        return overlap(&wanted(pattern), &written(uri));
    }
    let rest = uri.split_once("://").filter(|(scheme, _)| matches!(*scheme, "http" | "https")).map(|(_, rest)| rest);
    let path = match rest {
        Some(rest) if rest == UNKNOWN.to_string() => rest,
        Some(_) => path(uri).unwrap_or_default(),
        None if uri.starts_with(UNKNOWN) => uri,
        None => return false,
    };
    if pattern.is_empty() && rest.is_none() {
        return !uri.split_once("://").map_or(uri, |(_, rest)| rest).contains('/');
    }
    let mut wanted = wanted(pattern);
    if has_words(pattern) || rest.is_none() {
        wanted.insert(0, PatternPiece::Any);
    }
    overlap(&wanted, &written(path))
}

/// Whether a text that may hold templates may be this one.
#[must_use]
pub fn may_be(text: &str, other: &str) -> bool {
    overlap(&written(text), &written(other))
}

/// What may stand at a place of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PatternPiece {
    /// This character.
    One(char),
    /// A character of a part that the operator chooses.
    Chosen,
    /// Any number of these.
    AnyChosen,
    /// Anything.
    Any,
}

impl PatternPiece {
    const fn repeats(self) -> bool {
        matches!(self, Self::AnyChosen | Self::Any)
    }

    fn meets(self, other: Self) -> bool {
        match (self, other) {
            (Self::Any, _) | (_, Self::Any) => true,
            (Self::One(one), Self::One(other)) => one == other,
            (Self::One(one), _) | (_, Self::One(one)) => !['/', '?', '#', '&'].contains(&one),
            _ => true,
        }
    }
}

fn wanted(pattern: &str) -> Vec<PatternPiece> {
    let mut pieces = Vec::new();
    for (index, part) in pattern.split('{').enumerate() {
        let literal = if index == 0 { part } else { part.split_once('}').map_or("", |(_, literal)| literal) };
        if index > 0 {
            pieces.extend([PatternPiece::Chosen, PatternPiece::AnyChosen]);
        }
        pieces.extend(literal.chars().map(PatternPiece::One));
    }
    pieces
}

fn written(text: &str) -> Vec<PatternPiece> {
    text.chars().map(|char| if char == UNKNOWN { PatternPiece::Any } else { PatternPiece::One(char) }).collect()
}

/// Whether there is a text that both describe.
fn overlap(one: &[PatternPiece], other: &[PatternPiece]) -> bool {
    let skips = |pieces: &[PatternPiece], at: usize| pieces.get(at).is_some_and(|piece| piece.repeats());
    // Which places of `other` can be reached together with the place of `one`.
    let mut reached = vec![false; other.len() + 1];
    reached[0] = true;
    for at in 0..=one.len() {
        let mut next = vec![false; other.len() + 1];
        for place in 0..=other.len() {
            if !reached[place] {
                continue;
            }
            if skips(other, place) {
                reached[place + 1] = true;
            }
            if skips(one, at) {
                next[place] = true;
            }
            let (Some(piece), Some(met)) = (one.get(at), other.get(place)) else { continue };
            if piece.meets(*met) {
                match (piece.repeats(), met.repeats()) {
                    (true, _) => reached[place + 1] = true,
                    (false, true) => next[place] = true,
                    (false, false) => next[place + 1] = true,
                }
            }
        }
        if at == one.len() {
            return reached[other.len()];
        }
        reached = next;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_fit_on_every_host_and_below_a_base() {
        assert_eq!(fit("/auth/login", "https://a.example.org/auth/login"), Some(Fit::Whole));
        assert_eq!(fit("/auth/login", "http://localhost:80/auth/login"), Some(Fit::Whole));
        assert_eq!(fit("/auth/login", "https://a.example.org/app/auth/login"), Some(Fit::BelowBase));
        assert_eq!(fit("", "https://a.example.org"), Some(Fit::Whole));
        for other in ["https://a.example.org/auth/login/", "https://a.example.org/Auth/login", "app:/auth/login", ""] {
            assert_eq!(fit("/auth/login", other), None, "{other}");
        }
        assert_eq!(fit("", "https://a.example.org/"), None);
        assert_eq!(fit("/", "https://a.example.org/x/"), None);
    }

    #[test]
    fn a_variable_is_one_part() {
        assert_eq!(fit("/x/{name}/callback", "https://a/x/authelia/callback"), Some(Fit::Whole));
        assert_eq!(fit("/x/{name}", "https://a/x/y"), Some(Fit::Whole));
        assert_eq!(fit("/login?provider={name}&back=true", "https://a/login?provider=b&back=true"), Some(Fit::Whole));
        assert_eq!(fit("https://{team}.example.org/cb", "https://my-team.example.org/cb"), Some(Fit::Whole));
        for other in ["https://a/x//callback", "https://a/x/y/z/callback", "https://a/x/callback"] {
            assert_eq!(fit("/x/{name}/callback", other), None, "{other}");
        }
    }

    #[test]
    fn what_is_unknown_may_be_the_host_or_a_variable() {
        assert_eq!(fit("/x/{name}", "https://\u{e000}/x/\u{e000}"), Some(Fit::Whole));
        assert_eq!(fit("/x", "\u{e000}/x"), Some(Fit::Whole));
        assert_eq!(fit("/x", "https://a/\u{e000}"), None);
    }

    #[test]
    fn what_is_unknown_may_be_anything_where_it_may_hold_a_path() {
        let may = |pattern: &str, uri: &str| may_fit(pattern, &uri.replace('?', "\u{e000}"));
        for uri in [
            "https://a.?/x/cb",
            "https://a/?",
            "?/cb",
            "?",
            "https://?",
            "https://a/?/cb",
            "https://a/x?",
            "https://a?b/base/x/cb",
        ] {
            assert!(may("/x/cb", uri), "{uri}");
        }
        for uri in ["https://a.?/cb", "https://?/", "?/x", "https://a/y?", "https://a.?", "https://a/?/cd", "app:?"] {
            assert!(!may("/x/cb", uri) || uri == "https://a/y?", "{uri}");
        }
        assert!(may("/x/{name}/cb", "https://?/x/?/cb"));
        assert!(!may("/x/{name}/cb", "https://?/x/y/z/cb"));
        assert!(may("", "https://a.?") && may("", "?") && !may("", "https://a.?/") && !may("", "?/x"));
        assert!(may("app.a:///cb", "?") && !may("app.a:///cb", "https://?/"));
    }

    #[test]
    fn whole_uris_are_compared_as_they_are() {
        assert_eq!(fit("app.immich:///oauth-callback", "app.immich:///oauth-callback"), Some(Fit::Whole));
        assert_eq!(fit("http://localhost:8000", "http://localhost:8001"), None);
    }
}
