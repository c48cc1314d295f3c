//! Authelia's environment variables in a file of `NAME=value` lines, as Docker Compose reads it with `env_file`
//! (`internal/configuration/sources.go`, `koanf_callbacks.go` and `helpers.go`, 4.39.20).

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::document::{Document, Entry, Kind, Node, NodeId, Style, SyntaxError, Tree};
use crate::span::{SourceId, Span};

use super::deprecation::mapped_keys;
use super::keys::single_keys;

/// What the names of Authelia's variables begin with.
const PREFIX: &str = "AUTHELIA_";

/// What the name of a variable ends with that holds a path to a secret instead of the secret.
const FILE: &str = "_FILE";

/// What there is to say about variables besides the options that they set.
#[derive(Debug, Default)]
pub struct Variables {
    /// Variables that begin like Authelia's and stand for no option.
    pub unexpected: Vec<Span>,
    /// Options that a file sets although a variable names a file for their secret: the path, the option, the variable.
    pub twice: Vec<(String, Span, Span)>,
    /// The options whose secret stands in a file, and the variables.
    in_files: Vec<(&'static str, Span)>,
}

/// One line of a file of variables.
struct Variable<'a> {
    name: &'a str,
    name_at: usize,
    value: String,
    value_at: (usize, usize),
    /// Whether it holds something that is replaced by another variable.
    unknown: bool,
}

/// The names of variables and the options that they set.
static OPTIONS: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let name = |key: &str| format!("{PREFIX}{}", key.to_uppercase().replace('.', "_"));
    mapped_keys().chain(single_keys()).map(|key| (name(key), key)).collect()
});

/// Whether a secret may stand in a file that a variable names.
fn is_secret(key: &str) -> bool {
    const EXCEPTIONS: [&str; 3] = ["server.tls.key", "authentication_backend.disable_reset_password", "tls_key"];
    let ends = ["key", "secret", "password", "token", "certificate_chain"];
    !EXCEPTIONS.contains(&key)
        && !key.starts_with("identity_providers.oidc.lifespans.")
        && ends.iter().any(|end| key.ends_with(end))
}

/// Reads the variables as a document of options.
///
/// # Errors
/// Where a line is no variable.
pub(super) fn read(
    tree: &mut Tree,
    source: SourceId,
    text: &str,
    variables: &mut Variables,
) -> Result<Document, Vec<SyntaxError>> {
    let mut options = Options { tree, source, root: Vec::new() };
    for variable in parse(text).map_err(|at| vec![malformed(source, text, at)])? {
        if !variable.name.starts_with(PREFIX) {
            continue;
        }
        let name = options.span(variable.name_at, variable.name_at + variable.name.len());
        let in_file = variable.name.strip_suffix(FILE).and_then(|name| OPTIONS.get(name)).filter(|key| is_secret(key));
        match (OPTIONS.get(variable.name), in_file) {
            (Some(key), _) => options.set(key, name, &variable, variable.unknown),
            (None, Some(key)) => {
                variables.in_files.push((key, name));
                options.set(key, name, &variable, true);
            }
            (None, None) => variables.unexpected.push(name),
        }
    }
    let root = Some(options.finish());
    Ok(Document { source, root, comments: Vec::new(), dropped: None })
}

impl Variables {
    /// Looks which of the secrets in files are given in `root`, too, which Authelia refuses.
    pub(super) fn compare(&mut self, tree: &Tree, root: Option<NodeId>) {
        for (key, variable) in &self.in_files {
            let Some(root) = root else { return };
            let given = key.split('.').try_fold(root, |node, key| tree.get(node, key).map(|entry| entry.value));
            let Some(given) = given else { continue };
            let node = &tree[tree.resolve(given)];
            if !node.unknown && matches!(&node.kind, Kind::Text(text) if !text.is_empty()) {
                self.twice.push(((*key).to_owned(), tree[given].span, *variable));
            }
        }
    }
}

fn malformed(source: SourceId, text: &str, at: usize) -> SyntaxError {
    let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    let fit = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
    SyntaxError::new(Span::new(source, fit(at), fit(end)), "this line is no variable", "write `NAME=value`")
}

