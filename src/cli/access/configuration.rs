//! The one configuration that requests are decided by.

use crate::access::{Decision, Identity, RuleSet};
use crate::check::Options;
use crate::check::mask::Masks;
use crate::config::{Config, Place};
use crate::embedded::Configurations;
use crate::text::Sources;
use crate::text::suggestion::nearest;

use super::super::Error;
use super::super::inputs::{Inputs, ReadInputs};
use super::super::progress::Progress;

/// The rules that are asked for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Wanted<'a> {
    /// Those of access control.
    AccessControl,
    /// Those of the authorization policy of a client.
    Client(&'a str),
}

/// The rules of a configuration, and the texts that they are written in.
pub(super) struct LoadedRules {
    pub(super) rules: RuleSet,
    /// Everybody in the users database, if all of it is known.
    pub(super) users: Option<Vec<Identity>>,
    pub(super) sources: Sources,
    options: Options,
    /// Whether the policy is one that Authelia brings.
    is_standard: bool,
}

/// What was found while configurations were read.
#[derive(Default)]
struct RulesSearch {
    found: Vec<(RuleSet, Option<Vec<Identity>>)>,
    /// The ids of the clients that were seen.
    clients: Vec<String>,
    broken: usize,
    /// Whether the policy of the client is not known.
    is_unknown: bool,
}

impl LoadedRules {
    pub(super) fn read(inputs: &Inputs, wanted: Wanted<'_>) -> Result<Self, Error> {
        let ReadInputs { options, sources, unread } = inputs.read(&Progress::new(true))?;
        if unread > 0 {
            return Err(Error::Inputs(unread));
        }
        Self::of(sources, options, wanted)
    }

    /// The rules in some sources.
    pub(super) fn of(sources: Sources, options: Options, wanted: Wanted<'_>) -> Result<Self, Error> {
        let mut search = RulesSearch::default();
        Configurations::all(&sources, &options.load, |config| search.look_at(config, wanted));
        if search.broken > 0 {
            return Err(Error::Inputs(search.broken));
        }
        match (search.found.pop(), search.found.is_empty()) {
            (Some((rules, users)), true) => {
                let is_standard = matches!(wanted, Wanted::Client(_)) && rules.rules.is_empty();
                Ok(Self { rules, users, sources, options, is_standard })
            }
            (Some(_), false) => Err(Error::Nothing(
                "several configurations with `access_control`; name one, or use `--merge` if they are parts of one"
                    .to_owned(),
            )),
            (None, _) => Err(search.nothing(wanted)),
        }
    }

    /// The file and the line where something is written. Returns `None` if it is not written.
    pub(super) fn line(&self, place: Place) -> Option<(&str, usize)> {
        let source = self.sources.get(place.span.source);
        place.given.then(|| (source.name.as_str(), source.line_at(place.span.start)))
    }

    /// The file and the line of a place behind what is there, such as ` at configuration.yml:14`; empty if it is not written.
    pub(super) fn at(&self, place: Place) -> String {
        self.line(place).map(|(file, line)| format!(" at {file}:{line}")).unwrap_or_default()
    }

    /// Where the rule, or the default, is written that makes a decision.
    pub(super) fn place(&self, decision: &Decision) -> Place {
        self.rules.place(decision)
    }

    /// The rule, or the option, that makes a decision.
    pub(super) fn name(&self, decision: &Decision) -> String {
        match decision.rule {
            Some(index) => format!("rule {}", index + 1),
            None if self.is_standard => "`authorization_policy`".to_owned(),
            None => "`default_policy`".to_owned(),
        }
    }

    /// What must not be shown of the texts.
    pub(super) fn masks(&self) -> Masks {
        Masks::new(&crate::check(&self.sources, &self.options), &self.sources)
    }

    /// Somebody with the groups that are given, or else those in the users database.
    pub(super) fn user(&self, name: &str, groups: &[String]) -> Identity {
        let known = self.users.iter().flatten().find(|user| user.user == name);
        known.filter(|_| groups.is_empty()).cloned().unwrap_or_else(|| Identity::user(name, groups.iter().cloned()))
    }
}

impl RulesSearch {
    fn look_at(&mut self, config: &Config, wanted: Wanted<'_>) {
        self.broken += usize::from(!config.syntax_errors.is_empty());
        let rules = match wanted {
            Wanted::AccessControl => {
                let is_given = config.root.access_control.place.given || config.absent_is_absent();
                is_given.then(|| RuleSet::of(config))
            }
            Wanted::Client(id) => self.policy_of(config, id),
        };
        self.found.extend(rules.map(|rules| (rules, users(config))));
    }

    fn policy_of(&mut self, config: &Config, id: &str) -> Option<RuleSet> {
        let clients = config.root.identity_providers.oidc.iter().flat_map(|provider| &provider.clients.items);
        self.clients.extend(clients.clone().filter_map(|client| client.client_id.text()).map(str::to_owned));
        let client = clients.into_iter().find(|client| client.client_id.text() == Some(id))?;
        let rules = RuleSet::of_client(config, client);
        self.is_unknown |= rules.is_none();
        rules
    }

    fn nothing(&self, wanted: Wanted<'_>) -> Error {
        Error::Nothing(match wanted {
            Wanted::AccessControl => "no `access_control` in the configuration".to_owned(),
            Wanted::Client(id) if self.is_unknown => {
                format!("the authorization policy of the client `{id}` is not known")
            }
            Wanted::Client(id) => {
                let near = nearest(id, self.clients.iter().map(String::as_str));
                let meant = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                format!("no client `{id}` in the configuration{meant}")
            }
        })
    }
}

/// Everybody in the users database. Returns `None` if there may be more, or other groups.
fn users(config: &Config) -> Option<Vec<Identity>> {
    let database = config.configured_users_database().filter(|database| !database.unknown)?;
    let identity = |user: &crate::config::users::User| {
        let groups = user.groups.texts()?;
        Some(Identity::user(user.name.text.clone(), groups.into_iter().map(str::to_owned)))
    };
    database.users.iter().map(identity).collect()
}
