//! Secrets are never shown, in any format.
//!
//! What is hidden, in the text of a source:
//! - the values that the configuration is known to keep secret ([`Outcome::secrets`]);
//! - what is a secret by its place in a tree (`structure.rs`);
//! - where there is no tree, all but keys and what is certainly harmless (`unread.rs`);
//! - what is behind a key that refers to a secret in the text alone, as in comments (`keyed.rs`);
//! - in the configuration of a reverse proxy, of which there is no tree either, what is behind such a word (`directives.rs`), and
//!   what looks random;
//! - digests (`$scheme$…`), PEM blocks, and passwords in URLs, wherever they stand (`patterns.rs`);
//! - each of these again, wherever else it is written.
//!
//! The scheme and the parameters of a digest and the BEGIN and END lines of a PEM block stay readable; all else becomes
//! bullets of the same display width. In what a finding says, digests, PEM blocks and URLs are treated alike, and every
//! known value of six or more characters is replaced wherever it stands as a word of its own.

pub(crate) mod bullets;
mod digests;
mod directives;
mod finding;
mod foreign;
mod harmless;
mod keyed;
mod names;
mod patterns;
mod ranges;
mod structure;
mod unread;
mod values;
mod words;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::config::is_plain_variable;
use crate::embedded::detect;
use crate::lint::Outcome;
use crate::text::parallel::both;
use crate::text::{Secret, Source, SourceId, Sources, Span};

pub use finding::{Shown, ShownEdit, ShownFinding, ShownFix, ShownLabel};
pub use foreign::{covered_error, covered_text};
pub use ranges::text_ranges;
pub(crate) use structure::hidden as hidden_in_tree;

use bullets::hide;
use names::Names;
use ranges::{hidden_ranges, merged, random_ranges, shaped_ranges};
use values::values;
use words::{Words, is_own_word};

/// From so many bytes on, several threads search a text.
const LONG_TEXT: usize = 256 * 1024;

/// The secrets of a run.
#[derive(Debug, Default)]
pub struct Masks {
    hidden: HashMap<SourceId, Vec<Range<usize>>>,
    /// What is looked for.
    values: Words,
    /// Which of them look random, and are looked for inside longer words, too.
    random: Vec<bool>,
}

impl Masks {
    /// Finds the secrets of all sources.
    #[must_use]
    pub fn new(outcome: &Outcome, sources: &Sources) -> Self {
        Self::with_secrets_of(&Self::default(), outcome, sources)
    }

    /// The same for a later state of some sources: what was a secret stays one, wherever it is then.
    #[must_use]
    pub fn with_secrets_of(earlier: &Self, outcome: &Outcome, sources: &Sources) -> Self {
        let known = by_source(&outcome.secrets);
        let plain: HashSet<(SourceId, u32)> = outcome.plain_keys.iter().map(|key| (key.source, key.start)).collect();
        let mut hidden: HashMap<SourceId, Vec<Range<usize>>> = HashMap::new();
        let mut names = Names::default();
        for (id, source) in sources.iter() {
            // A key may be in quotes.
            let is_plain = |at: usize| {
                u32::try_from(at)
                    .is_ok_and(|at| plain.contains(&(id, at)) || plain.contains(&(id, at.saturating_sub(1))))
            };
            let known = known.get(&id).cloned().unwrap_or_default();
            let mut ranges = hidden_ranges(&source.text, known, &mut names, is_plain);
            if detect::form(&source.name, &source.text).is_some() {
                ranges.extend(directives::find(&source.text).into_iter().chain(random_ranges(&source.text)));
                ranges = merged(ranges);
            }
            hidden.insert(id, ranges);
        }
        let texts = sources.iter().flat_map(|(id, source)| {
            let ranges: &Vec<_> = &hidden[&id];
            ranges.iter().filter_map(|range| source.text.get(range.clone()))
        });
        let read = outcome.secret_texts.iter().map(Secret::expose);
        let found = values(texts.chain(read).chain(earlier.values.iter()));
        let values = Words::new(found);
        let random = values.iter().map(harmless::is_random).collect();
        let mut masks = Self { values, random, ..Self::default() };
        let unread = by_source(&outcome.unread);
        for (id, source) in sources.iter() {
            let ranges = hidden.entry(id).or_default();
            ranges.extend(masks.repeated(&source.text));
            ranges.extend(unread_ranges(source, unread.get(&id).map_or(&[], Vec::as_slice)));
            *ranges = merged(std::mem::take(ranges));
        }
        masks.hidden = hidden;
        masks
    }

    /// The secrets of a settings file: where it does not parse, all but its keys and what is certainly harmless.
    #[must_use]
    pub fn of_settings(source: SourceId, text: &str) -> Self {
        let mut hidden = text_ranges(text);
        if toml::from_str::<toml::Table>(text).is_err() {
            hidden.extend(unread::find(text, 0..text.len()));
        }
        Self { hidden: HashMap::from([(source, merged(hidden))]), ..Self::default() }
    }

