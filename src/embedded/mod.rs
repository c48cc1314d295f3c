//! From a source to the configurations in it: the source itself where it is one, else what stands further in.
//!
//! ```text
//! source -- search --> places -- offsets, base64 --> text, read as one of its own, with spans of the outer file
//!                             -- chart, environment --> mapping in the outer file's own tree
//! ```
//!
//! The forms are reported by what they look like, not by what kind of file they stand in, except where another program makes
//! something else of what is written: base64 in a Kubernetes Secret, the values of the Authelia chart, variables, and
//! `$` in a Compose file. `docs/embedded.md` lists them.

pub(crate) mod base64;
mod chart;
mod configurations;
pub mod detect;
pub(crate) mod dotenv;
mod environment;
mod filtered;
pub(crate) mod nix;
pub(crate) mod offsets;
mod proxy;
mod root;
mod search;
mod sops;

use crate::config::proxy::Proxy;
use crate::config::{EditedTree, LoadOptions};
use crate::document::{
    self, Comment, Document, Entry, Kind, Mask, NodeId, Origin, Reading, Role, Stream, SyntaxError, Tree, cover, mask,
    show_again, undecodable,
};
use crate::text::{SourceId, Sources, Span};

pub use configurations::{Configurations, KeptConfigurations, groups};
pub use environment::filters as filters_of_environment;
pub use proxy::may_ask_authelia;

use offsets::Offsets;
use search::ConfigurationPart;

/// What was found in a source.
#[derive(Debug, Default)]
pub struct Found {
    /// The configurations, in order, each with what it is made of: a text, and the environment that goes with it.
    pub configurations: Vec<Vec<Reading>>,
    /// The users databases, in order.
    pub users_databases: Vec<Reading>,
    /// What is known about reverse proxies.
    pub proxies: Vec<Proxy>,
    /// The comments of the source, in order; `None` if the source does not parse.
    pub comments: Option<Vec<Span>>,
    /// Where nothing must be shown, because a secret may stand there in another form.
    pub hidden: Vec<Span>,
    /// Whether the source does not parse because of its templates, so that nothing is known of what is in it.
    pub unparsed: bool,
}

/// Finds and reads the configurations in a source.
#[must_use]
pub fn read(tree: &mut Tree, sources: &Sources, id: SourceId, options: &LoadOptions) -> Found {
    let source = sources.get(id);
    if let Some(at) = source.undecodable.and_then(|at| u32::try_from(at).ok()) {
        return Found::plain(Err(vec![undecodable(Span::new(id, at, at + 3))]));
    }
    if source.variables || environment::is_file(&source.text) {
        return Found::plain(environment::file(tree, id, &source.text));
    }
    if source.is_nix() {
        return nix::read(tree, id, &source.text, options);
    }
    if let Some(form) = detect::form(&source.name, &source.text).filter(|_| options.root.is_none()) {
        if source.beside.is_some() {
            return Found { comments: Some(Vec::new()), ..Found::default() };
        }
        if may_ask_authelia(&source.text) {
            return Found::proxy(id, &source.text, proxy::read(form, sources, id));
        }
    }
    let (text, masks) = mask(&source.text, options.filters);
    let refused = filtered::refused(id, &source.text, &masks, options.filters);
    if !refused.is_empty() {
        return Found::plain(Err(refused));
    }
    if source.beside.is_some() || options.root.is_none() && detect::is_users_database(&source.text) {
        return Found::users_database(document::read(tree, id, &text, &masks));
    }
    let file = MaskedSource { id, text: &text, masks: &masks, options };
    let is_authelia = detect::is_authelia(&source.text);
    let may_hold = options.root.is_some() || (!is_authelia && detect::may_hold_authelia(&source.text));
    if !is_authelia && options.root.is_none() && may_ask_authelia(&source.text) {
        let asking = file.proxies(tree, sources);
        return match may_hold.then(|| file.embedded(tree)).flatten() {
            Some(found) => Found { proxies: asking.proxies, ..found },
            None => asking,
        };
    }
    let found = if may_hold { file.embedded(tree) } else { None };
    found.unwrap_or_else(|| {
        // The filters run on what is Authelia's own, not on another program's file around it.
        if let Some(filtered) = filtered::run(&source.text, &masks, options.filters, sources) {
            let text = cover(&filtered.text, &filtered.masks);
            return Found::plain(file.inner(tree, &text, &filtered.masks, &filtered.offsets, true).map(not_verbatim));
        }
        let mut reading = document::read(tree, id, &text, &masks);
        if let Ok(document) = &mut reading {
            sops::unseal(tree, document);
        }
        Found::plain(reading)
    })
}

