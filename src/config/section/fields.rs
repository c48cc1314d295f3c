//! Reads a section from the entries of a mapping.

use crate::config::decoder::Decoder;
use crate::config::path::PathRange;
use crate::config::problem::Expected;
use crate::config::value::Place;
use crate::config::version::Version;
use crate::document::{Entry, Kind, NodeId};
use crate::text::suggestion::nearest;

use super::shape::{is_key, keys};
use super::{Field, Section, Slot};

/// At most this many unknown keys of a mapping are compared with the options: more are not typos.
const MAX_TYPOS: usize = 64;

/// The entries of one mapping while a section takes its own from them.
#[derive(Debug)]
pub struct Fields {
    /// Where the section stands.
    pub place: Place,
    /// The paths of the options that were not taken yet.
    paths: PathRange,
    entries: Vec<FieldEntry>,
    /// Entries whose key is not an option, each with the option that was most likely meant.
    misspelt: Vec<(NodeId, &'static str)>,
    unknown: bool,
}

/// An entry of a mapping.
#[derive(Debug)]
struct FieldEntry {
    name: NodeId,
    value: NodeId,
    /// The length of its name in bytes, which tells most names apart.
    length: usize,
    taken: bool,
}

impl Fields {
    /// Takes the entry of a key: by its exact name, else as Authelia's decoder does, ignoring letter case.
    #[must_use]
    pub fn take(&mut self, decoder: &mut Decoder<'_>, key: &'static str, since: Version) -> Slot {
        let path = self.paths.next().unwrap_or(self.place.path);
        debug_assert_eq!(
            decoder.paths.last_key(path),
            Some(key),
            "options are taken in the order of their declaration"
        );
        let named = |test: &dyn Fn(&str) -> bool| {
            self.entries
                .iter()
                .position(|entry| entry.length == key.len() && !entry.taken && test(decoder.tree.key_text(entry.name)))
        };
        let exact = named(&|text| text == key);
        let mut slot = Slot::absent(path, self.place.span, self.unknown);
        if let Some(index) = exact.or_else(|| named(&|text| text.eq_ignore_ascii_case(key))) {
            let entry = &mut self.entries[index];
            // A key in another letter case is read, and yet refused as unknown.
            entry.taken = exact.is_some();
            slot.unknown = false;
            slot.node = Some(entry.value);
            slot.key = Some(entry.name);
            if since > decoder.version {
                slot = decoder.newer_key(slot, since);
            }
        } else if let Some((name, _)) = self.misspelt.iter().find(|(_, meant)| *meant == key) {
            // What the option is meant to be cannot be known; but Authelia starts where it overlooks the slip.
            slot.unknown |= decoder.refuses(*name);
            slot.around = decoder.span(*name);
        }
        slot
    }

    /// Takes the entries of a mapping, and looks at those whose key is not an option: they may be misspelt, or names of whole items.
    fn fill(&mut self, decoder: &Decoder<'_>, entries: &[Entry], fields: &'static [Field]) {
        let written: Vec<&str> = entries.iter().map(|entry| decoder.tree.key_text(entry.key)).collect();
        self.entries = entries
            .iter()
            .zip(&written)
            .map(|(entry, text)| FieldEntry { name: entry.key, value: entry.value, length: text.len(), taken: false })
            .collect();
        let others: Vec<(&str, &Entry)> =
            written.iter().copied().zip(entries).filter(|(text, _)| !is_key(fields, text)).collect();
        if others.is_empty() {
            return;
        }
        let mut missing = keys(fields);
        missing.retain(|key| !written.contains(key));
        let meant = |text: &str| nearest(&text.to_lowercase().replace('-', "_"), missing.iter().copied());
        let slips = others.iter().take(MAX_TYPOS);
        self.misspelt = slips.filter_map(|(text, entry)| Some((entry.key, meant(text)?))).collect();
        // Its options are below a name, so none of them is missing.
        self.unknown |= others.iter().any(|(_, entry)| decoder.names_item(self.place.path, entry.value, fields));
    }

    /// Reports the entries that no key took.
    fn finish(self, decoder: &mut Decoder<'_>, fields: &'static [Field]) {
        for FieldEntry { name, value, taken, .. } in self.entries {
            if !taken && !decoder.tree[name].unknown {
                decoder.unknown_key(self.place.path, name, value, fields);
            }
        }
    }
}

/// Reads a section and reports the keys that do not belong there.
pub fn read_section<T: Section>(decoder: &mut Decoder<'_>, slot: &Slot) -> T {
    let place = decoder.place(slot);
    let paths = decoder.paths.options(place.path, T::FIELDS);
    let mut fields = Fields { place, paths, entries: Vec::new(), misspelt: Vec::new(), unknown: slot.unknown };
    match decoder.node(slot) {
        None => {}
        Some(node) if node.unknown => fields.unknown = true,
        Some(node) => match &node.kind {
            Kind::Mapping { entries, .. } if !entries.is_empty() => {
                fields.unknown |= node.open;
                fields.fill(decoder, entries, T::FIELDS);
            }
            // To Authelia's decoder a date is a structure without any of the options.
            Kind::Mapping { .. } | Kind::Null | Kind::Time(_) => decoder.empty_section(slot, place),
            _ => {
                decoder.wrong_type(slot, Expected::new("a mapping", "a mapping of options"), None);
                fields.unknown = true;
            }
        },
    }
    if fields.unknown {
        decoder.unknown_sections.insert(place.path);
    }
    let section = T::read_fields(decoder, &mut fields);
    fields.finish(decoder, T::FIELDS);
    section
}
