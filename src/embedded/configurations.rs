//! The configurations in some sources: one of all together where they are to be merged, else each by itself.

use std::collections::HashMap;

use crate::config::proxy::Proxy;
use crate::config::{Config, LoadOptions};
use crate::document::{Reading, Tree, leading_comments};
use crate::text::{SourceId, Sources, Span};

/// What is beside the configurations.
#[derive(Debug, Default)]
struct BesideConfigurations {
    users_databases: Vec<Reading>,
    proxies: Vec<Proxy>,
}

/// What was read from some sources.
#[derive(Debug)]
pub struct Configurations<'a> {
    sources: &'a Sources,
    options: &'a LoadOptions,
    tree: Tree,
    /// What each configuration is made of.
    readings: Vec<Vec<Reading>>,
    beside: BesideConfigurations,
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
        let (tree, readings, beside) = (Tree::default(), Vec::new(), BesideConfigurations::default());
        let (comments, hidden, unparsed) = (Vec::new(), Vec::new(), Vec::new());
        let mut all = Self { sources, options, tree, readings, beside, comments, hidden, unparsed, files: 0 };
        let mut merged = Vec::new();
        for id in ids {
            let found = super::read(&mut all.tree, sources, *id, options);
            all.files += usize::from(found.is_checked() && !sources.get(*id).variables);
            all.beside.users_databases.extend(found.users_databases);
            all.beside.proxies.extend(found.proxies);
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

    /// Reads all sources, and keeps the configurations.
    #[must_use]
    pub fn keep(sources: &'a Sources, options: &'a LoadOptions) -> KeptConfigurations {
        let keep = |ids: Vec<SourceId>| {
            let mut configs = Vec::new();
            let tree = Self::read(sources, &ids, options).hand_over(|mut config| {
                let tree = std::mem::take(&mut config.tree);
                configs.push(config);
                tree
            });
            (tree, configs)
        };
        KeptConfigurations(groups(sources, options.merge).into_iter().map(keep).collect())
    }

    /// Shows each configuration in turn, with what is beside it. Returns the tree that all of them were read from.
    pub fn for_each(self, mut show: impl FnMut(&Config)) -> Tree {
        self.hand_over(|config| {
            show(&config);
            config.tree
        })
    }

    /// Hands each configuration over in turn, for the tree that it was read from.
    fn hand_over(self, mut take: impl FnMut(Config) -> Tree) -> Tree {
        let mut tree = self.tree;
        for (readings, beside) in paired(self.readings, self.beside) {
            let mut config = Config::new(tree, readings, self.sources, self.options);
            for reading in beside.users_databases {
                config.add_users_database(reading, self.sources);
            }
            config.proxies = beside.proxies;
            tree = take(config);
        }
        tree
    }
}

/// Configurations that are shown many times, but read once.
#[derive(Debug)]
pub struct KeptConfigurations(
    /// Those that were read together, with the tree of all of them. Each has the tree only while it is shown.
    Vec<(Tree, Vec<Config>)>,
);

impl KeptConfigurations {
    /// Shows each configuration in turn.
    pub fn for_each(&mut self, mut show: impl FnMut(&Config)) {
        for (tree, configs) in &mut self.0 {
            for config in configs {
                std::mem::swap(tree, &mut config.tree);
                show(config);
                std::mem::swap(tree, &mut config.tree);
            }
        }
    }
}

/// Each configuration with what is beside it: everything beside the only configuration, else each users database and the
/// reverse proxies by themselves.
fn paired(mut readings: Vec<Vec<Reading>>, beside: BesideConfigurations) -> Vec<(Vec<Reading>, BesideConfigurations)> {
    if readings.len() == 1 {
        return readings.pop().map(|only| (only, beside)).into_iter().collect();
    }
    let BesideConfigurations { users_databases, proxies } = beside;
    let mut pairs: Vec<_> = readings.into_iter().map(|readings| (readings, BesideConfigurations::default())).collect();
    for database in users_databases {
        pairs.push((
            Vec::new(),
            BesideConfigurations { users_databases: vec![database], ..BesideConfigurations::default() },
        ));
    }
    if !proxies.is_empty() {
        pairs.push((Vec::new(), BesideConfigurations { proxies, ..BesideConfigurations::default() }));
    }
    pairs
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
