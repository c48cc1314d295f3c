//! `apps`: the applications that are known, and what is known of one.

use std::fmt::Write;

use clap::Args;

use crate::app::{self, App, Fact, Facts, Proof};
use crate::suggestion;

use super::terminal::Terminal;
use super::{End, Error, page};

/// List the applications that are known, or tell what is known of one.
#[derive(Debug, Args)]
pub(super) struct Apps {
    /// The application's id
    app: Option<String>,
}

impl Apps {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<End, Error> {
        let known = app::apps();
        let text = match &self.app {
            None => list(known.values(), terminal),
            Some(id) => {
                let app = known.get(id.as_str()).ok_or_else(|| Error::UnknownApp {
                    id: id.clone(),
                    nearest: suggestion::nearest(id, known.keys().copied()),
                })?;
                tell(app, terminal)
            }
        };
        terminal.write(text.as_bytes())?;
        Ok(End::Clean)
    }
}

fn list<'a>(apps: impl Iterator<Item = &'a App> + Clone, terminal: &Terminal) -> String {
    let width = apps.clone().map(|app| app.id.len()).max().unwrap_or(0);
    let mut text = String::new();
    for app in apps {
        let id = terminal.paint(page::HEADING, format_args!("{:width$}", app.id));
        let _ = writeln!(text, "{id}  {}", app.name);
    }
    text
}

/// All that is known of an application.
fn tell(app: &App, terminal: &Terminal) -> String {
    let mut text = format!("{}\n\n", terminal.paint(page::HEADING, &app.name));
    let patterns = [("client_id", &app.recognise.client_id), ("client_name", &app.recognise.client_name)];
    for (key, pattern) in patterns.into_iter().filter_map(|(key, pattern)| Some((key, pattern.as_ref()?))) {
        let _ = writeln!(text, "recognised by {key} that matches `{pattern}`");
    }
    text.push('\n');
    for fact in facts(&app.facts) {
        let _ = writeln!(text, "{}: {}", terminal.paint(page::HEADING, fact.what), fact.is);
        let proof = format!("{}: {}", proof(fact.proof), fact.note);
        let options = textwrap::Options::new(terminal.width).initial_indent("    ").subsequent_indent("    ");
        let _ = writeln!(text, "{}", textwrap::fill(&proof, options));
    }
    text.push('\n');
    for origin in &app.sources {
        let _ = writeln!(text, "source: {}, {}, {}", origin.what, origin.version, origin.date);
    }
    text
}

/// A fact in words.
struct Told<'a> {
    what: &'static str,
    is: String,
    proof: Proof,
    note: &'a str,
}

fn facts(facts: &Facts) -> Vec<Told<'_>> {
    let word = |word: &String| if word.is_empty() { "(nothing)".to_owned() } else { word.clone() };
    let list = |words: &Vec<String>| match words.as_slice() {
        [] => "none".to_owned(),
        words => words.iter().map(word).collect::<Vec<_>>().join(", "),
    };
    let yes_no = |yes: &bool| if *yes { "yes" } else { "no" }.to_owned();
    [
        told("token endpoint auth method", facts.token_endpoint_auth_method.as_ref(), list),
        told("response types", facts.response_types.as_ref(), list),
        told("grant types", facts.grant_types.as_ref(), list),
        told("scopes it asks for", facts.scopes.as_ref(), |scopes| scopes.asks.join(", ")),
        told("scopes it needs", facts.scopes.as_ref(), |scopes| scopes.needs.join(", ")),
        told("further claim", facts.extra_claim.as_ref(), |claim| {
            format!("{} (scope {}), to {}", claim.claim, claim.scope, claim.purpose)
        }),
        told("claims it reads from the ID token only", facts.id_token_claims.as_ref(), list),
        told("of these it needs", facts.needed_id_token_claims.as_ref(), list),
        told("PKCE challenge methods", facts.pkce.as_ref(), list),
        told("pushed authorization requests", facts.pushed_authorization_requests.as_ref(), yes_no),
        told("length of its state", facts.state_length.as_ref(), ToString::to_string),
        told("forms of userinfo", facts.userinfo.as_ref(), list),
        told("paths that handle the answer", facts.redirect_paths.as_ref(), list),
        told("one redirect URI at the token endpoint", facts.single_redirect_uri.as_ref(), yes_no),
        told("authorization policy to ask for", facts.authorization_policy.as_ref(), Clone::clone),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn told<'a, T>(what: &'static str, fact: Option<&'a Fact<T>>, words: impl Fn(&T) -> String) -> Option<Told<'a>> {
    fact.map(|fact| Told { what, is: words(&fact.is), proof: fact.proof, note: &fact.note })
}

const fn proof(proof: Proof) -> &'static str {
    match proof {
        Proof::Login => "seen in a real login",
        Proof::Source => "read in its source",
        Proof::Documented => "documented, not proven",
    }
}
