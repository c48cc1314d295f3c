//! What stands further in: a document of its own for each place, with spans of the outer file.

use crate::config::LoadOptions;
use crate::document::{
    self, Comment, Document, Kind, Mask, NodeId, Origin, Reading, Stream, SyntaxError, Tree, mask, show_again,
};
use crate::text::{SourceId, Sources, Span};

use super::offsets::{self, Offsets};
use super::search::{self, ConfigurationPart};
use super::{Found, base64, chart, compose, detect, environment, excerpt, proxy, root, sops};

/// A source whose templates are masked.
pub(super) struct MaskedSource<'a> {
    pub(super) id: SourceId,
    pub(super) text: &'a str,
    pub(super) masks: &'a [Mask],
    pub(super) options: &'a LoadOptions,
}

impl MaskedSource<'_> {
    /// What is known about reverse proxies. A text that does not parse is not Authelia's to refuse.
    pub(super) fn proxies(&self, tree: &mut Tree, sources: &Sources) -> Found {
        let Ok(stream) = document::read_stream(tree, self.id, self.text, self.masks) else {
            return Found { unparsed: true, ..Found::default() };
        };
        let comments = stream.comments.iter().map(|comment| comment.span).collect();
        let proxies = proxy::read_yaml(tree, sources, &stream.roots);
        Found { proxies, comments: Some(comments), ..Found::default() }
    }

    /// What stands further in. Returns `None` if the source is to be read as a configuration itself.
    pub(super) fn embedded(&self, tree: &mut Tree) -> Option<Found> {
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
            Some(path) => root::find(tree, *root, path).map(|node| root::part(tree, node, path)).into_iter().collect(),
            None => search::search(tree, *root),
        };
        stream.roots.iter().map(of).collect()
    }

    fn all(&self, tree: &mut Tree, stream: &Stream, places: Vec<Vec<ConfigurationPart>>) -> Found {
        let comments = stream.comments.iter().map(|comment| comment.span).collect();
        let mut found = Found { comments: Some(comments), ..Found::default() };
        for (root, places) in stream.roots.iter().zip(places) {
            let first = found.configurations.len();
            let expands = compose::is_compose(tree, *root);
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
    pub(super) fn open(&self, tree: &mut Tree, place: ConfigurationPart, expands: bool, found: &mut Found) {
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
                let (root, origin) = excerpt::own_options(tree, node);
                found.add(Ok(self.document(root, origin)));
            }
            ConfigurationPart::Chart(node) => {
                let root = chart::options(tree, node);
                found.add(Ok(self.document(root, Origin::Chart)));
            }
            ConfigurationPart::Clients(node) => {
                let root = excerpt::around_clients(tree, node);
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
    pub(super) const fn document(&self, root: NodeId, origin: Origin) -> Document {
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
            compose::mask_variables(&text, &mut masks);
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
    pub(super) fn inner(
        &self,
        tree: &mut Tree,
        text: &str,
        masks: &[Mask],
        offsets: &Offsets,
        verbatim: bool,
    ) -> Reading {
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

fn relocated(error: SyntaxError, offsets: &Offsets) -> SyntaxError {
    let also = error.also.map(|(span, text)| (offsets.place(span), text));
    SyntaxError { span: offsets.place(error.span), also, ..error }
}

/// Whether a key at the top level is Authelia's, however it is written.
fn has_option(tree: &Tree, root: NodeId) -> bool {
    let Kind::Mapping { entries, .. } = &tree[root].kind else { return false };
    entries.iter().any(|entry| {
        let key = tree.key_text(entry.key).to_lowercase();
        detect::is_top_level_key(key.split(['.', '[']).next().unwrap_or_default())
    })
}
