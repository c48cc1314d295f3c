//! Keys of earlier versions, put where Authelia puts them before it reads the configuration
//! (`internal/configuration/deprecation.go` and `koanf_util.go`, 4.39.20). `former_keys.rs` lists them.

use std::borrow::Cow;

use crate::document::{Entry, Kind, NodeId, Tree};

use super::edit::EditedTree;
use super::former_keys::{DROPPED, JOINED, Joined, KEPT, LATER, LOADED, MAPPED, MAPPED_OF_CLIENT, REFUSED, Scheme};
use super::path::{PathId, Paths};
use super::problem::{Problem, Treatment};
use super::value::Place;
use super::version::Version;

const CLIENTS: &str = "identity_providers.oidc.clients";

/// What became of a configuration with keys of earlier versions.
#[derive(Debug)]
pub(super) struct Remapped {
    /// The root with every value under its new key.
    pub(super) root: NodeId,
    /// What there is to say.
    pub(super) problems: Vec<Problem>,
    /// The keys that need no further word.
    pub(super) reported: Vec<NodeId>,
}

/// Puts the values of old keys under their new keys.
pub(super) fn remap(tree: &mut Tree, root: NodeId, paths: &mut Paths, version: Version) -> Remapped {
    let mut remap = Remap { edit: EditedTree { tree, root }, paths, problems: Vec::new(), reported: Vec::new() };
    for (old, new) in MAPPED {
        remap.map(old, new);
    }
    for (old, new) in KEPT {
        remap.speak_of(old, Some(new), Treatment::Kept);
    }
    for (old, new) in REFUSED {
        remap.speak_of(old, Some(new), Treatment::Refused(format!("it was replaced by `{new}`")));
    }
    for old in DROPPED {
        if remap.speak_of(old, None, Treatment::Dropped)
            && let Some(way) = remap.edit.find(old)
        {
            remap.edit.remove(&way);
        }
    }
    remap.map_clients();
    for joined in JOINED {
        remap.join(joined);
    }
    remap.problems.retain(|problem| {
        let is_later = |(key, since): &(&str, Version)| {
            *since > version && matches!(problem, Problem::DeprecatedKey { old, .. } if old == key)
        };
        !LATER.iter().any(is_later)
    });
    Remapped { root: remap.edit.root, problems: remap.problems, reported: remap.reported }
}

struct Remap<'a> {
    edit: EditedTree<'a>,
    paths: &'a mut Paths,
    problems: Vec<Problem>,
    reported: Vec<NodeId>,
}

