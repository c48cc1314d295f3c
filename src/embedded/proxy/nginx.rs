//! nginx: the locations that ask Authelia, and the servers that use `auth_request`, with the files that they include.

use std::cell::Cell;
use std::collections::HashMap;

use nginx_lint_parser::ast::{Argument, Block, Config, Directive};

use crate::config::Name;
use crate::config::proxy::{AddressTarget, Guard, Headers, Proxy, ProxyKind, Route};
use crate::text::{SourceId, Sources, Span};

/// The most blocks within each other: the parser calls itself for each.
const MAX_DEPTH: usize = 64;

/// The most files that are included, each time that one is.
const MAX_INCLUDES: usize = 64;

/// The longest text that is read, in bytes.
const MAX_LENGTH: usize = 1024 * 1024;

/// What an nginx configuration says. Returns `None` if it cannot be parsed.
pub(super) fn read(sources: &Sources, id: SourceId) -> Option<Proxy> {
    let config = parse(&sources.get(id).text)?;
    let mut proxy = Proxy { provider: "nginx", ..Proxy::default() };
    let files = Files { sources, id, includes: Cell::new(MAX_INCLUDES) };
    let mut variables: HashMap<&str, Option<&Argument>> = HashMap::new();
    for directive in config.all_directives().filter(|directive| directive.is("set")) {
        if let [name, value] = &directive.args[..] {
            // Servers may set it to different values.
            let known = variables.entry(word(name)).or_insert(Some(value));
            *known = known.filter(|known| word(known) == word(value));
        }
    }
    for location in config.all_directives().filter(|directive| directive.is("location")) {
        proxy.guards.extend(files.guard(location, &variables));
    }
    // Any other location of Authelia is one of the portal itself.
    proxy.guards.retain(|guard| matches!(guard.target(), AddressTarget::Authz { .. }));
    for server in config.all_directives().filter(|directive| directive.is("server")) {
        proxy.routes.extend(files.route(server));
    }
    Some(proxy)
}

fn parse(text: &str) -> Option<Config> {
    let mut depth = 0_usize;
    let is_flat = text.bytes().all(|byte| {
        depth = match byte {
            b'{' => depth + 1,
            b'}' => depth.saturating_sub(1),
            _ => depth,
        };
        depth <= MAX_DEPTH
    });
    (is_flat && text.len() <= MAX_LENGTH).then(|| nginx_lint_parser::parse_string(text).ok()).flatten()
}

/// A configuration and the files that it may include.
struct Files<'a> {
    sources: &'a Sources,
    id: SourceId,
    /// How many files may still be included.
    includes: Cell<usize>,
}

/// The directives of a block with those of the files that it includes.
#[derive(Default)]
struct Flat {
    directives: Vec<Directive>,
    /// Whether a file could not be found.
    is_incomplete: bool,
}