    /// The hidden bytes of a source, sorted and apart from each other.
    #[must_use]
    pub fn of(&self, source: SourceId) -> &[Range<usize>] {
        self.hidden.get(&source).map_or(&[], Vec::as_slice)
    }

    /// A place of a source with bullets for its secrets. Returns `None` if it holds none.
    #[must_use]
    pub fn shown(&self, span: Span, sources: &Sources) -> Option<String> {
        let within: Vec<_> = self
            .within(span)
            .map(|hidden| hidden.start - span.range().start..hidden.end - span.range().start)
            .collect();
        (!within.is_empty()).then(|| hide(sources.slice(span), &within))
    }

    /// The hidden parts of a place.
    fn within(&self, span: Span) -> impl Iterator<Item = Range<usize>> {
        let range = span.range();
        let hidden = self.of(span.source);
        let first = hidden.partition_point(|hidden| hidden.end <= range.start);
        let within = hidden[first..].iter().take_while(move |hidden| hidden.start < range.end);
        within.map(move |hidden| hidden.start.max(span.range().start)..hidden.end.min(span.range().end))
    }

    /// A source's text, as it may be shown.
    #[must_use]
    pub fn covered(&self, source: SourceId, text: &str) -> String {
        hide(text, self.of(source))
    }

    /// A text of our own making, such as a message, without the secrets that it may quote.
    #[must_use]
    pub fn scrub(&self, text: &str) -> String {
        hide(text, &merged(self.quoted(text)))
    }

    /// Where a text of our own making quotes secrets.
    fn quoted(&self, text: &str) -> Vec<Range<usize>> {
        let mut hidden = shaped_ranges(text);
        hidden.extend(self.again(text));
        hidden
    }

    /// Where a text holds secrets.
    fn again(&self, text: &str) -> Vec<Range<usize>> {
        let counts = |value: usize, range: &Range<usize>| self.random[value] || is_own_word(text, range);
        let middle = text.floor_char_boundary(text.len() / 2);
        let find = |part: Range<usize>| self.values.find(text, part, counts);
        let (mut found, others) = both(text.len() >= LONG_TEXT, || find(middle..text.len()), || find(0..middle));
        found.extend(others);
        found
    }

    /// Where secrets are written again, in a comment or in another value. A common word is not looked for.
    fn repeated(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = self.again(text);
        found.retain(|range| !is_common(&text[range.clone()]));
        found
    }
}

fn by_source(spans: &[Span]) -> HashMap<SourceId, Vec<Range<usize>>> {
    let mut ranges: HashMap<SourceId, Vec<Range<usize>>> = HashMap::new();
    for span in spans {
        ranges.entry(span.source).or_default().push(span.range());
    }
    ranges
}

/// Whether a text is a common word, the name of an option, or certainly harmless.
fn is_common(text: &str) -> bool {
    let is_name = text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    is_name || harmless::is_word(text) || harmless::is_value(text)
}

