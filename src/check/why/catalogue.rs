//! The messages that are known, and the comparison of a text with them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;

use super::model::Message;

/// What the build script read from `rules/messages`.
static MESSAGES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/messages"));

/// The values of a message's parameters, by name.
pub(super) type Parameters = BTreeMap<&'static str, String>;

/// All messages, ready to be looked for in one pass over a text.
#[derive(Debug)]
struct Catalogue {
    patterns: Vec<MessagePattern>,
    /// Finds the longest text of each pattern.
    longest: AhoCorasick,
}

/// A message, ready to be compared with texts.
#[derive(Debug)]
struct MessagePattern {
    message: &'static Message,
    /// The texts between the parameters, in order.
    texts: Vec<&'static str>,
    /// The parameter behind each text; the last text may have none.
    parameters: Vec<&'static str>,
    /// How many characters are compared.
    length: usize,
    /// Whether it is only the name of an error, such as `invalid_client`, or the general description of such an error.
    is_general: bool,
    /// Whether it repeats Authelia's error, which says more.
    repeats: bool,
}

/// All messages.
///
/// # Panics
/// Where the build script wrote another form than this reads, which every test would see.
#[must_use]
pub fn messages() -> &'static [Message] {
    static KNOWN: OnceLock<Vec<Message>> = OnceLock::new();
    KNOWN.get_or_init(|| match postcard::from_bytes(MESSAGES) {
        Ok(messages) => messages,
        Err(error) => panic!("the known messages cannot be read: {error}"),
    })
}

fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(Catalogue::new)
}

/// What a text says.
#[derive(Debug)]
pub(super) struct Found {
    /// The most specific message in it.
    pub(super) message: &'static Message,
    pub(super) parameters: Parameters,
    /// The application that prints one of its messages.
    pub(super) app: Option<&'static str>,
}

/// The most specific message that a text contains: programs write what is general first, and details last.
pub(super) fn find(text: &str) -> Option<Found> {
    let found = catalogue().candidates(text).filter_map(|pattern| {
        let (start, values) = pattern.find(text)?;
        Some(((!pattern.repeats, !pattern.is_general, start, pattern.length), pattern, values))
    });
    let found: Vec<_> = found.collect();
    let app = found.iter().find_map(|(_, pattern, _)| pattern.message.app.as_deref());
    let (_, pattern, values) = found.into_iter().max_by_key(|(order, ..)| *order)?;
    let values = values.into_iter().map(str::to_owned);
    Some(Found { message: pattern.message, parameters: pattern.parameters.iter().copied().zip(values).collect(), app })
}

impl Catalogue {
    /// # Panics
    /// If the messages are too many for one search, which every test would see.
    fn new() -> Self {
        let reported = messages().iter().filter(|message| !message.text.is_empty());
        let patterns: Vec<MessagePattern> = reported.flat_map(MessagePattern::all).collect();
        match AhoCorasick::new(patterns.iter().map(MessagePattern::longest)) {
            Ok(longest) => Self { patterns, longest },
            Err(error) => panic!("the known messages cannot be looked for: {error}"),
        }
    }

    /// The patterns that a text can contain because it contains the longest text of each, in their order.
    fn candidates(&self, text: &str) -> impl Iterator<Item = &MessagePattern> {
        let found: BTreeSet<_> = self.longest.find_overlapping_iter(text).map(|found| found.pattern()).collect();
        found.into_iter().map(|pattern| &self.patterns[pattern])
    }
}

impl MessagePattern {
    /// The texts that report a message.
    fn all(message: &'static Message) -> impl Iterator<Item = Self> {
        let text = Self::new(message, &message.text, !message.text.contains(' '));
        let description = message.described.as_deref().map(|described| Self::new(message, described, true));
        std::iter::once(text).chain(description)
    }