impl Files<'_> {
    /// The request to Authelia that a location makes.
    fn guard(&self, location: &Directive, variables: &HashMap<&str, Option<&Argument>>) -> Option<Guard> {
        let block = location.block.as_ref()?;
        let pass = block.directives().find(|directive| directive.is("proxy_pass"))?.args.first()?;
        let address = word(pass)
            .strip_prefix('$')
            .and_then(|name| variables.get(name).or_else(|| variables.get(word(pass))).copied().flatten());
        let address = address.unwrap_or(pass);
        let name = location.args.last().map(|path| word(path).to_owned());
        let flat = self.flat(block.directives(), false);
        let sent = flat.directives.iter().filter(|directive| directive.is("proxy_set_header"));
        let sent: Vec<String> =
            sent.filter_map(|directive| directive.args.first()).map(|name| word(name).to_owned()).collect();
        // Without any of its own, the location inherits the headers of what is around it.
        let headers = if flat.is_incomplete || sent.is_empty() { Headers::Unknown } else { Headers::Also(sent) };
        Some(Guard { proxy: ProxyKind::Nginx, name, address: self.name(address), headers })
    }

    /// The hosts of a server that asks Authelia about some of its requests.
    fn route(&self, server: &Directive) -> Option<Route> {
        let flat = self.flat(server.block.as_ref()?.directives(), true);
        let asked: Vec<&str> = asked_by(&flat).into_iter().filter(|path| *path != "off").collect();
        let is_guard = |path: &&str| path.contains("authelia") || path.contains("/api/authz/");
        let names = server.block.as_ref()?.directives().filter(|directive| directive.is("server_name"));
        let names: Vec<&Argument> = names.flat_map(|names| &names.args).collect();
        let is_host = |name: &str| name.contains('.') && !name.contains(['*', '~', '$']) && !name.starts_with('.');
        let hosts: Vec<Name> = names.iter().filter(|name| is_host(word(name))).map(|name| self.name(name)).collect();
        let has_more_hosts = hosts.len() < names.len() || names.is_empty();
        // An included file may ask.
        let is_unknown = flat.is_incomplete && asked.is_empty();
        (!is_unknown).then(|| Route {
            hosts,
            is_guarded: asked.iter().any(is_guard),
            has_more_hosts,
            is_whole: self.asks_about_root(server),
            ..Route::default()
        })
    }

    /// Whether a server certainly asks about the path `/`: in `location /`, or in the server itself.
    fn asks_about_root(&self, server: &Directive) -> bool {
        const BEFORE: [&str; 4] = ["return", "rewrite", "satisfy", "if"];
        let Some(block) = server.block.as_ref() else { return false };
        let around = self.flat(block.directives(), false);
        let may_match = |location: &&Directive| match &location.args[..] {
            [path] => word(path) == "/",
            [modifier, path] => word(modifier) != "^~" || word(path) == "/",
            _ => true,
        };
        let locations = around.directives.iter().filter(|directive| directive.is("location"));
        let candidates: Vec<&Directive> = locations.filter(may_match).collect();
        let within = match candidates[..] {
            [] => Flat::default(),
            [location] if location.args.len() == 1 => match &location.block {
                Some(block) => self.flat(block.directives(), false),
                None => return false,
            },
            _ => return false,
        };
        let own = asked_by(&within);
        let asked = if own.is_empty() { asked_by(&around) } else { own };
        let is_before = |directive: &Directive| BEFORE.iter().any(|name| directive.is(name));
        !around.is_incomplete
            && !within.is_incomplete
            && !around.directives.iter().chain(&within.directives).any(is_before)
            && asked.iter().any(|path| *path != "off")
    }

    /// The directives of a block with those of the files that it includes, and, if `deep`, of the blocks in it.
    fn flat<'d>(&self, directives: impl Iterator<Item = &'d Directive>, deep: bool) -> Flat {
        let mut flat = Flat::default();
        let mut waiting: Vec<Directive> = directives.cloned().collect();
        while let Some(directive) = waiting.pop() {
            if !directive.is("include") {
                let inner = directive.block.iter().filter(|_| deep).flat_map(Block::directives);
                waiting.extend(inner.cloned());
                flat.directives.push(directive);
                continue;
            }
            match directive.args.first().and_then(|path| self.included(word(path))) {
                Some(config) => waiting.extend(config.directives().cloned()),
                None => flat.is_incomplete = true,
            }
        }
        flat
    }

    /// An included file, found by its name: on the host it is in another folder than in the container.
    fn included(&self, path: &str) -> Option<Config> {
        self.includes.set(self.includes.get().checked_sub(1)?);
        let name = file_name(path);
        let mut named = self.sources.iter().filter(|(id, source)| *id != self.id && file_name(&source.name) == name);
        match (named.next(), named.next()) {
            (Some((_, source)), None) => parse(&source.text),
            _ => None,
        }
    }

    fn name(&self, argument: &Argument) -> Name {
        let span = Span::of(self.id, argument.span.start.offset..argument.span.end.offset);
        Name { text: word(argument).to_owned(), span }
    }
}

/// What `auth_request` says in a block.
fn asked_by(flat: &Flat) -> Vec<&str> {
    let asking = flat.directives.iter().filter(|directive| directive.is("auth_request"));
    asking.filter_map(|directive| directive.args.first().map(word)).collect()
}

/// An argument without its quotes.
fn word(argument: &Argument) -> &str {
    argument.raw.trim_matches(['"', '\''])
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
