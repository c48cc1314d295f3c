//! Texts of which templates write a part, and what is certain of two of them.

use super::UNKNOWN;

/// The longest host name, in characters; more than DNS allows.
const MAX_HOST: usize = 256;

/// A letter of a text, or what a template writes there.
#[derive(Debug, Clone, Copy)]
pub enum Piece<'t> {
    /// A letter.
    Letter(char),
    /// What a template writes that writes the same wherever it stands: what it begins with, and its name.
    Named(char, &'t str),
    /// What cannot be known.
    Unknown,
}

impl Piece<'_> {
    /// Whether both are certainly the same.
    fn is(self, other: Self) -> bool {
        match (self, other) {
            (Self::Letter(one), Self::Letter(other)) => one == other,
            (Self::Named(one, name), Self::Named(other, same)) => (one, name) == (other, same),
            _ => false,
        }
    }

    const fn letter(self) -> Option<char> {
        if let Self::Letter(letter) = self { Some(letter) } else { None }
    }
}

/// A text as the pieces that it consists of.
#[derive(Debug, Clone, Default)]
pub struct Partly<'t>(Vec<Piece<'t>>);

impl<'t> FromIterator<Piece<'t>> for Partly<'t> {
    fn from_iter<I: IntoIterator<Item = Piece<'t>>>(pieces: I) -> Self {
        Self(pieces.into_iter().collect())
    }
}

impl Partly<'_> {
    /// A text with [`UNKNOWN`] for what cannot be known.
    #[must_use]
    pub fn of(text: &str) -> Self {
        text.chars().map(|letter| if letter == UNKNOWN { Piece::Unknown } else { Piece::Letter(letter) }).collect()
    }

    /// The text with [`UNKNOWN`] for each template.
    #[must_use]
    pub fn known(&self) -> String {
        self.0.iter().map(|piece| piece.letter().unwrap_or(UNKNOWN)).collect()
    }

    /// A text that two share exactly where both are certainly the same. Returns `None` if something is unknown.
    #[must_use]
    pub fn identity(&self) -> Option<String> {
        let text = |piece: &Piece<'_>| match piece {
            Piece::Letter(letter) => Some(letter.to_string()),
            Piece::Named(sigil, name) => Some(format!("{UNKNOWN}{sigil}{name}{UNKNOWN}")),
            Piece::Unknown => None,
        };
        self.0.iter().map(text).collect()
    }

    /// The identities of a host and of the domains around it, the nearest first, without those that are not certain. Empty if
    /// it is longer than a host can be.
    #[must_use]
    pub fn domains(&self) -> Vec<String> {
        let starts = (0..self.0.len()).filter(|at| *at == 0 || self.0[at - 1].letter() == Some('.'));
        let starts: Vec<_> = starts.take_while(|_| self.0.len() <= MAX_HOST).collect();
        starts.into_iter().filter_map(|at| Self(self.0[at..].to_vec()).identity()).collect()
    }

    /// Whether both are certainly the same.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.0.len() == other.0.len() && self.ends_with(other)
    }

    fn ends_with(&self, end: &Self) -> bool {
        self.0.len() >= end.0.len() && self.0.iter().rev().zip(end.0.iter().rev()).all(|(one, other)| one.is(*other))
    }

    /// The same without slashes at its end.
    #[must_use]
    pub fn without_last_slashes(mut self) -> Self {
        while self.0.last().is_some_and(|last| last.letter() == Some('/')) {
            self.0.pop();
        }
        self
    }

    /// The host of a URL whose scheme is known.
    #[must_use]
    pub fn host(&self) -> Option<Self> {
        let is = |at: usize, letter| self.0.get(at).is_some_and(|piece| piece.letter() == Some(letter));
        let start = (0..self.0.len()).find(|at| is(*at, ':') && is(at + 1, '/') && is(at + 2, '/'))? + 3;
        self.0[..start].iter().all(|piece| piece.letter().is_some()).then_some(())?;
        let host = self.0[start..].split(|piece| piece.letter().is_some_and(|letter| "/?#".contains(letter))).next()?;
        let host = host.rsplit(|piece| piece.letter() == Some('@')).next()?;
        let host = host.split(|piece| piece.letter() == Some(':')).next()?;
        Some(host.iter().copied().collect())
    }

    /// Whether a host is certainly a domain or below it.
    #[must_use]
    pub fn is_below(&self, domain: &Self) -> bool {
        let rest = self.0.len().saturating_sub(domain.0.len());
        let is_whole = rest == 0 || self.0[rest - 1].letter() == Some('.');
        !domain.0.is_empty() && self.ends_with(domain) && is_whole
    }

    /// Whether a host may be a domain or below it. What is certainly the same is compared from the end, up to the first
    /// template of which nothing is known.
    #[must_use]
    pub fn may_be_below(&self, domain: &Self) -> bool {
        let same = self.0.iter().rev().zip(domain.0.iter().rev());
        let alike = |one: &Piece<'_>, other: &Piece<'_>| match (one.letter(), other.letter()) {
            (Some(one), Some(other)) => one.eq_ignore_ascii_case(&other),
            _ => one.is(*other),
        };
        let same = same.take_while(|(one, other)| alike(one, other)).count();
        let (host, rest) = (&self.0[..self.0.len() - same], &domain.0[..domain.0.len() - same]);
        let is_open = |pieces: &[Piece<'_>]| pieces.last().is_some_and(|piece| piece.letter().is_none());
        // A template that the domain begins with may write its dot.
        let begins_open = domain.0.first().is_some_and(|first| first.letter().is_none());
        match (host, rest) {
            ([], []) => true,
            (host, []) => is_open(host) || begins_open || host.last().is_some_and(|last| last.letter() == Some('.')),
            ([], rest) => rest.iter().all(|piece| piece.letter().is_none()),
            (host, rest) => is_open(host) || is_open(rest),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A capital stands for a template of that name, `?` for one that is not known.
    fn partly(text: &'static str) -> Partly<'static> {
        let pieces = text.char_indices().map(|(at, letter)| match letter {
            'A'..='Z' => Piece::Named('$', &text[at..=at]),
            '?' => Piece::Unknown,
            _ => Piece::Letter(letter),
        });
        pieces.collect()
    }

    #[test]
    fn what_is_certain_of_hosts_is_told() {
        for (host, domain, may, is) in [
            ("auth.D", "D", true, true),
            ("D", "D", true, true),
            ("auth.other.com", "X.example.com", false, false),
            ("auth.example.com", "X.example.com", true, false),
            ("auth.b.D", "a.D", false, false),
            ("auth.E", "a.D", true, false),
            ("auth.?", "?", true, false),
            ("auth.D", "auth.D", true, true),
            ("xD", "D", true, false),
            ("xa.D", "a.D", false, false),
            ("D", "a.D", false, false),
            ("D", "XD", true, false),
            ("auth.X.com", "X.com", true, true),
            ("auth.X.org", "X.com", false, false),
        ] {
            let (host, domain) = (partly(host), partly(domain));
            assert_eq!((host.may_be_below(&domain), host.is_below(&domain)), (may, is), "{host:?} {domain:?}");
        }
    }

    #[test]
    fn a_host_is_found_in_a_url() {
        for (url, host) in [
            ("https://auth.D:9091/x", Some("auth.D")),
            ("https://u:p@D/x?y", Some("D")),
            ("S://auth.D", None),
            ("U", None),
        ] {
            let found = partly(url).host();
            assert_eq!(found.is_some(), host.is_some(), "{url}");
            assert!(host.is_none_or(|host| found.is_some_and(|found| found.is(&partly(host)))), "{url}");
        }
    }
}
