//! From a failure to its cause.

use crate::config::view::View;
use crate::lint::{ClientEntry, Effect, Finding, Outcome, Severity};
use crate::text::{Unmasked, suggestion};

use super::catalogue::{self, Parameters};
use super::clients::{ClientSpots, Spot};
use super::model::Message;
use super::{Answer, Cause, Failure, WhyContext, is_whole};

/// The parameters that a finding about the cause quotes, too.
const QUOTED: [&str; 8] =
    ["redirect_uri", "scope", "response_type", "grant_type", "original", "response_mode", "key", "variable"];

/// The parameters with the value that the application wants.
const WANTED: [&str; 2] = ["sent", "expected"];

/// Authelia reads its configuration only when it starts.
const RESTARTED: &str = "whether Authelia was restarted since the configuration was changed";

pub(super) fn of_failure(failure: &Failure, seen: &[String], outcome: &Outcome, known: &WhyContext) -> Answer {
    let Failure { message, parameters, .. } = failure;
    let client = client_of_failure(failure, seen, outcome, known);
    // Another application's client has no part in it.
    let may_have_cause = client.is_some() || failure.app.is_none();
    let cause = may_have_cause.then(|| {
        reported(message, parameters, client.as_deref(), outcome)
            .or_else(|| at_option(message, parameters, client.as_deref(), known))
    });
    let cause = cause.flatten();
    let client_id = client.or_else(|| client_of(&cause.as_ref()?.finding).map(str::to_owned));
    Answer {
        line: Some(failure.line),
        time: failure.time.clone().map(Unmasked::from),
        count: failure.count,
        step: &message.step,
        says: filled(&message.says, parameters).into(),
        app: app_of(client_id.as_deref(), outcome),
        client_id: client_id.map(Unmasked::from),
        check: checks(message, cause.as_ref(), known),
        cause,
    }
}

/// What to check besides the configuration, unless a rule is certain of the cause.
fn checks(message: &'static Message, cause: Option<&Cause>, known: &WhyContext) -> Vec<&'static str> {
    if cause.is_some_and(|cause| !cause.finding.rule.is_empty()) {
        return Vec::new();
    }
    let mut checks: Vec<&str> = message.check.iter().map(String::as_str).collect();
    // What a message asks for may be there by now.
    let is_fixed = cause.is_none() && message.write.is_some() && !known.clients.is_empty();
    if is_fixed && !checks.contains(&RESTARTED) {
        checks.push(RESTARTED);
    }
    checks
}

/// Failures that no message reports, of the clients that the log or the application's settings name.
pub(super) fn of_silence(seen: &[String], outcome: &Outcome, known: &WhyContext) -> Vec<Answer> {
    let silent = || catalogue::messages().iter().filter(|message| message.text.is_empty());
    let clients: Vec<&String> = if seen.is_empty() { known.sent.iter().collect() } else { seen.iter().collect() };
    let answers = clients.into_iter().filter_map(|client| {
        let caused =
            |message: &'static Message| Some((message, reported(message, &Parameters::new(), Some(client), outcome)?));
        let (message, cause) = silent().find_map(caused)?;
        Some(Answer {
            line: None,
            time: None,
            count: 0,
            step: &message.step,
            says: message.says.as_str().into(),
            client_id: Some(client.as_str().into()),
            app: app_of(Some(client), outcome),
            cause: Some(cause),
            check: Vec::new(),
        })
    });
    answers.collect()
}

fn app_of(client: Option<&str>, outcome: &Outcome) -> Option<Unmasked> {
    let client = client?;
    let is_its = |entry: &&ClientEntry| entry.client_id.as_ref().is_some_and(|id| id.expose() == client);
    outcome.clients.iter().find(is_its)?.app_name.clone().map(Unmasked::from)
}

/// The client that a finding is about.
fn client_of(finding: &Finding) -> Option<&str> {
    finding.client_id.as_ref().map(Unmasked::expose)
}

/// The client of a failure, by the strongest evidence: the message, the address that the browser ended at, the lines
/// before, the settings that are given, or that there is no other.
fn client_of_failure(failure: &Failure, seen: &[String], outcome: &Outcome, known: &WhyContext) -> Option<String> {
    if failure.client.is_some() {
        return failure.client.clone();
    }
    if let Some(app) = failure.app {
        let clients = outcome.clients.iter().filter(|client| client.app.as_deref() == Some(app));
        return only(clients.filter_map(|client| Some(client.client_id.as_ref()?.expose()))).map(str::to_owned);
    }
    let address = failure.address.as_deref();
    let of_address = || {
        let has = |client: &&ClientSpots| client.redirect_uris.iter().any(|uri| Some(uri.as_str()) == address);
        only(known.clients.iter().filter(has).map(|client| client.id.as_str()))
    };
    let of_finding = || {
        let clients = findings(failure.message, &failure.parameters, None, outcome);
        only(clients.filter_map(|finding| client_of(finding)))
    };
    let of_seen = || only(seen.iter().map(String::as_str));
    let is_registered = |sent: &&str| known.clients.iter().any(|client| client.id == *sent);
    let of_settings = || only(known.sent.iter().map(String::as_str)).filter(is_registered);
    let of_all = || only(known.clients.iter().map(|client| client.id.as_str()));
    let found = of_address().or_else(of_settings).or_else(of_all).or_else(of_seen).or_else(of_finding)?;
    Some(found.to_owned())
}

/// The only one of some ids.
fn only<'a>(mut ids: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let first = ids.next()?;
    ids.all(|id| id == first).then_some(first)
}

