//! The files beside a configuration in which applications keep their own settings: Compose files, manifests of Kubernetes, values
//! of charts and NixOS modules. Each is parsed once, whichever applications are looked for in it.
//!
//! An application is recognised by what certainly is its own: the image of a service or a container, then the name of a
//! variable, a key of its chart's values, or a NixOS option.

use std::collections::HashSet;
use std::fmt;
use std::ops::Range;
use std::path::Path;
use std::rc::Rc;

use crate::config::{Image, Version};
use crate::document::{self, Kind, NodeId, Tree};
use crate::embedded;
use crate::text::paths::is_nix;
use crate::text::{Decoded, SourceId};

use super::super::Catalogue;
use super::Deployment;
use super::compose::{ComposeVariables, EnvFile};
use super::entries::{self, SettingEntry};
use super::gathered::Gathered;
use super::generators;
use super::model::AppSettings;
use super::objects::{self, Object, ObjectKey, ObjectName, ObjectValue};

/// The files beside a configuration.
#[derive(Debug, Default)]
pub struct Surroundings {
    files: Vec<FoundFile>,
}

/// One of the files, parsed.
pub struct FoundFile {
    name: String,
    decoded: Decoded,
    tree: Tree,
    roots: Vec<NodeId>,
    containers: Vec<Container>,
    objects: Vec<Object>,
    /// Where `key` names a value of an object, and no secret.
    plain_keys: Vec<Range<usize>>,
    /// The variables that it takes in, if it is a Compose file.
    variables: Option<ComposeVariables>,
    /// The files of variables for its services, and those that its generators read.
    env_files: Vec<EnvFile>,
}

/// A file in which something is written.
#[derive(Clone, Copy)]
struct TextFile<'s> {
    name: &'s str,
    decoded: &'s Decoded,
}

/// The texts may hold secrets.
impl fmt::Debug for FoundFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FoundFile({}, {} more)", self.name, self.env_files.len())
    }
}

/// A service of a Compose file, a container of a manifest, or the values from which a chart makes one.
struct Container {
    node: NodeId,
    image: Image,
    /// What defines the volumes that it mounts.
    pod: Option<NodeId>,
    namespace: Option<Rc<str>>,
}

impl FoundFile {
    /// Parses a file in YAML. Returns `None` if it is not YAML.
    #[must_use]
    pub fn yaml(name: String, decoded: Decoded) -> Option<Self> {
        let mut tree = Tree::default();
        let roots = document::read_stream(&mut tree, SourceId(0), &decoded.text, &[]).ok()?.roots;
        Some(Self::new(name, decoded, tree, roots))
    }

    /// Parses a NixOS module. Returns `None` if it is not Nix.
    #[must_use]
    pub fn nix(name: String, decoded: Decoded) -> Option<Self> {
        let mut tree = Tree::default();
        let roots = embedded::nix::values(&mut tree, SourceId(0), &decoded.text)?;
        Some(Self::new(name, decoded, tree, roots))
    }

    /// Parses a Compose file, which takes in `variables`. `read` reads the files that its services take variables from.
    #[must_use]
    pub fn compose(
        name: String,
        decoded: Decoded,
        variables: ComposeVariables,
        read: impl FnMut(String) -> Option<EnvFile>,
    ) -> Option<Self> {
        let file = Self::yaml(name, decoded)?;
        let services = file.containers.iter().map(|container| container.node);
        let written = services.flat_map(|service| entries::env_files(&file.tree, service)).collect();
        Some(Self { variables: Some(variables), ..file.with_files(written, read) })
    }

    /// Parses a kustomization. `read` reads the files of which it makes objects.
    #[must_use]
    pub fn kustomization(name: String, decoded: Decoded, read: impl FnMut(String) -> Option<EnvFile>) -> Option<Self> {
        let file = Self::yaml(name, decoded)?;
        let generated = file.objects.iter().filter(|object| object.is_generated);
        let written = generated.flat_map(|object| generators::files(&file.tree, object.node)).collect();
        Some(file.with_files(written, read))
    }

    fn with_files(self, mut written: Vec<String>, read: impl FnMut(String) -> Option<EnvFile>) -> Self {
        written.sort();
        written.dedup();
        Self { env_files: written.into_iter().take(MAX_ENV_FILES).filter_map(read).collect(), ..self }
    }

