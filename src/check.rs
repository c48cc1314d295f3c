//! The pipeline: from texts to what was found in them.

use crate::app::{self, Registration};
use crate::config::{Client, Config};
use crate::context::Context;
use crate::engine;
use crate::finding::Finding;
use crate::outcome::{ClientEntry, Outcome};
use crate::settings::Settings;
use crate::source::Sources;
use crate::span::SourceId;

/// Checks some sources: as one configuration where they are to be merged, else each by itself.
#[must_use]
pub fn check(sources: &Sources, settings: &Settings) -> Outcome {
    let ids: Vec<SourceId> = sources.iter().map(|(id, _)| id).collect();
    let mut outcome = Outcome::default();
    if settings.merge {
        check_one(sources, &ids, settings, &mut outcome);
    } else {
        for id in &ids {
            check_one(sources, std::slice::from_ref(id), settings, &mut outcome);
        }
    }
    outcome.findings.sort_by(|one, other| order(one).cmp(&order(other)));
    outcome
}

/// File, place, rule: the same order on every run and machine.
fn order(finding: &Finding) -> impl Ord + '_ {
    (finding.span, finding.rule, &finding.message)
}

fn check_one(sources: &Sources, ids: &[SourceId], settings: &Settings, outcome: &mut Outcome) {
    let config = Config::read(sources, ids, settings);
    let provider = config.root.identity_providers.oidc.as_ref();
    let registrations = provider.map(|provider| app::recognise(provider, settings, |_| None)).unwrap_or_default();
    let context = Context { config: &config, registrations: &registrations, settings };
    outcome.findings.extend(engine::run(&context));
    outcome.files += ids.len();
    outcome.secrets.extend(&config.secrets);
    for client in provider.into_iter().flat_map(|provider| &provider.clients.items) {
        let registration = registrations.iter().find(|registration| std::ptr::eq(registration.client, client));
        outcome.clients.push(entry(client, registration));
    }
}

fn entry(client: &Client, registration: Option<&Registration<'_>>) -> ClientEntry {
    ClientEntry {
        client_id: client.client_id.written().cloned(),
        client_name: client.client_name.written().cloned(),
        app: registration.map(|registration| registration.app.id.clone()),
        app_name: registration.map(|registration| registration.app.name.clone()),
        why: registration.map(|registration| registration.evidence.words().to_owned()).unwrap_or_default(),
        span: client.place.span,
    }
}