impl Remap<'_> {
    fn say(&mut self, path: PathId, entry: Entry, old: &'static str, new: Option<&'static str>, treatment: Treatment) {
        let tree = &self.edit.tree;
        let place = Place { span: tree[entry.value].span, key: Some(tree[entry.key].span), path, given: true };
        if treatment != Treatment::Kept {
            self.reported.push(entry.key);
        }
        let value = match &treatment {
            Treatment::Mapped | Treatment::Overridden => self.value(new.unwrap_or(old), entry.value),
            Treatment::Joined(address) => address.as_deref().map(quoted),
            // The new key takes another value, or none is to be written.
            Treatment::Kept | Treatment::Refused(_) | Treatment::Shadowed | Treatment::Dropped => None,
        };
        self.problems.push(Problem::DeprecatedKey { place, old, new, value, treatment });
    }

    /// A value in YAML, if it may be shown.
    fn value(&self, option: &str, value: NodeId) -> Option<String> {
        let node = &self.edit.tree[self.edit.tree.resolve(value)];
        let shown = match &node.kind {
            _ if node.unknown || may_be_secret(option) => return None,
            Kind::Text(text) => quoted(text),
            Kind::Bool(value) => value.to_string(),
            Kind::Int(value) => value.to_string(),
            _ => return None,
        };
        (shown.len() <= MAX_SHOWN && !shown.contains(['@', '\n'])).then_some(shown)
    }

    fn path(&mut self, key: &'static str) -> PathId {
        key.split('.').fold(PathId::ROOT, |section, key| self.paths.key(section, key))
    }

    /// Reports a key if it is written; returns whether it is.
    fn speak_of(&mut self, old: &'static str, new: Option<&'static str>, treatment: Treatment) -> bool {
        let Some(entry) = self.edit.find(old).and_then(|way| self.edit.entry(&way)) else { return false };
        let path = self.path(old);
        self.say(path, entry, old, new, treatment);
        true
    }

    fn map(&mut self, old: &'static str, new: &'static str) {
        let Some(way) = self.edit.find(old) else { return };
        let Some(entry) = self.edit.entry(&way) else { return };
        let treatment = match () {
            () if self.edit.find(new).is_some() => Treatment::Shadowed,
            () if LOADED.contains(&new) => Treatment::Overridden,
            () => Treatment::Mapped,
        };
        let is_mapped = treatment == Treatment::Mapped;
        self.speak_of(old, Some(new), treatment);
        self.edit.remove(&way);
        if is_mapped {
            let span = self.edit.tree[entry.key].span;
            self.edit.insert(new, span, entry.value);
        }
    }

    fn map_clients(&mut self) {
        let Some(way) = self.edit.find(CLIENTS) else { return };
        let Some(entry) = self.edit.entry(&way) else { return };
        let Kind::Sequence { items, .. } = &self.edit.tree[self.edit.tree.resolve(entry.value)].kind else { return };
        let old = items.clone();
        let list = self.paths.key(PathId::ROOT, CLIENTS);
        let new: Vec<NodeId> =
            old.iter().enumerate().map(|(index, client)| self.map_client(list, index, *client)).collect();
        if old != new {
            let clients = self.edit.push_sequence(self.edit.tree.resolve(entry.value), new);
            self.edit.replace(&way, clients);
        }
    }

    fn map_client(&mut self, list: PathId, index: usize, client: NodeId) -> NodeId {
        let mut entries = self.edit.entries(client).to_vec();
        let before = entries.clone();
        let of_client = self.paths.index(list, index);
        for (old, new) in MAPPED_OF_CLIENT {
            let at = |key: &str| entries.iter().position(|entry| self.edit.tree.key_text(entry.key) == key);
            let Some(position) = at(old) else { continue };
            let taken = at(new).is_some();
            let entry = entries.remove(position);
            let path = self.paths.key(of_client, old);
            self.say(path, entry, old, Some(new), if taken { Treatment::Shadowed } else { Treatment::Mapped });
            if !taken {
                let key = self.edit.push_text(new, self.edit.tree[entry.key].span);
                entries.insert(position, Entry { key, ..entry });
            }
        }
        if entries == before { client } else { self.edit.push_mapping(self.edit.tree.resolve(client), entries) }
    }

    fn join(&mut self, joined: &'static Joined) {
        let olds: Vec<&'static str> = [joined.host, joined.port].into_iter().chain(joined.path).collect();
        let written: Vec<(&'static str, Entry)> = olds
            .into_iter()
            .filter_map(|old| Some((old, self.edit.find(old).and_then(|way| self.edit.entry(&way))?)))
            .collect();
        let Some((_, first)) = written.first().copied() else { return };
        let treatment = match self.address(joined) {
            _ if self.edit.find(joined.new).is_some() => Treatment::Refused(format!("`{}` is also set", joined.new)),
            Err(port) => Treatment::Refused(format!("`{port}` is not a port number")),
            Ok(address) => {
                let spans = (self.edit.tree[first.key].span, self.edit.tree[first.value].span);
                let unknown = written.iter().any(|(_, entry)| self.edit.tree[entry.value].unknown);
                let value = self.edit.push_value(&address, spans.1, unknown);
                self.edit.insert(joined.new, spans.0, value);
                Treatment::Joined((!unknown && !address.contains('@')).then_some(address))
            }
        };
        for (old, entry) in written {
            let path = self.path(old);
            self.say(path, entry, old, Some(joined.new), treatment.clone());
            if matches!(treatment, Treatment::Joined(_))
                && let Some(way) = self.edit.find(old)
            {
                self.edit.remove(&way);
            }
        }
    }

    /// What a key holds. Returns `None` if that cannot be known, as then nothing can be said about the address either.
    fn kind(&self, key: &str) -> Option<&Kind> {
        let entry = self.edit.entry(&self.edit.find(key)?)?;
        let node = &self.edit.tree[self.edit.tree.resolve(entry.value)];
        (!node.unknown).then_some(&node.kind)
    }

    fn text(&self, key: &str) -> Option<&str> {
        match self.kind(key)? {
            Kind::Text(text) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// The address that old keys make up, or the port that is none.
    fn address(&self, joined: &Joined) -> Result<String, String> {
        let port = match self.kind(joined.port) {
            Some(Kind::Int(port)) => u16::try_from(*port).unwrap_or(0),
            Some(Kind::Text(port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => {
                port.parse().map_err(|_| port.clone())?
            }
            Some(Kind::Text(port)) => return Err(port.clone()),
            _ => 0,
        };
        let port = if port == 0 { joined.default_port } else { port };
        let host = self.text(joined.host).unwrap_or(joined.default_host);
        if joined.scheme == Scheme::TcpOrAsWritten {
            return Ok(database_address(host, port));
        }
        let path = joined.path.map_or(Cow::default(), |key| clean_path(self.text(key).unwrap_or_default()));
        let scheme = match (joined.scheme, port) {
            (Scheme::ByMailPort, 465) => "submissions",
            (Scheme::ByMailPort, 587) => "submission",
            (Scheme::ByMailPort, _) => "smtp",
            _ => "tcp",
        };
        Ok(format!("{scheme}://{}:{port}{}", escape(host), escape_path(&path)))
    }
}

/// The longest value that is shown, in bytes with its quotes.
const MAX_SHOWN: usize = 80;

/// Whether an option holds a secret, told by how its name ends.
fn may_be_secret(option: &str) -> bool {
    ["secret", "password", "key", "token", "hmac"].iter().any(|end| option.ends_with(end))
}

/// A text in single quotes.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// The address of a database (`NewAddressFromNetworkValuesDefault` in `schema/types_address.go`): a host that holds a
/// colon is taken for an IPv6 address.
fn database_address(host: &str, port: u16) -> String {
    if host.contains("://") {
        host.to_owned()
    } else if host.starts_with('/') {
        format!("unix://{host}")
    } else if host.contains(':') && !host.starts_with('[') {
        format!("tcp://[{host}]:{port}")
    } else {
        format!("tcp://{host}:{port}")
    }
}

/// A host with escapes where it would end early.
fn escape(host: &str) -> String {
    escape_path(host).replace('/', "%2F").replace('@', "%40")
}

/// A path with escapes where it would end early.
fn escape_path(path: &str) -> String {
    path.replace('%', "%25").replace('?', "%3F").replace('#', "%23")
}

/// A path from the root without `.`, `..` and doubled slashes, as Go's `path.Clean` makes it.
fn clean_path(path: &str) -> Cow<'static, str> {
    let mut parts = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    format!("/{}", parts.join("/")).into()
}