impl Found {
    /// A source that is a configuration itself.
    fn plain(reading: Reading) -> Self {
        let comments =
            reading.as_ref().ok().map(|document| document.comments.iter().map(|comment| comment.span).collect());
        Self { configurations: vec![vec![reading]], comments, ..Self::default() }
    }

    /// Whether something in it is checked.
    const fn is_checked(&self) -> bool {
        !self.configurations.is_empty() || !self.users_databases.is_empty() || !self.proxies.is_empty()
    }

    /// A source that is the configuration of a reverse proxy; `None` if it does not parse.
    fn proxy(id: SourceId, text: &str, proxy: Option<Proxy>) -> Self {
        Self { proxies: proxy.into_iter().collect(), comments: Some(proxy::comments(id, text)), ..Self::default() }
    }

    /// A source that is a users database.
    fn users_database(reading: Reading) -> Self {
        let Self { configurations, comments, .. } = Self::plain(reading);
        Self { users_databases: configurations.into_iter().flatten().collect(), comments, ..Self::default() }
    }

    fn add(&mut self, reading: Reading) {
        if let (Ok(document), Some(comments)) = (&reading, &mut self.comments) {
            comments.extend(document.comments.iter().map(|comment| comment.span));
        }
        self.configurations.push(vec![reading]);
    }

    /// Adds each environment to the only configuration that it can belong to: of those since `first`, which stand in one
    /// document.
    fn unite(&mut self, first: usize) {
        let (environments, mut others): (Vec<_>, Vec<_>) =
            self.configurations.drain(first..).partition(|readings| readings.iter().all(is_environment));
        match &mut others[..] {
            [only] => only.extend(environments.into_iter().flatten()),
            _ => others.extend(environments),
        }
        self.configurations.extend(others);
    }
}

fn is_environment(reading: &Reading) -> bool {
    reading.as_ref().is_ok_and(|document| document.variables().is_some())
}

/// A source whose templates are masked.
struct MaskedSource<'a> {
    id: SourceId,
    text: &'a str,
    masks: &'a [Mask],
    options: &'a LoadOptions,
}

