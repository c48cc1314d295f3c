//! From texts to one configuration, as Authelia loads it (`internal/configuration/provider.go`, koanf 2.3).

use crate::document::{Document, Entry, Filters, Kind, Node, NodeId, Origin, Reading, Tree};
use crate::text::{SourceId, Sources, Span};

use super::decoder::{Decoder, Form};
use super::definitions::Networks;
use super::deprecation::{Remapped, remap};
use super::image::Image;
use super::keys::refused;
use super::path::{PathId, Paths};
use super::problem::Problem;
use super::section::{Read as _, Slot};
use super::templates::Templates;
use super::variables::Variables;
use super::version::Version;
use super::{Config, Configuration};

/// How texts become configurations.
#[derive(Debug, Clone, Default)]
pub struct LoadOptions {
    /// Whether the inputs, in order, are one configuration, as with Authelia's `--config a --config b`.
    pub merge: bool,
    /// Whether nothing comes from the environment, so that what is absent is absent.
    pub no_environment: bool,
    /// What templates and placeholders are.
    pub filters: Filters,
    /// Where in each source the configuration stands, as a path; looked for where it is not said.
    pub root: Option<String>,
    /// The version of Authelia; if it is not said, the tag of the image in the texts tells it, else it is the newest one.
    pub version: Option<Version>,
    /// The version that read the configuration before an upgrade, if there is one.
    pub former_version: Option<Version>,
}

impl LoadOptions {
    /// The inputs are the whole configuration, and nothing comes from the environment.
    #[must_use]
    pub fn complete() -> Self {
        Self { merge: true, no_environment: true, ..Self::default() }
    }
}

impl Config {
    /// Makes one configuration of what was read into `tree`, in that order.
    #[must_use]
    pub fn new(mut tree: Tree, readings: Vec<Reading>, sources: &Sources, options: &LoadOptions) -> Self {
        let mut documents = Vec::new();
        let mut syntax_errors = Vec::new();
        for reading in readings {
            match reading {
                Ok(document) => documents.push(document),
                Err(errors) => syntax_errors.extend(errors),
            }
        }
        let mut merger = Merger { tree: &mut tree, overridden: Vec::new(), only_adds: false };
        let (environment, texts): (Vec<_>, Vec<_>) =
            documents.iter().partition(|document| document.variables().is_some());
        let (excerpts, files): (Vec<_>, Vec<_>) = texts.into_iter().partition(|document| document.is_excerpt());
        let root = merger.documents(None, &files);
        merger.only_adds = !files.is_empty();
        let root = merger.documents(root, &excerpts);
        // What the environment sets is meant to win.
        let overridden = std::mem::take(&mut merger.overridden);
        let names = environment.iter().filter_map(|document| document.variables()).flatten();
        let variables = Variables::look(names, merger.tree, root);
        merger.only_adds = true;
        let root = merger.documents(root, &environment);
        let mut paths = Paths::default();
        let image = || documents.iter().find_map(|document| deployed_version(&tree, document.source, sources));
        let version = options.version.or_else(image).unwrap_or(Version::NEWEST).at_most_newest();
        let remapped = root.map(|root| remap(&mut tree, root, &mut paths, version));
        let source = documents.first().map(|document| document.source);
        let source = source.or_else(|| syntax_errors.first().map(|error| error.span.source));
        let around = Span::new(source.unwrap_or_default(), 0, 0);
        let root = remapped.as_ref().map(|remapped| remapped.root);
        let slot = Slot { node: root, ..Slot::absent(PathId::ROOT, around, false) };
        let alone = files.len() == 1 && excerpts.is_empty() && root.is_some_and(|root| looks_complete(&tree, root));
        let is_module = files.iter().any(|document| document.origin == Origin::Module);
        let whole = (options.merge || alone) && !files.is_empty() && syntax_errors.is_empty() && !is_module;
        let excerpts = Excerpts::of(&excerpts, &tree);
        let templates = Templates::of(&documents, &mut tree, sources, options.filters);
        let mut decoder = Decoder::new(&tree, sources, paths);
        decoder.templates = templates;
        decoder.version = version;
        decoder.literal_templates = options.filters == Filters::None;
        if let Some(Remapped { root, problems, reported }) = remapped {
            decoder.problems = problems;
            decoder.networks = Networks::named(&tree, root, whole);
            decoder.expect(refused(&tree, root), reported);
        }
        let configuration = Configuration::read(&mut decoder, &slot);
        let Form { paths, mut problems, templates, secrets, secret_texts, unknown_sections } = decoder.finish();
        problems.retain(|problem| !(problem.is_about_keys() && excerpts.hold(problem)));
        Self {
            root: configuration,
            node: root,
            paths,
            problems,
            documents,
            syntax_errors,
            overridden,
            variables,
            templates,
            secrets,
            secret_texts,
            unknown_sections,
            users_databases: Vec::new(),
            proxies: Vec::new(),
            tree,
            version,
            former_version: options.former_version,
            whole,
            no_environment: options.no_environment,
        }
    }
}

