//! The configurations in some sources: one of all together where they are to be merged, else each by itself.

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
        let (tree, readings) = (Tree::default(), Vec::new());
        let (comments, hidden, unparsed) = (Vec::new(), Vec::new(), Vec::new());
        let mut all = Self { sources, options, tree, readings, comments, hidden, unparsed, files: 0 };
        let mut merged = Vec::new();
        for id in ids {
            let found = super::read(&mut all.tree, sources, *id, options);
            all.files += usize::from(!found.configurations.is_empty() && !sources.get(*id).variables);
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
        let ids: Vec<SourceId> = sources.configurations().collect();
        let together = if options.merge { ids.len().max(1) } else { 1 };
        for ids in ids.chunks(together) {
            Self::read(sources, ids, options).for_each(&mut show);
        }
    }

    /// Shows each configuration in turn.
    pub fn for_each(self, mut show: impl FnMut(&Config)) {
        let mut tree = self.tree;
        for readings in self.readings {
            let config = Config::new(tree, readings, self.sources, self.options);
            show(&config);
            tree = config.tree;
        }
    }
}