impl MaskedSource<'_> {
    /// What is known about reverse proxies. A text that does not parse is not Authelia's to refuse.
    fn proxies(&self, tree: &mut Tree, sources: &Sources) -> Found {
        let Ok(stream) = document::read_stream(tree, self.id, self.text, self.masks) else {
            return Found { unparsed: true, ..Found::default() };
        };
        let comments = stream.comments.iter().map(|comment| comment.span).collect();
        let proxies = proxy::read_yaml(tree, sources, &stream.roots);
        Found { proxies, comments: Some(comments), ..Found::default() }
    }

    /// What stands further in. Returns `None` if the source is to be read as a configuration itself.
    fn embedded(&self, tree: &mut Tree) -> Option<Found> {
        let stream = match document::read_stream(tree, self.id, self.text, self.masks) {
            Ok(stream) => stream,
            // A template may be what does not parse.
            Err(_) if !self.masks.is_empty() => return Some(Found { unparsed: true, ..Found::default() }),
            Err(_) => return None,
        };
        let is_list = |root: &NodeId| matches!(tree[*root].kind, Kind::Sequence { .. });
        // A file that Authelia is given as a whole is a mapping.
        if self.options.merge && self.options.root.is_none() && stream.roots.first().is_some_and(is_list) {
            return None;
        }
        let is_configuration = |root: &NodeId| search::is_options(tree, *root);
        if self.options.root.is_none() && stream.roots.first().is_some_and(is_configuration) {
            return None;
        }
        let places = self.places(tree, &stream);
        let is_of_helm = |place: &ConfigurationPart| matches!(place, ConfigurationPart::Chart(_));
        if !stream.twins.is_empty() && !places.iter().flatten().any(is_of_helm) {
            return None;
        }
        let mut found = self.all(tree, &stream, places);
        found.configurations.extend(stream.twins.iter().map(|twin| vec![Err(vec![twin.clone().tolerated()])]));
        let is_fragment = !found.is_checked()
            && self.options.root.is_none()
            && stream.roots.first().is_some_and(|root| has_option(tree, *root));
        (!is_fragment).then_some(found)
    }

    /// The places in each document.
    fn places(&self, tree: &Tree, stream: &Stream) -> Vec<Vec<ConfigurationPart>> {
        let of = |root: &NodeId| match &self.options.root {
            Some(path) => root::find(tree, *root, path).map(|node| named(tree, node, path)).into_iter().collect(),
            None => search::search(tree, *root),
        };
        stream.roots.iter().map(of).collect()
    }

    fn all(&self, tree: &mut Tree, stream: &Stream, places: Vec<Vec<ConfigurationPart>>) -> Found {
        let comments = stream.comments.iter().map(|comment| comment.span).collect();
        let mut found = Found { comments: Some(comments), ..Found::default() };
        for (root, places) in stream.roots.iter().zip(places) {
            let first = found.configurations.len();
            let expands = is_compose(tree, *root);
            for place in places {
                self.open(tree, place, expands, &mut found);
            }
            found.unite(first);
        }
        found.unite(0);
        if let Some(comments) = &mut found.comments {
            comments.sort_unstable();
        }
        let is_sealed = stream.roots.iter().any(|root| sops::is_sealed(tree, *root));
        for document in found.configurations.iter_mut().flatten().flatten() {
            document.verbatim &= !is_sealed;
            if let Some(root) = document.root.filter(|_| document.comments.is_empty()) {
                document.comments = within(&stream.comments, tree[root].span);
            }
        }
        found
    }

    /// Reads what is at a place. `expands` says that Compose puts variables in place of what begins with `$`.
    fn open(&self, tree: &mut Tree, place: ConfigurationPart, expands: bool, found: &mut Found) {
        match place {
            ConfigurationPart::Text(node) => {
                self.text(tree, node, expands).into_iter().for_each(|reading| found.add(reading));
            }
            ConfigurationPart::UsersDatabase(node) => {
                let reading = self.text(tree, node, expands);
                found.users_databases.extend(reading);
            }
            ConfigurationPart::Encoded(node) => match self.encoded(tree, node) {
                Some(EncodedText::Configuration(reading)) => {
                    found.hidden.push(tree[node].span);
                    found.add(reading);
                }
                Some(EncodedText::UsersDatabase(reading)) => {
                    found.hidden.push(tree[node].span);
                    found.users_databases.push(reading);
                }
                None => {}
            },
            ConfigurationPart::Options(node) => {
                let (root, origin) = own_options(tree, node);
                found.add(Ok(self.document(root, origin)));
            }
            ConfigurationPart::Chart(node) => {
                let root = chart::options(tree, node);
                found.add(Ok(self.document(root, Origin::Chart)));
            }
            ConfigurationPart::Clients(node) => {
                let root = around_clients(tree, node);
                found.add(Ok(self.document(root, Origin::Excerpt)));
            }
            ConfigurationPart::Environment(node) => {
                found
                    .configurations
                    .extend(environment::document(tree, self.id, node).map(|document| vec![Ok(document)]));
            }
        }
    }

    /// A mapping of the file's own tree as a configuration.
    const fn document(&self, root: NodeId, origin: Origin) -> Document {
        let comments = Vec::new();
        Document { source: self.id, root: Some(root), comments, dropped: None, verbatim: true, origin }
    }

    fn text(&self, tree: &mut Tree, node: NodeId, expands: bool) -> Option<Reading> {
        let Kind::Text(text) = &tree[node].kind else { return None };
        let (text, span, style) = (text.clone(), tree[node].span, tree[node].style);
        let offsets = offsets::of_scalar(self.text.get(span.range())?, span.range().start, style, &text)?;
        let mut masks = offsets.masks(self.masks);
        let text = show_again(&text, &masks);
        if expands {
            mask_variables(&text, &mut masks);
        }
        Some(self.inner(tree, &text, &masks, &offsets, style == document::Style::Literal))
    }

    fn encoded(&self, tree: &mut Tree, node: NodeId) -> Option<EncodedText> {
        let span = tree[node].span;
        let (text, offsets) = base64::decode(self.text.get(span.range())?, span.range().start)?;
        let is_users_database = detect::is_users_database(&text) && detect::is_certainly_users_database(&text);
        if !is_users_database && !detect::is_authelia(&text) && self.options.root.is_none() {
            return None;
        }
        let (text, masks) = mask(&text, self.options.filters);
        let reading = self.inner(tree, &text, &masks, &offsets, false);
        Some(if is_users_database { EncodedText::UsersDatabase(reading) } else { EncodedText::Configuration(reading) })
    }

    /// Reads a text that is in the file, and moves all that is said about it to where it stands.
    fn inner(&self, tree: &mut Tree, text: &str, masks: &[Mask], offsets: &Offsets, verbatim: bool) -> Reading {
        let first = tree.len();
        let reading = document::read(tree, self.id, text, masks);
        tree.relocate(first, |span| offsets.place(span));
        match reading {
            Ok(mut document) => {
                document.dropped = document.dropped.map(|span| offsets.place(span));
                document.verbatim = verbatim;
                for comment in &mut document.comments {
                    comment.span = offsets.place(comment.span);
                }
                document.comments.retain(|_| verbatim);
                Ok(document)
            }
            Err(errors) => Err(errors.into_iter().map(|error| relocated(error, offsets)).collect()),
        }
    }
}