    fn new(name: String, decoded: Decoded, tree: Tree, roots: Vec<NodeId>) -> Self {
        let (mut containers, mut objects, mut plain_keys) = (Vec::new(), Vec::new(), Vec::new());
        let mut waiting: Vec<_> = roots.iter().rev().map(|root| (*root, None, None)).collect();
        while let Some((node, pod, around)) = waiting.pop() {
            let namespace: Option<Rc<str>> = objects::namespace(&tree, node).map(Rc::from).or(around);
            objects.extend(Object::of(&tree, node));
            objects.extend(generators::objects(&tree, node));
            plain_keys.extend(objects::key_of_reference(&tree, node));
            let pod = if tree.get(node, "volumes").is_some() { Some(node) } else { pod };
            if let Some(image) = Image::of(&tree, node) {
                containers.push(Container { node, image, pod, namespace: namespace.clone() });
            }
            waiting.extend(inner(&tree, node).into_iter().rev().map(|node| (node, pod, namespace.clone())));
        }
        Self { name, decoded, tree, roots, containers, objects, plain_keys, variables: None, env_files: Vec::new() }
    }

    fn below(&self, node: NodeId) -> Vec<SettingEntry> {
        entries::below(&self.tree, node, self.variables.as_ref())
    }

    const fn text(&self) -> TextFile<'_> {
        TextFile { name: self.name.as_str(), decoded: &self.decoded }
    }

    /// The file in which a value of one of its objects is.
    fn text_of(&self, value: &ObjectValue) -> TextFile<'_> {
        let read = value.file.and_then(|file| self.env_files.get(file));
        read.map_or_else(|| self.text(), |EnvFile { name, decoded, .. }| TextFile { name, decoded })
    }

    /// The settings in a value that is a file itself.
    fn inner_file(&self, value: &ObjectValue) -> Vec<SettingEntry> {
        let Ok(found) = entries::of_text(&value.text) else { return Vec::new() };
        if value.file.is_some() {
            return found.into_iter().map(|entry| SettingEntry { secret: value.entry.secret, ..entry }).collect();
        }
        let whole = &value.entry.range;
        let written = self.decoded.text.get(whole.clone()).unwrap_or_default();
        let style = value.node.map(|node| self.tree[node].style);
        let offsets = style.and_then(|style| embedded::offsets::of_scalar(written, whole.start, style, &value.text));
        // In base64, and where the text is escaped, the places in it are not those of its values.
        let place = |range| offsets.as_ref().map_or_else(|| whole.clone(), |offsets| offsets.range(range));
        let moved = |entry: SettingEntry| SettingEntry {
            range: place(entry.range),
            items: entry.items.into_iter().map(|(item, range)| (item, place(range))).collect(),
            secret: value.entry.secret,
            ..entry
        };
        found.into_iter().map(moved).collect()
    }
}

/// The nodes directly in a node, in order. What an alias stands for is found where it is written.
fn inner(tree: &Tree, node: NodeId) -> Vec<NodeId> {
    match &tree[node].kind {
        Kind::Mapping { entries, .. } => entries.iter().map(|entry| entry.value).collect(),
        Kind::Sequence { items, .. } => items.clone(),
        _ => Vec::new(),
    }
}

/// The most files of variables that are read for a Compose file.
const MAX_ENV_FILES: usize = 16;

impl Surroundings {
    /// Puts files together.
    #[must_use]
    pub const fn new(files: Vec<FoundFile>) -> Self {
        Self { files }
    }

    /// The version of Authelia that they deploy. Returns `None` if they deploy several.
    #[must_use]
    pub fn version(&self) -> Option<Version> {
        let of_file = |file: &FoundFile| Version::of_images(file.containers.iter().map(|container| &container.image));
        let mut versions: Vec<Version> = self.files.iter().filter_map(of_file).collect();
        versions.dedup();
        versions.pop().filter(|_| versions.is_empty())
    }

