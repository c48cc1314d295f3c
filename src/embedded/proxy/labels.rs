//! Labels of containers, each of which sets one option of Traefik.

use std::collections::BTreeMap;

use crate::config::Name;
use crate::config::proxy::{Guard, Headers, Proxy, ProxyKind, Route};
use crate::text::{Sources, Span, UNKNOWN};

use super::rule;

/// What the labels of Traefik begin with.
const LABEL: &str = "traefik.http.";

/// What the labels of all containers in a file say.
#[derive(Debug, Default)]
pub(super) struct Labels {
    routes: BTreeMap<String, Route>,
    guards: BTreeMap<String, Guard>,
    middlewares: Vec<(String, Vec<String>)>,
}

impl Labels {
    /// Adds a label.
    pub(super) fn add(&mut self, key: &str, value: &Name, sources: &Sources) {
        let is_traefiks = key.get(..LABEL.len()).is_some_and(|start| start.eq_ignore_ascii_case(LABEL));
        let path = key.get(LABEL.len()..).unwrap_or_default().to_ascii_lowercase();
        let [section, name, option] = path.splitn(3, '.').collect::<Vec<_>>()[..] else { return };
        match (section, option) {
            _ if !is_traefiks => {}
            ("routers", "rule") => {
                let middlewares = std::mem::take(&mut self.route(name).middlewares);
                *self.route(name) = Route { middlewares, ..route(value, sources) };
            }
            ("routers", "middlewares") => self.route(name).middlewares = list(value, sources),
            ("middlewares", "chain.middlewares") => {
                let parts = list(value, sources).into_iter().map(|part| part.text).collect();
                self.middlewares.push((name.to_owned(), parts));
            }
            ("middlewares", _) => {
                self.middlewares.push((name.to_owned(), Vec::new()));
                self.middleware(name, option, value, sources);
            }
            _ => {}
        }
    }

    /// All that the labels say.
    pub(super) fn finish(self) -> Proxy {
        // A middleware without an address is not one that asks Authelia.
        let guards = self.guards.into_values().filter(|guard| !guard.address.text.is_empty()).collect();
        let routes = self.routes.into_values().collect();
        Proxy { routes, guards, middlewares: self.middlewares, provider: "docker" }
    }

    fn route(&mut self, name: &str) -> &mut Route {
        self.routes.entry(name.to_owned()).or_default()
    }

    fn middleware(&mut self, name: &str, option: &str, value: &Name, sources: &Sources) {
        let Some(option) = option.strip_prefix("forwardauth.") else { return };
        let guard = self.guards.entry(name.to_owned()).or_insert_with(|| Guard {
            proxy: ProxyKind::Traefik,
            name: Some(name.to_owned()),
            address: Name { text: String::new(), span: value.span },
            headers: Headers::Automatic,
        });
        match option {
            "address" => guard.address = value.clone(),
            "authrequestheaders" => guard.headers = only(list(value, sources), value.span),
            _ => {}
        }
    }
}

/// The request headers that Traefik copies: all if the list is empty.
pub(super) fn only(headers: Vec<Name>, span: Span) -> Headers {
    let names: Vec<String> = headers.into_iter().map(|header| header.text).collect();
    match () {
        () if names.is_empty() => Headers::Automatic,
        () if names.iter().any(|name| name.contains(['$', UNKNOWN])) => Headers::Unknown,
        () => Headers::Only(names, span),
    }
}

/// What a router of Traefik serves by its rule.
pub(super) fn route(rule: &Name, sources: &Sources) -> Route {
    let hosts = rule::hosts(&rule.text).into_iter().map(|(at, host)| part(rule, at, host, sources)).collect();
    let has_more_hosts = rule::may_match_more(&rule.text);
    Route { hosts, has_more_hosts, is_whole: rule::is_of_hosts_only(&rule.text), ..Route::default() }
}

/// The items of a list that is written as one text.
pub(super) fn list(text: &Name, sources: &Sources) -> Vec<Name> {
    let items = text.text.split(',').map(str::trim).filter(|item| !item.is_empty());
    items.map(|item| part(text, item.as_ptr() as usize - text.text.as_ptr() as usize, item, sources)).collect()
}

/// A part of a text, at the place where it is written: within the quotes, unless something in the text is written otherwise.
pub(super) fn part(text: &Name, at: usize, part: &str, sources: &Sources) -> Name {
    let written = sources.slice(text.span).find(&text.text);
    let span = written.map_or(text.span, |quote| {
        let start = text.span.range().start + quote + at;
        Span::of(text.span.source, start..start + part.len())
    });
    Name { text: part.to_owned(), span }
}