/// What a rule reports as the cause.
fn reported(message: &Message, parameters: &Parameters, client: Option<&str>, outcome: &Outcome) -> Option<Cause> {
    let mut candidates: Vec<&Finding> = findings(message, parameters, client, outcome).collect();
    // A client is known, or all candidates are of the same one.
    if client.is_none() {
        only(candidates.iter().filter_map(|finding| client_of(finding))).or_else(|| {
            candidates.retain(|finding| finding.client_id.is_none());
            None
        });
    }
    let rank = |finding: &&&Finding| {
        let rule = message.rules.iter().position(|rule| finding.rule == **rule).unwrap_or(message.rules.len());
        let is_named = finding.path.expose().rsplit('.').next().is_some_and(|key| names(message, parameters, key));
        (!is_named, std::cmp::Reverse(finding.severity), rule)
    };
    let finding = (*candidates.iter().min_by_key(rank)?).clone();
    Some(Cause { finding })
}

/// Whether a startup message names a key.
fn names(message: &Message, parameters: &Parameters, key: &str) -> bool {
    !message.effects.is_empty() && parameters.values().any(|value| value.contains(key))
}

/// The findings that can be the cause.
fn findings<'o>(
    message: &'o Message,
    parameters: &'o Parameters,
    client: Option<&'o str>,
    outcome: &'o Outcome,
) -> impl Iterator<Item = &'o Finding> {
    let quoted: Vec<&String> = QUOTED.iter().filter_map(|name| parameters.get(name)).chain(&message.quotes).collect();
    let suppressed = outcome.suppressed.iter().map(|suppressed| &suppressed.finding);
    outcome.findings.iter().chain(suppressed).filter(move |finding| {
        let is_related = message.rules.iter().any(|rule| finding.rule == **rule)
            || message.effects.iter().any(|effect| effect == finding.effect.as_str());
        let is_its = client.is_none() || finding.client_id.is_none() || client_of(finding) == client;
        let is_quoting = quoted.is_empty() || quoted.iter().any(|value| is_about(finding, value));
        let in_settings = finding.setting.is_some();
        let is_there = in_settings || !message.settings_only && is_at(message, finding.path.expose());
        is_related && is_its && is_quoting && is_there && is_severe(finding)
    })
}

/// Advice reports no failure.
fn is_severe(finding: &Finding) -> bool {
    finding.severity > Severity::Advice && [Effect::Login, Effect::Startup].contains(&finding.effect)
}

