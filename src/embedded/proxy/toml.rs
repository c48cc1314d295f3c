//! Traefik's dynamic configuration in TOML.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::config::Name;
use crate::config::proxy::{Guard, Proxy, ProxyKind, Route};
use crate::text::{SourceId, Sources, Span};

use super::labels::{only, route};

/// What a dynamic configuration says. Returns `None` if the text is not TOML.
pub(super) fn read(sources: &Sources, id: SourceId) -> Option<Proxy> {
    let text = &sources.get(id).text;
    let document = DeTable::parse(text).ok()?;
    let mut proxy = Proxy { provider: "file", ..Proxy::default() };
    let http = table(document.get_ref(), "http");
    for (name, middleware) in tables(http, "middlewares") {
        let chain = table(middleware, "chain").map(|chain| names(id, text, chain, "middlewares")).unwrap_or_default();
        proxy.middlewares.push((name.to_owned(), chain.into_iter().map(|part| part.text).collect()));
        proxy.guards.extend(table(middleware, "forwardAuth").and_then(|section| guard(id, text, name, section)));
    }
    for (_, router) in tables(http, "routers") {
        if let Some(rule) = string(id, text, router, "rule") {
            let middlewares = names(id, text, router, "middlewares");
            proxy.routes.push(Route { middlewares, ..route(&rule, sources) });
        }
    }
    proxy.guards.retain(Guard::asks_authelia);
    Some(proxy)
}

fn guard(id: SourceId, text: &str, name: &str, section: &DeTable<'_>) -> Option<Guard> {
    let address = string(id, text, section, "address")?;
    let list = names(id, text, section, "authRequestHeaders");
    let span = section.get("authRequestHeaders").map_or(address.span, |list| Span::of(id, list.span()));
    Some(Guard { proxy: ProxyKind::Traefik, name: Some(name.to_owned()), address, headers: only(list, span) })
}

fn table<'t, 'd>(table: &'t DeTable<'d>, key: &str) -> Option<&'t DeTable<'d>> {
    match table.get(key)?.get_ref() {
        DeValue::Table(table) => Some(table),
        _ => None,
    }
}

/// The tables in a table, each with its name.
fn tables<'t, 'd: 't>(around: Option<&'t DeTable<'d>>, key: &str) -> impl Iterator<Item = (&'t str, &'t DeTable<'d>)> {
    let entries = around.and_then(|around| table(around, key)).into_iter().flat_map(DeTable::iter);
    entries.filter_map(|(name, value)| match value.get_ref() {
        DeValue::Table(table) => Some((name.get_ref().as_ref(), table)),
        _ => None,
    })
}

fn string(id: SourceId, text: &str, table: &DeTable<'_>, key: &str) -> Option<Name> {
    of_value(id, text, table.get(key)?)
}

fn names(id: SourceId, text: &str, table: &DeTable<'_>, key: &str) -> Vec<Name> {
    match table.get(key).map(Spanned::get_ref) {
        Some(DeValue::Array(items)) => items.iter().filter_map(|item| of_value(id, text, item)).collect(),
        _ => Vec::new(),
    }
}

/// A text and its place, without the quotes.
fn of_value(id: SourceId, text: &str, value: &Spanned<DeValue<'_>>) -> Option<Name> {
    let DeValue::String(string) = value.get_ref() else { return None };
    let Range { start, end } = value.span();
    let written = text.get(start..end)?.trim_matches(['"', '\'']);
    let quotes = usize::from(written.len() + 2 == end - start);
    Some(Name { text: string.to_string(), span: Span::of(id, start + quotes..end - quotes) })
}