/// The comments in a part of a text, of all in their order.
fn within(comments: &[Comment], part: Span) -> Vec<Comment> {
    let first = comments.partition_point(|comment| comment.span.start < part.start);
    let inside = |comment: &&Comment| comment.span.start < part.end;
    comments[first..].iter().take_while(inside).copied().collect()
}

/// What a text in base64 is.
enum EncodedText {
    Configuration(Reading),
    UsersDatabase(Reading),
}

/// A document whose spans hold something else than what was read.
fn not_verbatim(document: Document) -> Document {
    Document { verbatim: false, ..document }
}

fn relocated(error: SyntaxError, offsets: &Offsets) -> SyntaxError {
    let also = error.also.map(|(span, text)| (offsets.place(span), text));
    SyntaxError { span: offsets.place(error.span), also, ..error }
}

/// What stands where `--root` leads to.
fn named(tree: &Tree, node: NodeId, path: &str) -> ConfigurationPart {
    match &tree[node].kind {
        Kind::Text(text) if !text.contains('\n') && text.len() > 100 => ConfigurationPart::Encoded(node),
        Kind::Text(_) => ConfigurationPart::Text(node),
        Kind::Sequence { .. } => ConfigurationPart::Clients(node),
        _ if path == "configMap" || path.ends_with(".configMap") => ConfigurationPart::Chart(node),
        _ => ConfigurationPart::Options(node),
    }
}

/// Whether a key at the top level is Authelia's, however it is written.
fn has_option(tree: &Tree, root: NodeId) -> bool {
    let Kind::Mapping { entries, .. } = &tree[root].kind else { return false };
    entries.iter().any(|entry| {
        let key = tree.key_text(entry.key).to_lowercase();
        detect::is_top_level_key(key.split(['.', '[']).next().unwrap_or_default())
    })
}

/// Whether a document is a Compose file.
fn is_compose(tree: &Tree, root: NodeId) -> bool {
    let is_mapping = |key| {
        let value = tree.get(root, key).map(|entry| tree.resolve(entry.value));
        value.is_some_and(|value| matches!(tree[value].kind, Kind::Mapping { .. }))
    };
    tree.get(root, "apiVersion").is_none() && (is_mapping("services") || is_mapping("configs"))
}

/// Adds what Compose replaces: `$NAME`, and `$$`, which stands for a dollar sign.
fn mask_variables(text: &str, masks: &mut Vec<Mask>) {
    let known = masks.len();
    let mut at = 0;
    while let Some(offset) = text.get(at..).and_then(|rest| rest.find('$')) {
        let start = at + offset;
        at = start + 1;
        let next = text.as_bytes().get(at).copied().unwrap_or_default();
        let after = masks[..known].partition_point(|mask| mask.end <= start);
        let is_masked = masks[..known].get(after).is_some_and(|mask| mask.start <= start);
        if !is_masked && (next == b'$' || next == b'_' || next.is_ascii_alphabetic()) {
            at += usize::from(next == b'$');
            masks.push(Mask { start, end: at, role: Role::Value, controls: false });
        }
    }
    masks.sort_unstable_by_key(|mask| mask.start);
}

/// The options in a mapping. If it holds other things, too, then it is not what Authelia is given.
fn own_options(tree: &mut Tree, node: NodeId) -> (NodeId, Origin) {
    let mut edit = EditedTree::new(tree, node);
    let entries = edit.entries(node).to_vec();
    let is_option = |entry: &&Entry| detect::is_top_level_key(edit.tree.key_text(entry.key));
    let options: Vec<Entry> = entries.iter().filter(is_option).copied().collect();
    if options.len() == entries.len() {
        return (node, Origin::File);
    }
    let root = edit.push_mapping(node, options);
    edit.tree.open_all(root);
    (root, Origin::Excerpt)
}

/// A list of clients as the configuration around it would hold it. A template may add to each of them.
fn around_clients(tree: &mut Tree, clients: NodeId) -> NodeId {
    tree.open_all(clients);
    let span = tree[clients].span;
    let mut edit = EditedTree::new(tree, clients);
    edit.root = edit.push_mapping(clients, Vec::new());
    edit.insert("identity_providers.oidc.clients", span, clients);
    let root = edit.root;
    tree.open_all(root);
    root
}
