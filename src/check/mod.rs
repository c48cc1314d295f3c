//! The pipeline: from texts to what was found in them.

pub mod api;
mod binding;
mod engine;
mod fixing;
mod levels;
pub mod mask;
mod nearer;
mod options;
#[cfg(feature = "cli")]
pub mod policy_cases;
mod select;
mod selection;
pub mod why;

use std::sync::Arc;

use crate::access::AnalysedRules;
use crate::app::deployment::Deployment;
use crate::app::{self, Registration};
use crate::config::issuer::Issuer;
use crate::config::policy::OperatorPolicies;
use crate::config::{Client, Config, claims};
use crate::document::{Consequence, Document, Origin};
use crate::embedded::{self, Configurations};
use crate::fix;
use crate::lint::{ClientEntry, Context, Effect, Finding, Outcome};
use crate::policy;
use crate::rules::{self, RULES};
use crate::suppression::{self, Directive, RuleStatus};
use crate::text::{SourceId, Sources, Span, Unmasked, suggestion};

pub use binding::Binding;
pub use fixing::{fix, in_parts};
pub use levels::{Levels, Override, RuleLevel};
pub use nearer::Nearer;
pub use options::{Abandoned, Options};
pub use select::Selectable;
pub use selection::Selection;

/// Checks some sources: as one configuration where they are to be merged, else each by itself.
#[must_use]
pub fn check(sources: &Sources, options: &Options) -> Outcome {
    let mut outcome = before(options);
    for ids in embedded::groups(sources, options.load.merge) {
        let options = match ids.first().filter(|_| !options.load.merge) {
            Some(first) => options.of(&sources.get(*first).name),
            None => options,
        };
        check_one(sources, &ids, options, &mut outcome);
    }
    outcome.findings.sort_by(|one, other| order(one).cmp(&order(other)));
    outcome.suppressed.sort_by(|one, other| order(&one.finding).cmp(&order(&other.finding)));
    outcome
}

/// What is known before anything is found.
pub(crate) fn before(options: &Options) -> Outcome {
    let mut outcome = Outcome::default();
    for options in std::iter::once(options).chain(options.nearer.iter()) {
        outcome.secrets.extend(options.hints.deployments.iter().flat_map(Deployment::hidden));
        outcome.plain_keys.extend(options.hints.deployments.iter().flat_map(Deployment::plain_keys));
    }
    outcome
}

/// File, place, rule: the same order on every run and machine.
fn order(finding: &Finding) -> impl Ord + '_ {
    (finding.span, &finding.rule, &finding.message)
}

fn check_one(sources: &Sources, ids: &[SourceId], options: &Options, outcome: &mut Outcome) {
    let configurations = Configurations::read(sources, ids, &options.load);
    if options.abandoned.now() {
        return;
    }
    let directives = directives(&configurations, sources);
    outcome.files += configurations.files;
    outcome.unparsed.extend(&configurations.unparsed);
    outcome.secrets.extend(&configurations.hidden);
    let mut findings = Vec::new();
    let mut clients = Vec::new();
    let whole = |id: SourceId| Span::of(id, 0..sources.get(id).text.len());
    outcome.unread.extend(configurations.unparsed.iter().map(|id| whole(*id)));
    let tree = configurations.for_each(|config| {
        let refused = config.syntax_errors.iter().filter(|error| error.consequence != Consequence::LastCounts);
        outcome.syntax_errors += config.syntax_errors.len();
        outcome.unread.extend(refused.map(|error| whole(error.span.source)));
        outcome.unread.extend(config.documents.iter().filter_map(|document| document.dropped));
        findings.extend(check_configuration(config, &directives, sources, options, outcome));
        let provider = config.root.identity_providers.oidc.as_ref();
        clients
            .extend(provider.into_iter().flat_map(|provider| &provider.clients.items).map(|client| client.place.span));
    });
    let hidden = mask::hidden_in_tree(&tree);
    outcome.secrets.extend(hidden.spans);
    outcome.secret_texts.extend(hidden.texts);
    outcome.plain_keys.extend(hidden.plain_keys);
    if options.no_ignores {
        outcome.findings.extend(findings);
    } else {
        suppress(findings, &directives, &clients, sources, options, outcome);
    }
}