/// The variables of a file, or the offset of a line that is none.
fn parse(text: &str) -> Result<Vec<Variable<'_>>, usize> {
    let mut variables = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
        let line = text[at..end].trim_end();
        let content = line.trim_start();
        let mut next = end + 1;
        if !content.is_empty() && !content.starts_with('#') {
            let content = content.strip_prefix("export ").unwrap_or(content).trim_start();
            let name_at = at + line.len() - content.len();
            // A name alone is taken from the environment of whoever starts Docker Compose.
            let Some((name, value)) = content.split_once('=') else {
                if content.contains(char::is_whitespace) {
                    return Err(at);
                }
                at = next;
                continue;
            };
            let name = name.trim_end();
            let value_at = at + line.len() - value.trim_start().len();
            let (value, value_end, unknown) = read_value(text, value_at, at + line.len());
            next = next.max(text[value_end..].find('\n').map_or(text.len(), |length| value_end + length) + 1);
            variables.push(Variable { name, name_at, value, value_at: (value_at, value_end), unknown });
        }
        at = next;
    }
    Ok(variables)
}

/// A value, its end, and whether it depends on other variables: in single quotes literal, in double quotes with escapes,
/// bare up to a comment. Quoted values may go over several lines.
fn read_value(text: &str, start: usize, line_end: usize) -> (String, usize, bool) {
    let rest = &text[start..];
    let quoted = |quote: char| {
        let inner = rest.strip_prefix(quote)?;
        let mut escaped = false;
        let end = inner.find(|letter| {
            let closes = letter == quote && !escaped;
            escaped = letter == '\\' && quote == '"' && !escaped;
            closes
        })?;
        Some((&inner[..end], start + end + 2))
    };
    if let Some((inner, end)) = quoted('\'') {
        return (inner.to_owned(), end, false);
    }
    if let Some((inner, end)) = quoted('"') {
        let plain = inner.replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
        return (plain, end, inner.contains('$'));
    }
    let line = &text[start..line_end.max(start)];
    let bare = line.find(" #").map_or(line, |comment| &line[..comment]).trim_end();
    (bare.to_owned(), start + bare.len(), bare.contains('$'))
}

/// Options on their way into a tree.
struct Options<'t> {
    tree: &'t mut Tree,
    source: SourceId,
    root: Vec<(Vec<&'static str>, NodeId, NodeId)>,
}

impl Options<'_> {
    fn span(&self, start: usize, end: usize) -> Span {
        let fit = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span::new(self.source, fit(start), fit(end))
    }

    fn push(&mut self, kind: Kind, span: Span, unknown: bool) -> NodeId {
        let style = Style::SingleQuoted;
        self.tree.push(Node { kind, style, span, tag: None, anchor: None, unknown, open: false })
    }

    fn set(&mut self, key: &'static str, name: Span, variable: &Variable<'_>, unknown: bool) {
        let span = self.span(variable.value_at.0, variable.value_at.1);
        let value = self.push(Kind::Text(variable.value.clone()), span, unknown);
        let last = key.rsplit('.').next().unwrap_or(key);
        let key_node = self.push(Kind::Text(last.to_owned()), name, false);
        self.root.push((key.split('.').collect(), key_node, value));
    }

    /// The options as nested mappings.
    fn finish(mut self) -> NodeId {
        let mut options = std::mem::take(&mut self.root);
        options.sort_by(|one, other| one.0.cmp(&other.0));
        self.mapping(&options, 0)
    }

    /// The mapping of options that have their first `depth` keys in common. No option of Authelia's is nested deeply.
    fn mapping(&mut self, options: &[(Vec<&'static str>, NodeId, NodeId)], depth: usize) -> NodeId {
        let mut entries: Vec<Entry> = Vec::new();
        for group in options.chunk_by(|one, other| one.0.get(depth) == other.0.get(depth)) {
            let Some((path, key, value)) = group.last() else { continue };
            let Some(name) = path.get(depth) else { continue };
            let (key, value) = if path.len() == depth + 1 {
                (*key, *value)
            } else {
                let span = self.tree[*key].span;
                (self.push(Kind::Text((*name).to_owned()), span, false), self.mapping(group, depth + 1))
            };
            entries.push(Entry { key, value, merged: false });
        }
        let span = options.first().map_or_else(|| self.span(0, 0), |(_, key, _)| self.tree[*key].span);
        self.push(Kind::Mapping { entries, flow: false }, span, false)
    }
}
