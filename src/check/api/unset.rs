//! Options that are not set, with the values that Authelia uses instead.

use std::ops::Range;

use serde::Serialize;

use crate::config::Config;
use crate::config::section::Shape;
use crate::config::view::{Look, View};
use crate::document::{Kind, Tree};
use crate::text::{SourceId, Span};

use super::access::shown;
use super::allowed::written;
use super::path::{Step, is_secret, keys_at, shape, type_at};
use super::walk::{Visited, walk};
use super::{Analysis, Place};

/// A section that is written, and its options that are not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unset {
    /// The first line of the section.
    pub place: Place,
    /// The options, each with what Authelia uses, as it would be written.
    pub options: Vec<(String, String)>,
}

impl Analysis {
    /// The sections that begin in a part (in bytes) of a text, with what Authelia uses for the options that are not set in them.
    #[must_use]
    pub fn unset(&self, text: usize, part: Range<usize>) -> Vec<Unset> {
        let Ok(source) = u32::try_from(text) else { return Vec::new() };
        let masks = self.masks();
        let mut all = Vec::new();
        self.configurations(|config| {
            // What another file may set is taken to be set in none.
            let view = config.effective(Look { sources: &self.sources, whole: true, absent_is_absent: true });
            walk(config, |visited| {
                let Some(place) = begins(visited, &config.tree, SourceId(source)) else { return };
                if !part.contains(&(place.start as usize)) {
                    return;
                }
                let options = unset_in(visited, config, &view);
                let options = options.into_iter().map(|(key, value)| (key, shown(&value, masks)));
                let options: Vec<_> = options.collect();
                if !options.is_empty() {
                    all.push(Unset { place: Place::new(place, &self.sources), options });
                }
            });
        });
        all.sort_by_key(|unset| unset.place.start.byte);
        all
    }
}

/// Where a section begins, if it is written in a text: at its key, or at its first key if it is an item of a list.
fn begins(visited: &Visited<'_>, tree: &Tree, source: SourceId) -> Option<Span> {
    if !matches!(shape(visited.path), Some(Shape::Section(_))) {
        return None;
    }
    let place = tree[visited.key.unwrap_or(visited.value)].span;
    (place.source == source).then_some(place)
}

/// The options of a section that are not written in it, as far as their values are known.
fn unset_in(visited: &Visited<'_>, config: &Config, view: &View) -> Vec<(String, String)> {
    let tree = &config.tree;
    let Kind::Mapping { entries, .. } = &tree[tree.resolve(visited.value)].kind else { return Vec::new() };
    let is_written = |key: &str| entries.iter().any(|entry| tree.key_text(entry.key).eq_ignore_ascii_case(key));
    let Some(section) = at(view, visited.path) else { return Vec::new() };
    let keys = keys_at(visited.path).into_iter().filter(|key| !is_written(key));
    let option = |key: &str| {
        let path = [visited.path, &[Step::Key(key.to_owned())]].concat();
        (!is_secret(&path)).then(|| Some((key.to_owned(), written(section.get(key)?, type_at(&path)?)?)))?
    };
    keys.filter_map(option).collect()
}

/// The part of a view at a path.
pub(super) fn at<'v>(view: &'v View, path: &[Step]) -> Option<&'v View> {
    path.iter().try_fold(view, |view, step| match (step, view) {
        (Step::Key(key), view) => view.get(key),
        (Step::Index(index), View::List(items)) => items.get(*index),
        (Step::Index(_), _) => None,
    })
}
