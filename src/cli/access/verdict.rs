//! What decides one request, and which earlier rules nearly did.

use serde::Serialize;

use crate::access::{Asked, Identity, Rule, RulePart};

use super::super::Error;
use super::super::terminal::Terminal;
use super::configuration::LoadedRules;
use super::output::Output;
use super::requests::{Answer, Decided, JsonRequest};

/// An earlier rule for the host of a request that does not match it.
pub(super) struct Near {
    index: usize,
    /// The parts that do not match.
    parts: Vec<RulePart>,
}

/// The rules for the host of a request that come before the deciding one, and why they do not match.
fn near(asked: &Asked, answer: &Answer, loaded: &LoadedRules) -> Vec<Near> {
    let visitor = Asked { identity: Identity::default(), ..asked.clone() };
    let Answer::Decided(decision) = answer else { return Vec::new() };
    let rules = &loaded.rules.rules;
    let earlier = rules[..decision.rule.unwrap_or(rules.len())].iter().enumerate();
    // A host that names somebody else is for this request, too.
    let same_host = earlier.filter(|(_, rule)| rule.matches_part(RulePart::Host, &visitor) == Some(true));
    same_host.map(|(index, rule)| Near { index, parts: rule.unmatched(asked).collect() }).collect()
}

pub(super) fn show(request: &JsonRequest, loaded: &LoadedRules, terminal: &Terminal) -> Result<(), Error> {
    let mut output = Output::new(loaded, terminal);
    let answer = request.answer(loaded);
    let identity = request.identity(loaded);
    let factors = match request.factors() {
        _ if identity.is_anonymous() => String::new(),
        0 => ", no factor given".to_owned(),
        1 => ", one factor given".to_owned(),
        _ => ", two factors given".to_owned(),
    };
    output.line(&format!("{} from {} by {identity}{factors}", request.title(), request.address(loaded)));
    output.heading(&format!("{}: {}", answer.word(request.factors()), answer.tells(request.factors())));
    if let Answer::Decided(decision) = &answer {
        output.line(&format!("decided by {}", answer.source(loaded)));
        let place = loaded.place(decision);
        if place.given {
            output.source(place.span);
        }
    }
    if let Ok(asked) = request.asked_by(identity, loaded) {
        let near = near(&asked, &answer, loaded);
        if !near.is_empty() {
            output.line("");
            output.line("earlier rules for this host that do not match:");
        }
        for Near { index, parts } in near {
            let rule = &loaded.rules.rules[index];
            let place = loaded.at(rule.place);
            let policy = rule.policy.map(|policy| format!(" ({})", policy.as_str())).unwrap_or_default();
            let reasons: Vec<String> = parts.into_iter().map(|part| reason(rule, part, &asked)).collect();
            output.line(&format!("- rule {}{place}{policy}: {}", index + 1, reasons.join("; ")));
        }
    }
    output.write()
}

/// The most alternatives of a part that are named.
const MAX_ALTERNATIVES: usize = 4;

/// Why a part of a rule does not match a request.
fn reason(rule: &Rule, part: RulePart, asked: &Asked) -> String {
    let all = rule.alternatives(part);
    let named: Vec<String> = all.iter().take(MAX_ALTERNATIVES).map(|text| format!("`{text}`")).collect();
    let more = if all.len() > MAX_ALTERNATIVES { ", …" } else { "" };
    let actual = match part {
        RulePart::Host => format!("`{}` names somebody else", asked.object.host),
        RulePart::Path => format!("the request is for `{}`", asked.object.path.as_deref().unwrap_or_default()),
        RulePart::Query => "the query of the request is another one".to_owned(),
        RulePart::Method => format!("the method is `{}`", asked.object.method),
        RulePart::Network => format!("the request comes from {}", asked.address),
        RulePart::Subject => format!("it is {}", asked.identity),
    };
    format!("`{}` is {}{more}, but {actual}", part.option(), named.join(" or "))
}

#[derive(Serialize)]
struct JsonVerdict<'a> {
    version: u32,
    decisions: [Explained<'a>; 1],
}

#[derive(Serialize)]
struct Explained<'a> {
    #[serde(flatten)]
    decided: Decided<'a>,
    near: Vec<NearEntry>,
}

#[derive(Serialize)]
struct NearEntry {
    rule: usize,
    line: Option<usize>,
    unmatched: Vec<&'static str>,
}

pub(super) fn show_json(request: &JsonRequest, loaded: &LoadedRules, terminal: &Terminal) -> Result<(), Error> {
    let answer = request.answer(loaded);
    let asked = request.asked_by(request.identity(loaded), loaded).ok();
    let entry = |near: Near| NearEntry {
        rule: near.index + 1,
        line: loaded.line(loaded.rules.rules[near.index].place).map(|(_, line)| line),
        unmatched: near.parts.into_iter().map(RulePart::option).collect(),
    };
    let near = asked.map(|asked| near(&asked, &answer, loaded)).unwrap_or_default();
    let decided = Decided::of(&answer, request.factors(), loaded);
    let explained = Explained { decided, near: near.into_iter().map(entry).collect() };
    Output::new(loaded, terminal).write_json(&JsonVerdict { version: 1, decisions: [explained] })
}
