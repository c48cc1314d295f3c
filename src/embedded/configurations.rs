//! The configurations in some sources: one of all together where they are to be merged, else each by itself.

use std::collections::HashMap;

use crate::config::{Config, LoadOptions};
use crate::document::{Reading, Tree, leading_comments};
use crate::text::{SourceId, Sources, Span};

/// What was read from some sources.
#[derive(Debug)]
pub struct Configurations<'a> {
    sources: &'a Sources,
    options: &'a LoadOptions,
    tree: Tree,
    /// What each configuration is made of.
    readings: Vec<Vec<Reading>>,
    users_databases: Vec<Reading>,
    /// The comments in the sources, in order.
    pub comments: Vec<(SourceId, Vec<Span>)>,
    /// Where nothing must be shown.
    pub hidden: Vec<Span>,
    /// The sources of which nothing is known, because their templates do not let them be parsed.
    pub unparsed: Vec<SourceId>,
    /// How many of the sources hold a configuration.
    pub files: usize,
}

impl<'a> Configurations<'a> {
    /// Reads some sources.
    #[must_use]
    pub fn read(sources: &'a Sources, ids: &[SourceId], options: &'a LoadOptions) -> Self {
        let (tree, readings, users_databases) = (Tree::default(), Vec::new(), Vec::new());
        let (comments, hidden, unparsed) = (Vec::new(), Vec::new(), Vec::new());
        let mut all = Self { sources, options, tree, readings, users_databases, comments, hidden, unparsed, files: 0 };
        let mut merged = Vec::new();
        for id in ids {
            let found = super::read(&mut all.tree, sources, *id, options);
            let holds = !found.configurations.is_empty() || !found.users_databases.is_empty();
            all.files += usize::from(holds && !sources.get(*id).variables);
            all.users_databases.extend(found.users_databases);
            // Where the text does not parse, the comments at its top still count.
            let comments = found.comments.unwrap_or_else(|| leading_comments(*id, &sources.get(*id).text));
            all.comments.push((*id, comments));
            all.hidden.extend(found.hidden);
            all.unparsed.extend(found.unparsed.then_some(*id));
            if options.merge {
                merged.extend(found.configurations.into_iter().flatten());
            } else {
                all.readings.extend(found.configurations);
            }
        }
        if !merged.is_empty() {
            all.readings.push(merged);
        }
        all
    }

    /// Reads all sources, and shows each configuration in turn.
    pub fn all(sources: &'a Sources, options: &'a LoadOptions, mut show: impl FnMut(&Config)) {
        for ids in groups(sources, options.merge) {
            Self::read(sources, &ids, options).for_each(&mut show);
        }
    }

    /// Shows each configuration in turn, with the users databases beside it.
    pub fn for_each(self, mut show: impl FnMut(&Config)) {
        let mut tree = self.tree;
        for (readings, users_databases) in paired(self.readings, self.users_databases) {
            let mut config = Config::new(tree, readings, self.sources, self.options);
            for reading in users_databases {
                config.add_users_database(reading, self.sources);
            }
            show(&config);
            tree = config.tree;
        }
    }
}

/// Each configuration with the users databases beside it: all of them beside the only configuration, else each by itself.
fn paired(
    mut readings: Vec<Vec<Reading>>,
    users_databases: Vec<Reading>,
) -> impl Iterator<Item = (Vec<Reading>, Vec<Reading>)> {
    let only = if readings.len() == 1 { readings.pop() } else { None };
    let (beside, alone) = if only.is_some() { (users_databases, Vec::new()) } else { (Vec::new(), users_databases) };
    let others = readings.into_iter().map(|readings| (readings, Vec::new()));
    let alone = alone.into_iter().map(|database| (Vec::new(), vec![database]));
    only.map(|only| (only, beside)).into_iter().chain(others).chain(alone)
}

/// The sources that are read together.
#[must_use]
pub fn groups(sources: &Sources, merge: bool) -> Vec<Vec<SourceId>> {
    if merge {
        return vec![sources.configurations().collect()];
    }
    let mut groups: Vec<Vec<SourceId>> = Vec::new();
    let mut of: HashMap<SourceId, usize> = HashMap::new();
    for id in sources.configurations() {
        if let Some(group) = sources.get(id).beside.and_then(|configuration| of.get(&configuration)) {
            groups[*group].push(id);
        } else {
            of.insert(id, groups.len());
            groups.push(vec![id]);
        }
    }
    groups
}