/// What is found in one configuration. Its clients and secrets are kept in the outcome.
fn check_configuration(
    config: &Config,
    directives: &[Directive],
    sources: &Sources,
    options: &Options,
    outcome: &mut Outcome,
) -> Vec<Finding> {
    let provider = config.root.identity_providers.oidc.as_ref();
    let said = |client: &Client| suppression::app(directives, sources, client.place.span).map(str::to_owned);
    let registrations = provider.map(|provider| app::recognise(provider, &options.hints, said)).unwrap_or_default();
    let issuer = provider.map(Issuer::of).unwrap_or_default();
    let own_claims = provider.and_then(claims::of_policies);
    let policies = OperatorPolicies::of(&config.root);
    let access = AnalysedRules::of(config);
    let context = Context {
        config,
        sources,
        registrations: &registrations,
        hints: &options.hints,
        deep: options.deep,
        guesses: &options.guesses,
        access: &access,
        issuer: &issuer,
        policies: &policies,
        own_claims: own_claims.as_ref(),
    };
    let mut findings = engine::run(&context, &options.selection, &options.abandoned);
    findings.extend(judge(&options.policies, &options.selection, &context, outcome));
    options.selection.weigh(&mut findings, sources);
    for Binding { policies, selection } in &options.binding {
        let mut bound = judge(policies, selection, &context, outcome);
        selection.weigh(&mut bound, sources);
        findings.extend(bound);
    }
    point_at_dropped_text(config, &mut findings);
    fix::plan(config, sources, options.fresh_digests.as_ref(), &mut findings);
    let has_file = config.documents.iter().any(|document| document.origin == Origin::File);
    let is_partial = !config.whole && has_file && !config.documents.iter().any(Document::is_excerpt);
    outcome.partial += usize::from(is_partial && config.syntax_errors.is_empty());
    outcome.secrets.extend(&config.secrets);
    outcome.secret_texts.extend(config.secret_texts.iter().cloned());
    for client in provider.into_iter().flat_map(|provider| &provider.clients.items) {
        outcome.clients.push(entry(client, context.registration(client), sources));
    }
    findings
}

/// What the policies find that a selection wants. Policies that have no value are kept in the outcome.
fn judge(
    policies: &policy::Policies,
    selection: &Selection,
    context: &Context<'_>,
    outcome: &mut Outcome,
) -> Vec<Finding> {
    let judged = policy::judge(policies, |id| selection.wants(id), context);
    outcome.failures.extend(judged.failures.iter().map(|(id, failure)| Arc::new(policies.error(id, failure))));
    judged.findings
}

/// Where the rest of a file is not read, that may be why something is missing.
fn point_at_dropped_text(config: &Config, findings: &mut [Finding]) {
    let Some(dropped) = config.documents.iter().find_map(|document| document.dropped) else { return };
    for finding in findings.iter_mut().filter(|finding| finding.effect == Effect::Startup) {
        finding.also(dropped, "Authelia reads nothing from here on");
    }
}

/// What the comments say to the linter.
fn directives(configurations: &Configurations<'_>, sources: &Sources) -> Vec<Directive> {
    let comments = configurations.comments.iter();
    comments.flat_map(|(id, comments)| suppression::directives(sources.get(*id), comments)).collect()
}

fn suppress(
    findings: Vec<Finding>,
    directives: &[Directive],
    clients: &[Span],
    sources: &Sources,
    options: &Options,
    outcome: &mut Outcome,
) {
    let standing = |id: &str, source: SourceId| {
        let policy = options.policy(id);
        if let Some(today) = rules::renamed(id).filter(|_| policy.is_none()) {
            RuleStatus::Renamed(today)
        } else if rules::find(id).is_none() && policy.is_none() {
            let policies = options.policies.iter().map(|policy| policy.id.as_str());
            RuleStatus::Unknown(suggestion::nearest(id, RULES.iter().map(|rule| rule.id).chain(policies)))
        } else if policy.is_some_and(|policy| !policy.suppressible) {
            RuleStatus::Fixed
        } else if options.selection.wants(id) && !options.selection.levels.may_be_off(id, &sources.get(source).name) {
            RuleStatus::Run
        } else {
            RuleStatus::NotRun
        }
    };
    let applied = suppression::apply(findings, directives, clients, sources, &options.hints.catalogue, standing);
    outcome.findings.extend(applied.kept);
    outcome.suppressed.extend(applied.suppressed);
    let reported = applied.problems.into_iter().filter_map(|problem| {
        let rule = rules::find(problem.rule).filter(|rule| options.selection.wants(rule.id))?;
        Some(problem.into_finding(rule.meta()))
    });
    let mut reported = reported.collect();
    options.selection.weigh(&mut reported, sources);
    outcome.findings.extend(reported);
}

fn entry(client: &Client, registration: Option<&Registration<'_>>, sources: &Sources) -> ClientEntry {
    let span = client.place.span;
    ClientEntry {
        client_id: client.client_id.written().map(Unmasked::from),
        client_name: client.client_name.written().map(Unmasked::from),
        app: registration.map(|registration| registration.app.id.clone()),
        app_name: registration.map(|registration| registration.app.name.clone()),
        why: registration.map(Registration::recognised_by).unwrap_or_default().into(),
        span,
        line: sources.get(span.source).line_at(span.start),
    }
}