    /// Finds the settings of applications; those of containers come first.
    #[must_use]
    pub fn deployments(&self, catalogue: &Catalogue) -> Vec<Deployment> {
        // Reading what is known of all settings takes a quarter of the check of a small file, and most have no others around them.
        let everywhere = || {
            let in_file = |file| catalogue.all_settings().map(move |(app, settings)| (file, app, settings));
            self.files.iter().flat_map(in_file)
        };
        let of_containers = everywhere().flat_map(|(file, app, settings)| {
            self.of_containers(file, settings).map(move |gathered| (gathered, app, settings))
        });
        let others = everywhere().flat_map(|(file, app, settings)| {
            self.of_names(file, settings).map(move |gathered| (gathered, app, settings))
        });
        let found = of_containers.chain(others).flat_map(|(gathered, app, settings)| {
            let deployments = gathered.into_deployments(app, settings).into_iter();
            deployments.map(|deployment| Deployment { discovered: true, ..deployment })
        });
        found.filter(|deployment| deployment.client_id.is_some()).collect()
    }

    /// What the containers with one of an application's images are set up with.
    fn of_containers<'s>(
        &'s self,
        file: &'s FoundFile,
        settings: &'s AppSettings,
    ) -> impl Iterator<Item = Gathered> + 's {
        let is_of_app = |container: &&Container| settings.images.iter().any(|image| container.image.is(image));
        file.containers.iter().filter(is_of_app).map(|container| self.of_container(file, container))
    }

    /// What a container is set up with, in the order in which it counts: its files, the variables that it takes from elsewhere, and
    /// its own ones.
    fn of_container(&self, file: &FoundFile, container: &Container) -> Gathered {
        let mut gathered = Gathered::default();
        let namespace = container.namespace.as_deref();
        for name in container.pod.into_iter().flat_map(|pod| objects::mounted_in(&file.tree, container.node, pod)) {
            for (file, value) in self.values(&mut gathered, &name, namespace) {
                let text = file.text_of(&value);
                gathered.add(text.name, text.decoded, file.inner_file(&value));
            }
        }
        for written in entries::env_files(&file.tree, container.node) {
            for EnvFile { name, decoded, .. } in file.env_files.iter().filter(|file| file.written == written) {
                gathered.add(name, decoded, entries::of_text(&decoded.text).unwrap_or_default());
            }
        }
        for (name, prefix) in objects::all_variables_of(&file.tree, container.node) {
            for (file, value) in self.values(&mut gathered, &name, namespace) {
                let text = file.text_of(&value);
                let entry = SettingEntry { name: format!("{prefix}{}", value.entry.name), ..value.entry };
                gathered.add(text.name, text.decoded, vec![entry]);
            }
        }
        self.add(&mut gathered, file, container.node, namespace);
        gathered
    }

    /// Settings that their names tell: an environment with a variable that only this application has, a key of its chart's values,
    /// and NixOS options.
    fn of_names<'s>(&'s self, file: &'s FoundFile, settings: &'s AppSettings) -> impl Iterator<Item = Gathered> + 's {
        let variables: Vec<&str> = settings.own_variables().filter(|name| file.decoded.text.contains(name)).collect();
        let options = settings.nixos.iter().map(|option| option.split('.').collect::<Vec<_>>());
        let keys = settings.values.iter().map(|key| vec![key.as_str()]);
        let paths: Vec<Vec<&str>> =
            options.chain(keys).filter(|path| path.iter().all(|key| file.decoded.text.contains(key))).collect();
        let is_searched = !variables.is_empty() || !paths.is_empty();
        let mut waiting = if is_searched { file.roots.clone() } else { Vec::new() };
        let objects: HashSet<NodeId> = file.objects.iter().filter(|_| is_searched).map(|object| object.node).collect();
        let mut found = Vec::new();
        while let Some(node) = waiting.pop() {
            // The image of a container tells what it is, and what refers to an object decides which of its values count.
            if Image::of(&file.tree, node).is_some() || objects.contains(&node) {
                continue;
            }
            let mut gathered = Gathered::default();
            if variables.iter().any(|name| has_variable(&file.tree, node, name)) {
                self.add(&mut gathered, file, node, None);
            }
            for below in paths.iter().filter_map(|path| at(&file.tree, node, path)) {
                self.add(&mut gathered, file, below, None);
            }
            if !gathered.is_empty() {
                found.push(gathered);
            }
            waiting.extend(inner(&file.tree, node));
        }
        found.into_iter()
    }

    /// Adds what is below a node in a namespace, also the values that Kubernetes takes from elsewhere.
    fn add(&self, gathered: &mut Gathered, file: &FoundFile, node: NodeId, namespace: Option<&str>) {
        let found: Vec<(TextFile<'_>, SettingEntry)> =
            if let Kind::Text(text) = &file.tree[file.tree.resolve(node)].kind {
                // A file within a file, as some charts take it.
                let range = file.tree[node].span.range();
                let entry = SettingEntry::scalar(String::new(), None, range);
                let value = ObjectValue { entry, text: text.clone(), node: Some(node), file: None };
                file.inner_file(&value).into_iter().map(|entry| (file.text(), entry)).collect()
            } else {
                let below = file.below(node).into_iter();
                below.map(|entry| self.resolved(gathered, file, entry, namespace)).collect()
            };
        for (text, entry) in found {
            gathered.add(text.name, text.decoded, vec![entry]);
        }
        gathered.keep_plain(&file.name, &file.plain_keys);
    }

    /// A setting with its value, if Kubernetes takes it from a file that was found.
    fn resolved<'s>(
        &'s self,
        gathered: &mut Gathered,
        file: &'s FoundFile,
        entry: SettingEntry,
        namespace: Option<&str>,
    ) -> (TextFile<'s>, SettingEntry) {
        let Some(ObjectKey { object, key }) = &entry.elsewhere else { return (file.text(), entry) };
        let values = self.values(gathered, object, namespace).into_iter();
        let value = values.rev().find(|(_, value)| value.entry.name == *key);
        value.map_or_else(
            || (file.text(), entry.clone()),
            |(file, value)| (file.text_of(&value), SettingEntry { name: entry.name.clone(), ..value.entry }),
        )
    }

    /// The values of an object that something in a namespace refers to. Several of one name may belong to different clusters, so
    /// that none is known.
    fn values(
        &self,
        gathered: &mut Gathered,
        name: &ObjectName,
        namespace: Option<&str>,
    ) -> Vec<(&FoundFile, ObjectValue)> {
        let all = self.files.iter().flat_map(|file| file.objects.iter().map(move |object| (file, object)));
        let mut named = all.filter(|(_, object)| object.may_be(name, namespace));
        let (Some((file, object)), None) = (named.next(), named.next()) else { return Vec::new() };
        let values = if object.is_generated {
            generators::values(&file.tree, object, &file.env_files)
        } else {
            object.values(&file.tree, &file.decoded.text)
        };
        for value in values.iter().filter(|value| value.entry.secret) {
            let text = file.text_of(value);
            gathered.hide(text.name, text.decoded, value.entry.range.clone());
        }
        values.into_iter().map(|value| (file, value)).collect()
    }
}