    fn new(message: &'static Message, text: &'static str, is_general: bool) -> Self {
        let (mut texts, mut parameters) = (Vec::new(), Vec::new());
        let mut rest = text;
        while let Some((text, (name, behind))) =
            rest.split_once('{').and_then(|(text, behind)| Some((text, behind.split_once('}')?)))
        {
            texts.push(text);
            parameters.push(name);
            rest = behind;
        }
        texts.push(rest);
        let length = texts.iter().map(|text| text.len()).sum();
        let repeats = parameters.contains(&"answer");
        Self { message, texts, parameters, length, is_general, repeats }
    }

    fn longest(&self) -> &'static str {
        self.texts.iter().copied().max_by_key(|text| text.len()).unwrap_or_default()
    }

    /// Where the message begins in a text, and the value of each parameter. Returns `None` if the text does not contain it.
    fn find<'t>(&self, text: &'t str) -> Option<(usize, Vec<&'t str>)> {
        let (first, others) = self.texts.split_first()?;
        let start = text.find(first)?;
        let mut rest = &text[start + first.len()..];
        let mut values = Vec::new();
        for behind in others {
            // A parameter at the end goes up to the end of the text.
            let end = if behind.is_empty() { rest.len() } else { rest.find(behind)? };
            values.push(&rest[..end]);
            rest = &rest[end + behind.len()..];
        }
        Some((start, values))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_specific_message_is_found_with_its_parameters() {
        let text = "could not be created: Clients must include a 'code_challenge' when performing the authorize code \
                    flow, but it is missing. The client with id 'mail' is registered in a way that enforces PKCE. (invalid_request)";
        let found = find(text).unwrap();
        assert_eq!(found.message.options[0], "require_pkce");
        assert_eq!(found.parameters["client"], "mail");
        assert!(find("Logged in").is_none());
    }

    /// What Authelia 4.39.20 and `github:authelia/oauth2-provider` v0.2.31 report about clients, requests and tokens, with values in
    /// place of what their sources insert, and what each of them means here.
    static REPORTED: &str = include_str!("../../../fixtures/why/messages.tsv");

    #[test]
    fn what_the_provider_reports_is_told_apart() {
        let mut wrong = Vec::new();
        for row in REPORTED.lines() {
            let [text, step, says] = row.split('\t').collect::<Vec<_>>()[..] else { panic!("not a row: {row}") };
            let found = find(&format!("could not be processed: {text} (an_error)"));
            let told = found.map(|found| (found.message.step.as_str(), found.message.says.as_str()));
            if told != Some((step, says)) {
                wrong.push(format!("{text}\n  {told:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// Each line of a long log is searched once for all messages, and compared with hardly any of them.
    #[test]
    fn hardly_any_message_is_compared_with_a_line() {
        let compared = |text: &str| catalogue().candidates(text).count();
        let lines = REPORTED.lines().filter_map(|row| row.split('\t').next());
        let most = lines.map(compared).max().unwrap();
        assert!(most <= 16, "{most} of {}", messages().len());
        let usual = "Check authorization of subject username=kim groups=staff ip=192.0.2.7 and object https://a.example.com/ (method GET).";
        assert_eq!(compared(usual), 0);
        // However often a message is in a line.
        assert_eq!(compared(&"invalid_client ".repeat(4_000)), 1);
    }

    /// A message that another one always wins over would never be told.
    #[test]
    fn no_message_hides_another() {
        for message in messages().iter().filter(|message| !message.text.is_empty()) {
            let text = message.text.replace(['{', '}'], "");
            for text in std::iter::once(text).chain(message.described.clone()) {
                let found = find(&text).unwrap().message;
                assert_eq!((&found.text, &found.says), (&message.text, &message.says));
            }
        }
    }

    #[test]
    fn messages_refer_to_rules_that_exist() {
        for message in messages() {
            for rule in &message.rules {
                assert!(crate::rules::find(rule).is_some(), "{}: {rule}", message.text);
            }
            let has_cause = !message.rules.is_empty() || !message.effects.is_empty() || !message.options.is_empty();
            assert!(
                message.context.is_some() || has_cause || !message.check.is_empty(),
                "{}: no rule, no option and nothing to check",
                message.text
            );
        }
    }
}