/// What to hide of the parts of a text that no tree is known of, and of a file of variables.
fn unread_ranges(source: &Source, parts: &[Range<usize>]) -> Vec<Range<usize>> {
    if source.variables {
        return unread::variables(&source.text, is_plain_variable);
    }
    if parts.is_empty() {
        return Vec::new();
    }
    let readable = digests::readable(&source.text);
    let mut hidden: Vec<_> = parts.iter().flat_map(|part| unread::find(&source.text, part.clone())).collect();
    for range in &mut hidden {
        let before = readable.partition_point(|readable| readable.end <= range.start);
        if let Some(readable) = readable.get(before).filter(|readable| readable.start <= range.start) {
            range.start = readable.end.min(range.end);
        }
    }
    hidden
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::Span;

    fn masks(text: &str, known: &[&str]) -> Masks {
        let mut sources = Sources::default();
        let source = sources.add("a.yml".to_owned(), text.to_owned());
        let place = |part: &&str| {
            let start = text.find(*part).unwrap();
            Span::new(source, u32::try_from(start).unwrap(), u32::try_from(start + part.len()).unwrap())
        };
        let outcome = Outcome { secrets: known.iter().map(place).collect(), ..Outcome::default() };
        Masks::new(&outcome, &sources)
    }

    fn shown(text: &str, known: &[&str]) -> String {
        hide(text, masks(text, known).of(SourceId(0)))
    }

    #[test]
    fn known_values_are_hidden_but_not_their_quotes() {
        assert_eq!(shown("a: 'hunter2'", &["'hunter2'"]), "a: '•••••••'");
        assert_eq!(shown("a: hunter2", &["hunter2"]), "a: •••••••");
        assert_eq!(shown("a: |\n  ab c\n  d\nb: 1", &["|\n  ab c\n  d"]), "a: |\n  ••••\n  •\nb: 1");
    }

    #[test]
    fn wide_characters_keep_their_width() {
        assert_eq!(shown("password: 東京x", &[]), "password: •••••");
    }

    #[test]
    fn the_scheme_of_a_digest_stays() {
        let digest = "$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$a2V5";
        let hidden = "$argon2id$v=19$m=65536,t=3,p=4$•••••••••••";
        assert_eq!(shown(&format!("client_secret: '{digest}'"), &[]), format!("client_secret: '{hidden}'"));
        assert_eq!(shown(&format!("# was {digest}"), &[]), format!("# was {hidden}"));
        assert_eq!(masks("", &[]).scrub(digest), hidden);
    }

    #[test]
    fn the_ends_of_a_pem_block_stay() {
        let text = "- key: |\n    -----BEGIN PRIVATE KEY-----\n    MIIE\n    -----END PRIVATE KEY-----\n";
        assert_eq!(shown(text, &[]), text.replace("MIIE", "••••"));
        assert_eq!(
            shown(text, &["|\n    -----BEGIN PRIVATE KEY-----\n    MIIE\n    -----END PRIVATE KEY-----"]),
            text.replace("MIIE", "••••")
        );
        let line = r#"key: "-----BEGIN EC PRIVATE KEY-----\nMIIE\n-----END EC PRIVATE KEY-----""#;
        assert_eq!(shown(line, &[]), line.replace(r"\nMIIE\n", "••••••••"));
    }

    #[test]
    fn messages_quote_no_secret() {
        let masks = masks("client_secret: 'it''s \\ hunter2'\npassword: \"a\\\"bcdef\"", &[]);
        assert_eq!(masks.scrub("got `it's \\ hunter2`"), "got `••••••••••••••`");
        assert_eq!(masks.scrub("got `a\"bcdef`"), "got `•••••••`");
        assert_eq!(masks.scrub("redis://x:hunter22@y"), "redis://x:••••••••@y");
    }

    #[test]
    fn messages_quote_no_secret_that_is_written_with_entities() {
        for written in ["ab&lt;cd&amp;ef", "ab&#60;cd&#x26;ef"] {
            let masks = masks(&format!("<secret>{written}</secret>"), &[written]);
            assert_eq!(masks.scrub("got `ab<cd&ef`"), "got `••••••••`", "{written}");
        }
    }

    #[test]
    fn a_secret_that_is_a_word_does_not_hide_other_words() {
        let masks = masks("client_secret: secret", &[]);
        assert_eq!(masks.scrub("write `client_secret_post`, not `secret`"), "write `client_secret_post`, not `••••••`");
    }

    /// The ways in which a secret may stand in a file.
    fn written(form: usize, secret: &str) -> String {
        match form {
            0 => format!("client_secret: '{secret}'\n"),
            1 => format!("    password: {secret}   # why\n"),
            2 => format!("# hmac_secret: \"{secret}\"\n"),
            3 => format!("- key: |\n    {secret}\n    {secret}\n  use: sig\n"),
            4 => format!("- {{ client_id: x, client_secret: {secret}, public: false }}\n"),
            5 => format!("{{\"client_secret\":\"{secret}\",\"a\":1}}\n"),
            6 => format!("address: 'smtp://user:{secret}@mail:25'\n"),
            7 => format!("any: $plaintext${secret}\n"),
            8 => format!("any: '$pbkdf2-sha512$310000${secret}$c2FsdA'\n"),
            9 => format!("password:\n  {secret}\nuser: x\n"),
            10 => format!("AUTHELIA_JWT_SECRET={secret}\n"),
            11 => format!("x: |\n  -----BEGIN PRIVATE KEY-----\n  {secret}\n  -----END PRIVATE KEY-----\n"),
            _ => format!("x: |\n  -----BEGIN PRIVATE KEY-----\n  {secret}\nlost: end\n"),
        }
    }

    proptest! {
        #[test]
        fn a_secret_never_survives(
            forms in prop::collection::vec(0..13_usize, 1..5),
            secret in "[A-Za-z0-9]{8,24}",
            broken in "[ -~\n]{0,20}",
        ) {
            let secret = format!("Zq{secret}");
            let text: String = forms.iter().map(|form| written(*form, &secret)).collect();
            let shown = shown(&format!("{text}{broken}"), &[]);
            prop_assert!(!shown.contains(&secret), "{}", shown);
            let message = format!("got `{secret}` and \"{secret}\": {secret}");
            prop_assert!(!masks(&text, &[]).scrub(&message).contains(&secret));
        }

        #[test]
        fn any_text_is_hidden_or_shown_without_a_panic(text in "(?s).{0,200}|([:=#|'\"${}\\[\\], \n]|key|secret|-----BEGIN |-----END ){0,40}") {
            let shown = shown(&text, &[]);
            prop_assert_eq!(shown.matches('\n').count(), text.matches('\n').count());
        }
    }
}
