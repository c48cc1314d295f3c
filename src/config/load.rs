//! From texts to one configuration, as Authelia loads it (`internal/configuration/provider.go`, koanf 2.3).

use crate::document::{Document, Entry, Kind, Node, NodeId, SyntaxError, Tree, mask, read};
use crate::settings::Settings;
use crate::source::Sources;
use crate::span::{SourceId, Span};

use super::decoder::Decoder;
use super::deprecation::{Remapped, remap};
use super::keys::refused;
use super::path::{PathId, Paths};
use super::section::{Read as _, Slot};
use super::{Config, Configuration};

impl Config {
    /// Reads some sources, in their order, as one configuration.
    #[must_use]
    pub fn read(sources: &Sources, ids: &[SourceId], settings: &Settings) -> Self {
        let mut tree = Tree::default();
        let mut documents = Vec::new();
        let mut syntax_errors = Vec::new();
        for id in ids {
            match read_one(&mut tree, sources, *id, settings) {
                Ok(document) => documents.push(document),
                Err(errors) => syntax_errors.extend(errors),
            }
        }
        let mut paths = Paths::default();
        let remapped = merge_documents(&mut tree, &documents).map(|root| remap(&mut tree, root, &mut paths));
        let around = Span::new(ids.first().copied().unwrap_or_default(), 0, 0);
        let root = remapped.as_ref().map(|remapped| remapped.root);
        let slot = Slot { node: root, ..Slot::absent(PathId::ROOT, around, false) };
        let whole = settings.merge && syntax_errors.is_empty();
        let mut decoder = Decoder::new(&tree, sources, paths);
        decoder.whole = whole;
        if let Some(Remapped { root, problems, reported }) = remapped {
            decoder.problems = problems;
            decoder.expect(refused(&tree, root), reported);
        }
        let configuration = Configuration::read(&mut decoder, &slot);
        let (paths, problems) = decoder.finish();
        Self { root: configuration, paths, problems, documents, syntax_errors, tree, whole }
    }
}

fn read_one(
    tree: &mut Tree,
    sources: &Sources,
    id: SourceId,
    settings: &Settings,
) -> Result<Document, Vec<SyntaxError>> {
    let (text, masks) = mask(&sources.get(id).text, settings.filters);
    read(tree, id, &text, &masks)
}

/// The root of all documents together: a later document wins, mappings are merged key by key.
fn merge_documents(tree: &mut Tree, documents: &[Document]) -> Option<NodeId> {
    let mut roots = documents.iter().filter_map(|document| document.root);
    let mut root = roots.next()?;
    for next in roots {
        root = merge(tree, root, next);
    }
    Some(root)
}

/// Two mappings as one. The nesting of keys that both have bounds the depth; a pair of values is merged once, so that
/// the work is bounded by what is written.
fn merge(tree: &mut Tree, earlier: NodeId, later: NodeId) -> NodeId {
    let (Some(mut entries), Some(additions)) = (mapping(tree, earlier), mapping(tree, later)) else {
        return later;
    };
    for addition in additions {
        let key = tree.key_text(addition.key).to_owned();
        match entries.iter().position(|entry| tree.key_text(entry.key) == key) {
            Some(index) => {
                let value = merge(tree, entries[index].value, addition.value);
                entries[index] = Entry { value, ..addition };
            }
            None => entries.push(addition),
        }
    }
    let node = Node { kind: Kind::Mapping { entries, flow: false }, ..tree[later].clone() };
    tree.push(node)
}

fn mapping(tree: &Tree, node: NodeId) -> Option<Vec<Entry>> {
    match &tree[tree.resolve(node)].kind {
        Kind::Mapping { entries, .. } => Some(entries.clone()),
        _ => None,
    }
}