/// Whether a finding quotes a value.
fn is_about(finding: &Finding, value: &str) -> bool {
    let quoted = format!("`{value}`");
    let texts = [Some(&finding.message), Some(&finding.label), finding.help.as_ref()];
    texts.into_iter().flatten().any(|text| text.expose().contains(&quoted))
        || finding.path.expose().ends_with(&format!(".{value}"))
}

/// Whether a path is at one of the options of a message.
fn is_at(message: &Message, path: &str) -> bool {
    let is_option = |option: &String| match path.find(".clients[") {
        Some(_) if is_whole(option) => false,
        Some(at) => path[at + 1..].split_once('.').is_some_and(|(_, rest)| starts_with(rest, option)),
        None => starts_with(path, option),
    };
    let at_client = path.ends_with(']') && path.contains(".clients[");
    message.options.is_empty() || at_client || message.options.iter().any(is_option)
}

fn starts_with(path: &str, option: &str) -> bool {
    path.strip_prefix(option).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// The option that the message itself tells, with what to write.
fn at_option(message: &Message, parameters: &Parameters, client: Option<&str>, known: &WhyContext) -> Option<Cause> {
    let write = message.write.as_ref()?;
    let (spot, client) = spot(message, parameters, client, known)?;
    let mut finding = Finding::new("", Severity::Error, Effect::Login, spot.span, filled(&message.says, parameters));
    if message.step == "startup" {
        finding.effect(Effect::Startup);
    }
    finding.path = spot.path.as_str().into();
    finding.client_id = client.map(Unmasked::from);
    let key = spot.path.rsplit('.').next().unwrap_or_default();
    finding.label(if spot.given { "set here".to_owned() } else { format!("`{key}` is not set") });
    finding.help(filled(write, parameters));
    Some(Cause { finding })
}

/// The first option of a message that is written, else where the first one would be.
fn spot(
    message: &Message,
    parameters: &Parameters,
    client: Option<&str>,
    known: &WhyContext,
) -> Option<(Spot, Option<String>)> {
    let spots = message.options.iter().filter_map(|option| {
        if is_whole(option) {
            let found = known.options.iter().find(|(name, _)| name == option);
            return found.map(|(_, spot)| (spot.clone(), None));
        }
        let client = client_spots(client?, known)?;
        Some((client.option(option)?.clone(), Some(client.id.clone())))
    });
    let mut spots: Vec<_> = spots.collect();
    if spots.iter().any(|(spot, _)| is_wanted(&spot.value, parameters)) {
        return None;
    }
    spots.retain(|(spot, _)| can_cause(&spot.value, message, parameters));
    spots.iter().find(|(spot, _)| spot.given).or(spots.first()).cloned()
}

/// Whether an option has the value that the application wants by now: the log is older than the configuration.
fn is_wanted(value: &View, parameters: &Parameters) -> bool {
    let View::Text(text) = value else { return false };
    WANTED.iter().any(|name| parameters.get(*name).is_some_and(|wanted| **wanted == **text))
}

/// Whether an option with this value can be the cause.
fn can_cause(value: &View, message: &Message, parameters: &Parameters) -> bool {
    match value {
        View::List(items) => {
            let has = |name: &&str| parameters.get(*name).is_some_and(|wanted| items.contains(&View::text(wanted)));
            !QUOTED.iter().any(has)
        }
        View::Text(text) => !(message.only_set && text.is_empty()),
        View::Bool(false) | View::Absent => !message.only_set,
        _ => true,
    }
}

/// The client of an id, or the one whose id is most similar, as it was probably meant.
fn client_spots<'k>(id: &str, known: &'k WhyContext) -> Option<&'k ClientSpots> {
    let of = |id: &str| known.clients.iter().find(|client| client.id == id);
    of(id).or_else(|| of(suggestion::nearest(id, known.clients.iter().map(|client| client.id.as_str()))?))
}

/// A text with the values of its parameters.
fn filled(text: &str, parameters: &Parameters) -> String {
    let fill = |text: String, (name, value): (&&str, &String)| text.replace(&format!("{{{name}}}"), value);
    parameters.iter().fold(text.to_owned(), fill)
}
