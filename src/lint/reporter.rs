//! What a rule reports to.

use std::collections::HashSet;
use std::fmt::Write;

use super::{Effect, Finding, Label, Rule, Safety, Severity};
use crate::app::{Evidence, Fact, Proof, Registration};
use crate::config::{Client, Config, Place};
use crate::document::Document;
use crate::text::{Span, Unmasked};

/// So many findings of one rule are kept of a configuration: nobody reads more, and each takes memory.
const MAX_FINDINGS: usize = 20_000;

/// The findings of one rule over one subject.
#[derive(Debug)]
pub struct Reporter<'a> {
    config: &'a Config,
    rule: &'static Rule,
    client: Option<&'a Client>,
    app: Option<&'a str>,
    list: Vec<Finding>,
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id)
    }
}

impl<'a> Reporter<'a> {
    /// No findings yet, of `rule`, over the subject.
    #[must_use]
    pub const fn new(config: &'a Config, rule: &'static Rule) -> Self {
        Self { config, rule, client: None, app: None, list: Vec::new() }
    }

    /// Says which client, and which application (its name), the next findings are about.
    pub fn about(&mut self, client: Option<&'a Client>, app: Option<&'a str>) {
        self.client = client;
        self.app = app;
    }

    /// Adds a finding at a place: what is wrong, and what happens because of it. Severity and effect are those of the
    /// rule's page; the rest is added to what is returned.
    pub fn report(&mut self, place: Place, message: impl Into<Unmasked>) -> &mut Finding {
        let meta = self.rule.meta();
        let mut finding = Finding::new(self.rule.id, meta.severity, meta.effect, place.span, message);
        if self.list.len() < MAX_FINDINGS {
            finding.labels.extend(self.never_read(place));
            finding.path = self.config.paths.spell(place.path).into();
            finding.client_id = self.client.and_then(|client| client.client_id.text()).map(Unmasked::from);
            finding.app = self.app.map(Unmasked::from);
        }
        // The rule may go on with the last one, so that there is always one.
        self.list.truncate(MAX_FINDINGS);
        self.list.push(finding);
        let last = self.list.len() - 1;
        &mut self.list[last]
    }

    /// Whether no more findings are kept.
    #[must_use]
    pub const fn is_full(&self) -> bool {
        self.list.len() > MAX_FINDINGS
    }

    /// Where something is missing from the end of a document, the text that follows and is never read may hold it.
    fn never_read(&self, place: Place) -> Option<Label> {
        let missing_from = |document: &&Document| {
            let root = document.root.map(|root| self.config.tree[root].span);
            !place.given && root.is_some_and(|root| root.source == place.span.source && root.end == place.span.end)
        };
        let dropped = self.config.documents.iter().find(missing_from)?.dropped?;
        let span = Span { end: dropped.start, ..dropped };
        Some(Label { span, text: "nothing from here on is read".into() })
    }

    /// Points at the key of a place rather than at its value.
    pub fn report_key(&mut self, place: Place, message: impl Into<Unmasked>) -> &mut Finding {
        let span = place.key_or_value();
        self.report(Place { span, ..place }, message)
    }

    /// All that was found, each mistake once: what an alias brings to several places is written at one.
    #[must_use]
    pub fn into_list(mut self) -> Vec<Finding> {
        let is_full = self.is_full();
        self.list.truncate(MAX_FINDINGS);
        for finding in &mut self.list {
            debug_assert!(
                self.rule.meta().declares(finding.weight()),
                "the page of {}: {:?}",
                self.rule.id,
                finding.weight()
            );
            if finding.effect == Effect::Startup {
                finding.message.push_str("; Authelia will refuse to start");
            }
        }
        let mut seen = HashSet::new();
        self.list
            .retain(|finding| seen.insert((finding.span, finding.message.expose().replace(finding.path.expose(), ""))));
        if is_full && let Some(last) = self.list.last_mut() {
            last.message.push_str(" (there is more like this, which is not listed)");
        }
        self.list
    }
}

impl Finding {
    /// Weighs a finding by how the fact behind it is known: what is only documented warns, and says so.
    pub fn of_fact<T>(&mut self, registration: &Registration<'_>, fact: &Fact<T>) -> &mut Self {
        if fact.proof == Proof::Documented && self.severity >= Severity::Warning {
            self.severity = Severity::Warning;
            if let Some(fix) = &mut self.fix {
                fix.safety = Safety::Unsafe;
            }
            let setting = fact.setting.as_ref().map(|setting| format!("; it depends on `{}`", setting.name));
            let setting = setting.unwrap_or_default();
            let _ = write!(self.message, " ({}: {}{setting})", fact.proof.words(), registration.origin(fact));
        }
        self.proof = Some(registration.proof(fact).into());
        self
    }

    /// Makes advice of a finding where a setting of the application is known under which nothing is wrong.
    pub fn unless<T>(&mut self, fact: &Fact<T>, fits: impl Fn(&T) -> bool) -> &mut Self {
        let (Some((name, value)), Some(condition)) = (fact.fitting_value(&fits), fact.otherwise(&fits)) else {
            return self;
        };
        self.severity = Severity::Advice;
        self.effect = Effect::Hygiene;
        self.fix = None;
        let default = fact.default_value().map(|value| format!("the default is `{value}`, and with that"));
        let default = default.unwrap_or_else(|| "otherwise".to_owned());
        self.message = format!("works only if {condition}; {default} {}", self.message.expose()).into();
        if let Some(help) = &mut self.help {
            let set = value.map_or_else(|| format!("check `{name}`"), |value| format!("set `{name}` to `{value}`"));
            *help = format!("{set} in the application's settings, or {}", help.expose()).into();
        }
        self
    }

    /// Makes a warning of a finding that is only true since a version of the application, and says so.
    pub fn since(&mut self, registration: &Registration<'_>, version: Option<&str>) -> &mut Self {
        if let Some(version) = version {
            self.severity = self.severity.min(Severity::Warning);
            if let Some(fix) = &mut self.fix {
                fix.safety = Safety::Unsafe;
            }
            let _ = write!(self.message, " (since {} {version}; earlier versions work)", registration.app.name);
        }
        self
    }

    /// Points at a further place, such as the application's own setting, where it is shown.
    pub fn also_at(&mut self, span: Option<Span>, text: &str) -> &mut Self {
        if let Some(span) = span {
            self.also(span, text);
        }
        self
    }

    /// Points at what the application was recognised by, unless the finding is there already.
    pub fn recognised(&mut self, registration: &Registration<'_>) -> &mut Self {
        let client = registration.client;
        let place = match registration.evidence.first() {
            Some(Evidence::ClientName) => client.client_name.place,
            Some(Evidence::RedirectUri(_) | Evidence::Host) => client.redirect_uris.place,
            _ => client.client_id.place,
        };
        if place.given && place.span != self.span {
            let by = registration.evidence.first().map(Evidence::words).unwrap_or_default();
            self.also(place.span, format!("recognised as {} by {by}", registration.app.name));
        }
        self
    }
}
