//! Caddyfiles: the directive `forward_auth`, the snippets that hold it, and the sites that import them.

use std::collections::HashSet;
use std::ops::Range;

use crate::config::Name;
use crate::config::proxy::{Guard, Headers, Proxy, ProxyKind, Route};
use crate::text::{SourceId, Span};

/// The most blocks within each other.
const MAX_DEPTH: usize = 64;

/// What a Caddyfile says.
pub(super) fn read(id: SourceId, text: &str) -> Proxy {
    let mut proxy = Proxy { provider: "caddy", ..Proxy::default() };
    let sites = parse(text);
    for site in &sites {
        site.block.all().for_each(|directive| proxy.guards.extend(guard(id, directive)));
    }
    proxy.guards.retain(Guard::asks_authelia);
    let is_guard = |directive: &CaddyDirective<'_>| guard(id, directive).is_some_and(|guard| guard.asks_authelia());
    let snippets: HashSet<&str> =
        sites.iter().filter(|site| site.block.all().any(is_guard)).filter_map(snippet).collect();
    let asks_always =
        |directive: &CaddyDirective<'_>| is_guard(directive) && !directive.words.iter().any(is_narrow_matcher);
    let whole: HashSet<&str> =
        sites.iter().filter(|site| site.block.0.iter().any(asks_always)).filter_map(snippet).collect();
    for site in sites.iter().filter(|site| snippet(site).is_none()) {
        let imports = |directive: &CaddyDirective<'_>, snippets: &HashSet<&str>| {
            directive.is("import") && directive.words.get(1).is_some_and(|name| snippets.contains(name.text))
        };
        let hosts: Vec<Name> = site.words.iter().filter_map(|word| host(id, word)).collect();
        let is_guarded = site.block.all().any(|directive| is_guard(directive) || imports(directive, &snippets));
        let has_more_hosts = hosts.len() < site.words.len();
        // A redirection comes before the question.
        let is_whole = site.block.0.iter().any(|directive| asks_always(directive) || imports(directive, &whole))
            && !site.block.all().any(|directive| directive.is("redir"));
        proxy.routes.push(Route { hosts, is_guarded, has_more_hosts, is_whole, ..Route::default() });
    }
    proxy
}

/// The name of a snippet, without its parentheses.
fn snippet<'t>(site: &CaddyDirective<'t>) -> Option<&'t str> {
    site.words.first()?.text.strip_prefix('(')?.strip_suffix(')')
}

/// The host in the address of a site. Returns `None` if it is not a single host.
fn host(id: SourceId, word: &Word<'_>) -> Option<Name> {
    let address = word.text.trim_end_matches(',');
    let start = address.find("://").map_or(0, |at| at + "://".len());
    let host = address[start..].split([':', '/']).next().unwrap_or_default();
    let is_host = host.contains('.') && !host.contains(['*', '{', '$', '@', '(']);
    let from = word.at.start + start;
    is_host.then(|| Name { text: host.to_owned(), span: Span::of(id, from..from + host.len()) })
}

/// Whether a word is a matcher that not all requests match.
fn is_narrow_matcher(word: &Word<'_>) -> bool {
    word.text.starts_with(['@', '/'])
}

/// The request that `forward_auth` makes.
fn guard(id: SourceId, directive: &CaddyDirective<'_>) -> Option<Guard> {
    if !directive.is("forward_auth") {
        return None;
    }
    let is_matcher = |word: &&Word<'_>| is_narrow_matcher(word) || word.text == "*";
    let upstream = directive.words.iter().skip(1).find(|word| !is_matcher(word))?;
    let uri = directive.block.0.iter().find(|inner| inner.is("uri"))?.words.get(1)?;
    let scheme = if upstream.text.contains("://") { "" } else { "http://" };
    let text = format!("{scheme}{}{}", upstream.text, uri.text);
    let up = directive.block.0.iter().filter(|inner| inner.is("header_up")).filter_map(|inner| inner.words.get(1));
    let sent: Vec<String> = up.map(|word| word.text.trim_start_matches(['+', '?', '>']).to_owned()).collect();
    let is_original = |name: &String| name.to_ascii_lowercase().starts_with("x-original-");
    let headers = match () {
        () if directive.block.0.iter().any(|inner| inner.is("import")) => Headers::Unknown,
        () if sent.iter().any(is_original) => Headers::Also(sent),
        () => Headers::Automatic,
    };
    let address = Name { text, span: Span::of(id, uri.at.clone()) };
    Some(Guard { proxy: ProxyKind::Caddy, name: None, address, headers })
}

/// A word, without quotes, and where it is.
#[derive(Debug, Clone)]
struct Word<'t> {
    text: &'t str,
    at: Range<usize>,
}

/// A line of words, and the block behind it.
#[derive(Debug)]
struct CaddyDirective<'t> {
    words: Vec<Word<'t>>,
    block: DirectiveBlock<'t>,
}

/// The directives between braces.
#[derive(Debug, Default)]
struct DirectiveBlock<'t>(Vec<CaddyDirective<'t>>);

impl<'t> DirectiveBlock<'t> {
    /// All directives in it, however deep.
    fn all(&self) -> impl Iterator<Item = &CaddyDirective<'t>> {
        let mut waiting: Vec<&CaddyDirective<'t>> = self.0.iter().rev().collect();
        std::iter::from_fn(move || {
            let next = waiting.pop()?;
            waiting.extend(next.block.0.iter().rev());
            Some(next)
        })
    }
}

impl CaddyDirective<'_> {
    fn is(&self, name: &str) -> bool {
        self.words.first().is_some_and(|word| word.text == name)
    }
}

/// The blocks at the top of a Caddyfile, with the words before them.
fn parse(text: &str) -> Vec<CaddyDirective<'_>> {
    let mut open: Vec<CaddyDirective<'_>> = Vec::new();
    let mut block = CaddyDirective { words: Vec::new(), block: DirectiveBlock::default() };
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let mut words = words(line, at);
        at += line.len();
        let has_open_brace = words.last().is_some_and(|word| word.text == "{");
        let has_close_brace = words.first().is_some_and(|word| word.text == "}");
        if has_close_brace {
            if let Some(outer) = open.pop() {
                let closed = std::mem::replace(&mut block, outer);
                block.block.0.push(closed);
            }
        } else if has_open_brace && open.len() < MAX_DEPTH {
            words.pop();
            let inner = CaddyDirective { words, block: DirectiveBlock::default() };
            open.push(std::mem::replace(&mut block, inner));
        } else if !words.is_empty() {
            block.block.0.push(CaddyDirective { words, block: DirectiveBlock::default() });
        }
    }
    while let Some(outer) = open.pop() {
        let closed = std::mem::replace(&mut block, outer);
        block.block.0.push(closed);
    }
    block.block.0
}

/// The words of a line that begins at an offset, without its comment.
fn words(line: &str, offset: usize) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(start) = line[at..].find(|letter: char| !letter.is_whitespace()).map(|skip| at + skip) {
        let rest = &line[start..];
        if rest.starts_with('#') {
            break;
        }
        let quote = rest.chars().next().filter(|first| ['"', '`'].contains(first));
        let (from, length) = match quote {
            Some(quote) => (start + 1, rest[1..].find(quote).unwrap_or(rest.len() - 1)),
            None => (start, rest.find(char::is_whitespace).unwrap_or(rest.len())),
        };
        words.push(Word { text: &line[from..from + length], at: offset + from..offset + from + length });
        at = (from + length + usize::from(quote.is_some())).min(line.len());
    }
    words
}