/// The version of Authelia that the images in a source deploy.
fn deployed_version(tree: &Tree, id: SourceId, sources: &Sources) -> Option<Version> {
    let of_source = |node: &NodeId| tree[*node].span.source == id;
    let nodes = || tree.ids().filter(of_source).filter_map(|node| Image::of(tree, node));
    sources.get(id).text.contains(Version::IMAGE).then(|| Version::of_images(nodes()))?
}

/// Where something else makes Authelia's configuration of what is written, and whether that is Authelia's chart.
struct Excerpts(Vec<(Span, bool)>);

impl Excerpts {
    fn of(documents: &[&Document], tree: &Tree) -> Self {
        let excerpt = |document: &&Document| Some((tree[document.root?].span, document.origin == Origin::Chart));
        Self(documents.iter().filter_map(excerpt).collect())
    }

    fn hold(&self, problem: &Problem) -> bool {
        let written = problem.place().key_or_value();
        // The chart copied the older keys before Authelia renamed them.
        let is_former = matches!(problem, Problem::DeprecatedKey { .. });
        self.0.iter().any(|(excerpt, is_chart)| excerpt.contains(written) && !(*is_chart && is_former))
    }
}

/// Sections that Authelia does not start without (`internal/configuration/validator/configuration.go`, 4.39.20). A file
/// that has all of them is hardly ever a part of a configuration.
const REQUIRED_SECTIONS: [&str; 4] = ["authentication_backend", "notifier", "session", "storage"];

/// Whether a file by itself has all that a configuration needs, and nothing that a template may add to.
fn looks_complete(tree: &Tree, root: NodeId) -> bool {
    let has = |section: &str| {
        let value = tree.get(root, section).map(|entry| &tree[tree.resolve(entry.value)]);
        value.is_some_and(|value| !value.unknown && matches!(value.kind, Kind::Mapping { .. }))
    };
    !tree[tree.resolve(root)].open && REQUIRED_SECTIONS.iter().all(|section| has(section))
}

/// An option that two files set to different values.
#[derive(Debug, Clone)]
pub struct Overridden {
    /// The option's path.
    pub key: String,
    /// The value that has no effect.
    pub earlier: Span,
    /// The value that is in effect.
    pub later: Span,
}

/// Makes one tree of the trees of several documents: a later document wins, mappings are merged key by key.
struct Merger<'tree> {
    tree: &'tree mut Tree,
    overridden: Vec<Overridden>,
    /// Whether the later documents set their own options and say nothing about the others: a section stands where a file
    /// writes it, and is open only if it is open there.
    only_adds: bool,
}

impl Merger<'_> {
    fn documents(&mut self, earlier: Option<NodeId>, documents: &[&Document]) -> Option<NodeId> {
        documents.iter().filter_map(|document| document.root).fold(earlier, |earlier, later| {
            if let Some(earlier) = earlier {
                return Some(self.merge(earlier, later, "", 0));
            }
            self.leave_open(later);
            Some(later)
        })
    }

    fn leave_open(&mut self, section: NodeId) {
        if self.only_adds {
            self.tree.open_all(section);
        }
    }

    fn merge(&mut self, earlier: NodeId, later: NodeId, path: &str, depth: usize) -> NodeId {
        let (Some(mut entries), Some(additions)) = (self.mapping(earlier), self.mapping(later)) else {
            self.note(earlier, later, path);
            return later;
        };
        // No section of Authelia's is nested as deep as this; what is deeper is replaced as a whole.
        if depth > 64 {
            return later;
        }
        let is_open = |merger: &Self, node| merger.tree[merger.tree.resolve(node)].open;
        let (earlier_is_open, later_is_open) = (is_open(self, earlier), is_open(self, later));
        for addition in additions {
            let key = self.tree.key_text(addition.key).to_owned();
            let Some(index) = entries.iter().position(|entry| self.tree.key_text(entry.key) == key) else {
                if earlier_is_open {
                    self.leave_open(addition.value);
                }
                entries.push(addition);
                continue;
            };
            let path = if path.is_empty() { key } else { format!("{path}.{key}") };
            let stays = self.only_adds && self.mapping(entries[index].value).is_some();
            let value = self.merge(entries[index].value, addition.value, &path, depth + 1);
            let stands = if stays { entries[index] } else { addition };
            entries[index] = Entry { value, ..stands };
        }
        let like = self.tree[if self.only_adds { earlier } else { later }].clone();
        let open = earlier_is_open || (later_is_open && !self.only_adds);
        self.tree.push(Node { kind: Kind::Mapping { entries, flow: false }, open, ..like })
    }

    fn mapping(&self, node: NodeId) -> Option<Vec<Entry>> {
        match &self.tree[self.tree.resolve(node)].kind {
            Kind::Mapping { entries, .. } => Some(entries.clone()),
            _ => None,
        }
    }

    /// Keeps that a value replaces another one, unless both are the same single value or cannot be known.
    fn note(&mut self, earlier: NodeId, later: NodeId, path: &str) {
        let (one, other) = (&self.tree[self.tree.resolve(earlier)], &self.tree[self.tree.resolve(later)]);
        let same = one.kind == other.kind && !matches!(one.kind, Kind::Sequence { .. });
        if !same && !one.unknown && !other.unknown {
            let (earlier, later) = (self.tree[earlier].span, self.tree[later].span);
            self.overridden.push(Overridden { key: path.to_owned(), earlier, later });
        }
    }
}
