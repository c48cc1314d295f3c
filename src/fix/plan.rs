//! From what a fix changes to the edits that do it.

use crate::config::{Config, Place};
use crate::document::Kind;
use crate::edit::{Edit, Literal, NewValue, Obstacle};
use crate::finding::Finding;
use crate::settings::Settings;
use crate::source::Sources;

use super::locate::{Located, Site, locate};
use super::{Change, Fix, FreshDigests};

/// Makes the edits of all fixes. A fix that cannot be made is taken away, and the finding's help says why.
pub fn plan(config: &Config, sources: &Sources, settings: &Settings, findings: &mut [Finding]) {
    let planner = Planner { config, sources, fresh_digests: settings.fresh_digests.as_ref() };
    for finding in findings {
        let Some(mut fix) = finding.fix.take() else { continue };
        let makes_digest = fix.changes.iter().any(|change| matches!(change, Change::Digest { .. }));
        if makes_digest && planner.fresh_digests.is_none() {
            continue;
        }
        match planner.fill(&mut fix) {
            Ok(()) => finding.fix = Some(fix),
            // The help says what to write instead.
            Err(Obstacle::Last) => {}
            Err(obstacle) => {
                let help = finding.help.take().unwrap_or_default();
                finding.help = Some(format!("{help} (by hand: {obstacle})"));
            }
        }
    }
}

struct Planner<'a> {
    config: &'a Config,
    sources: &'a Sources,
    fresh_digests: Option<&'a FreshDigests>,
}

impl Planner<'_> {
    fn fill(&self, fix: &mut Fix) -> Result<(), Obstacle> {
        let titles: Vec<String> = fix.changes.iter().map(|change| self.title(change)).collect();
        fix.title = titles.join(" and ");
        for change in &fix.changes {
            fix.edits.extend(self.edits(change)?);
        }
        Ok(())
    }

    fn edits(&self, change: &Change) -> Result<Vec<Edit>, Obstacle> {
        let place = change.place();
        let located = locate(self.config, self.sources, place)?;
        match change {
            Change::Set { value, .. } => self.set(&located, place, value),
            Change::Digest { secret, .. } => {
                let path = self.config.paths.spell(place.path);
                let digest = self.fresh_digests.and_then(|digests| digests.of(&path, secret));
                let digest = digest.ok_or(Obstacle::NoDigest)?;
                self.set(&located, place, &NewValue::Scalar(Literal::Text(digest.expose().to_owned())))
            }
            Change::Include { default, item, .. } => self.include(&located, place, default, item),
            Change::Remove { .. } => match located.site {
                Site::Entry { mapping, index } => located.editor.remove_key(mapping, index),
                Site::Item { list, index } => located.editor.remove_item(list, index),
                Site::Absent { .. } => Err(Obstacle::Nowhere),
            },
            Change::Rename { key, .. } => match located.site {
                Site::Entry { mapping, index } => located.editor.rename_key(mapping, index, key),
                Site::Item { .. } | Site::Absent { .. } => Err(Obstacle::Nowhere),
            },
        }
    }

    fn set(&self, located: &Located<'_>, place: Place, value: &NewValue) -> Result<Vec<Edit>, Obstacle> {
        let tree = &self.config.tree;
        let node = match located.site {
            Site::Absent { .. } => return self.insert(located, place, value),
            Site::Item { list, index } => match &tree[list].kind {
                Kind::Sequence { items, .. } => *items.get(index).ok_or(Obstacle::Nowhere)?,
                _ => return Err(Obstacle::Nowhere),
            },
            Site::Entry { mapping, index } => {
                let entry = located.editor.own(mapping).get(index).ok_or(Obstacle::Nowhere)?;
                let named = self.config.paths.last_key(place.path);
                if named.is_some_and(|key| !tree.key_text(entry.key).eq_ignore_ascii_case(key)) {
                    return Err(Obstacle::OtherKey);
                }
                // One of several items that are written as one text.
                if named.is_none() && matches!(&tree[entry.value].kind, Kind::Text(text) if text.contains(',')) {
                    return Err(Obstacle::Layout);
                }
                entry.value
            }
        };
        match &tree[node] {
            node if node.unknown => Err(Obstacle::Template),
            node if node.anchor().is_some() => Err(Obstacle::Shared),
            _ => located.editor.set_value(node, value),
        }
    }

    fn include(
        &self,
        located: &Located<'_>,
        place: Place,
        default: &[String],
        item: &str,
    ) -> Result<Vec<Edit>, Obstacle> {
        let whole = || NewValue::List(default.iter().cloned().chain([item.to_owned()]).collect());
        let tree = &self.config.tree;
        let entry = match located.site {
            Site::Absent { .. } => return self.insert(located, place, &whole()),
            Site::Entry { mapping, index } => *located.editor.own(mapping).get(index).ok_or(Obstacle::Nowhere)?,
            Site::Item { .. } => return Err(Obstacle::Nowhere),
        };
        let node = &tree[entry.value];
        match &node.kind {
            _ if node.unknown || node.open => Err(Obstacle::Template),
            _ if node.anchor().is_some() => Err(Obstacle::Shared),
            Kind::Null => self.set(located, place, &whole()),
            Kind::Text(text) if text.is_empty() => self.set(located, place, &whole()),
            Kind::Sequence { items, .. } if items.is_empty() => self.set(located, place, &whole()),
            _ => located.editor.add_to_list(entry.value, item),
        }
    }

    /// Writes an option that is absent behind the one that usually stands before it.
    fn insert(&self, located: &Located<'_>, place: Place, value: &NewValue) -> Result<Vec<Edit>, Obstacle> {
        let Site::Absent { mapping } = located.site else { return Err(Obstacle::Nowhere) };
        let key = self.config.paths.last_key(place.path).ok_or(Obstacle::Nowhere)?;
        let rank = |key: &str| located.options.iter().position(|option| option.eq_ignore_ascii_case(key));
        let wanted = rank(key);
        let own = located.editor.own(mapping);
        let before = own.iter().enumerate().filter_map(|(index, entry)| {
            let rank = rank(self.config.tree.key_text(entry.key))?;
            wanted.is_some_and(|wanted| rank < wanted).then_some((rank, index))
        });
        let after = before.max().map_or(0, |(_, index)| index);
        located.editor.insert_key(mapping, after, key, value)
    }

    /// A change as an order.
    fn title(&self, change: &Change) -> String {
        let path = change.place().path;
        let key = self.config.paths.last_key(path).unwrap_or_default();
        match change {
            Change::Set { value, .. } if key.is_empty() => format!("write `{value}`"),
            Change::Set { value, .. } => format!("write `{key}: {value}`"),
            Change::Digest { .. } => format!("write a fresh digest as `{key}`"),
            Change::Include { item, .. } => format!("add `{item}` to `{key}`"),
            Change::Remove { .. } if key.is_empty() => "remove it".to_owned(),
            Change::Remove { .. } => format!("remove `{key}`"),
            Change::Rename { key: new, .. } => format!("write `{new}` instead of `{key}`"),
        }
    }
}
