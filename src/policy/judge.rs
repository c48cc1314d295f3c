//! All policies over one configuration.

use crate::config::view::{Look, View, Viewed as _};
use crate::config::{Client, Place};
use crate::lint::{Context, Finding, Label, RuleId};
use crate::text::{Span, Unmasked};

use super::evaluate::{Budget, EvaluationError, Evaluator};
use super::{Policies, Policy, Scope};

/// What policies find, and those that cannot be judged.
#[derive(Debug, Default)]
pub struct Judgement {
    /// Where a policy does not hold.
    pub findings: Vec<Finding>,
    /// The policies (their ids) whose expression has no value.
    pub failures: Vec<(RuleId, EvaluationError)>,
}

/// Judges those of the operator's policies (their ids) that the run wants.
#[must_use]
pub fn judge(policies: &Policies, wants: impl Fn(&str) -> bool, context: &Context<'_>) -> Judgement {
    let wanted: Vec<&Policy> = policies.iter().filter(|policy| wants(&policy.id)).collect();
    let mut judgement = Judgement::default();
    if wanted.is_empty() || !context.config.syntax_errors.is_empty() {
        return judgement;
    }
    let config = context.config;
    let absent_is_absent = config.absent_is_absent();
    let judge =
        Judge { context, policies, look: Look { sources: context.sources, whole: config.whole, absent_is_absent } };
    let sees = wanted.iter().any(|policy| policy.expression.sees_configuration);
    let whole = if sees { config.effective(judge.look) } else { View::Unknown };
    let of = |scope| wanted.iter().filter(move |policy| policy.scope == scope);
    for policy in of(Scope::Configuration) {
        judge.configuration(policy, &whole, &mut judgement);
    }
    let mut budgets: Vec<(&&Policy, Budget)> = of(Scope::Client).map(|policy| (policy, Budget::default())).collect();
    if budgets.is_empty() {
        return judgement;
    }
    for client in context.provider().into_iter().flat_map(|provider| &provider.clients.items) {
        let view = client.effective(judge.look);
        budgets.retain_mut(|(policy, budget)| {
            let mut evaluator = Evaluator::new(&view, &whole, budget);
            !policy.is_about(client) || judge.client(policy, client, &mut evaluator, &mut judgement)
        });
    }
    judgement
}

impl Policy {
    /// Whether it refers to a client, for certain.
    fn is_about(&self, client: &Client) -> bool {
        if self.clients.is_empty() && self.except.is_empty() {
            return true;
        }
        let named = |list: &[String], id: &str| list.iter().any(|other| other == id);
        client
            .client_id
            .text()
            .is_some_and(|id| (self.clients.is_empty() || named(&self.clients, id)) && !named(&self.except, id))
    }
}

/// What is needed to make findings.
struct Judge<'a> {
    context: &'a Context<'a>,
    policies: &'a Policies,
    look: Look<'a>,
}

impl Judge<'_> {
    fn configuration(&self, policy: &Policy, whole: &View, judgement: &mut Judgement) {
        let mut budget = Budget::default();
        match Evaluator::new(&View::Unknown, whole, &mut budget).holds(&policy.expression.root) {
            Ok(Some(false)) => {
                let place = self.place_in_configuration(policy);
                judgement.findings.push(self.finding(policy, place, None));
            }
            Ok(_) => {}
            Err(failure) => judgement.failures.push((policy.id.clone(), failure)),
        }
    }

    /// Judges a policy over a client; whether it could be judged.
    fn client(
        &self,
        policy: &Policy,
        client: &Client,
        evaluator: &mut Evaluator<'_>,
        judgement: &mut Judgement,
    ) -> bool {
        match evaluator.holds(&policy.expression.root) {
            Ok(Some(false)) => {
                let place = place_in_client(policy, client);
                judgement.findings.push(self.finding(policy, place, Some(client)));
            }
            Ok(_) => {}
            Err(failure) => {
                judgement.failures.push((policy.id.clone(), failure));
                return false;
            }
        }
        true
    }

    /// The key that a policy names, the nearest section around it that is written, or the file as a whole.
    fn place_in_configuration(&self, policy: &Policy) -> Place {
        let root = &self.context.config.root;
        let path: Vec<&str> = policy.at.iter().map(String::as_str).collect();
        let around = (1..=path.len()).rev().filter_map(|length| root.place_of(&path[..length]));
        let written =
            around.filter(|place| place.given).map(|place| Place { span: place.key_or_value(), ..place }).next();
        let start = Span { end: root.place.span.start, ..root.place.span };
        written.unwrap_or(Place { span: start, ..root.place })
    }

    fn finding(&self, policy: &Policy, place: Place, client: Option<&Client>) -> Finding {
        let demanded = self.policies.place(policy);
        let labels = demanded.map(|span| Label { span, text: "this policy demands it".into() });
        Finding {
            labels: labels.into_iter().collect(),
            help: policy.advice().map(Unmasked::from),
            path: self.context.config.paths.spell(place.path).into(),
            client_id: client.and_then(|client| client.client_id.text()).map(Unmasked::from),
            app: client
                .and_then(|client| self.context.registration(client))
                .map(|registration| registration.app.id.as_str().into()),
            ..Finding::new(policy.id.clone(), policy.severity, policy.effect, place.span, policy.message.as_str())
        }
    }
}

/// The option that a policy names, or the client; where it is not written, the client's id is what to look at.
fn place_in_client(policy: &Policy, client: &Client) -> Place {
    let path: Vec<&str> = policy.at.iter().map(String::as_str).collect();
    let place = client.place_of(&path).unwrap_or(client.place);
    if place.given && !path.is_empty() || !client.client_id.place.given {
        return place;
    }
    Place { span: client.client_id.place.span, ..place }
}