/// Whether an environment sets a variable.
fn has_variable(tree: &Tree, node: NodeId, name: &str) -> bool {
    match &tree[node].kind {
        Kind::Mapping { .. } => tree.get(node, name).is_some(),
        Kind::Sequence { items, .. } => items.iter().any(|item| match &tree[*item].kind {
            Kind::Text(text) => text.split('=').next() == Some(name),
            _ => tree
                .get(*item, "name")
                .and_then(|entry| entries::known(tree, entry.value))
                .is_some_and(|set| set == name),
        }),
        _ => false,
    }
}

/// What a path of keys leads to.
fn at(tree: &Tree, node: NodeId, path: &[&str]) -> Option<NodeId> {
    path.iter().try_fold(node, |node, key| Some(tree.resolve(tree.get(node, key)?.value)))
}

/// Reads the settings in a file that was named: of its containers with one of the application's images, if it has any, else all.
/// Returns `None` if it is not YAML.
pub(super) fn of_named(name: &str, decoded: &Decoded, settings: &AppSettings) -> Option<Gathered> {
    let is_nix = is_nix(Path::new(name));
    let parse = if is_nix { FoundFile::nix } else { FoundFile::yaml };
    let surroundings = Surroundings::new(vec![parse(name.to_owned(), decoded.clone())?]);
    let [file] = surroundings.files.as_slice() else { return None };
    let mut all = Gathered::default();
    let mut found = false;
    for gathered in
        surroundings.of_containers(file, settings).chain(surroundings.of_names(file, settings).filter(|_| is_nix))
    {
        found = true;
        all.extend(gathered);
    }
    let is_compose = file.roots.iter().any(|root| file.tree.get(*root, "services").is_some());
    for root in file.roots.iter().filter(|_| !found && !is_compose) {
        surroundings.add(&mut all, file, *root, None);
    }
    Some(all)
}
