//! The one configuration that requests are decided by.

use crate::access::RuleSet;
use crate::config::Place;
use crate::embedded::Configurations;
use crate::text::Sources;

use super::super::Error;
use super::super::inputs::{Inputs, Read};
use super::super::progress::Progress;

/// The rules of a configuration, and the texts that they are written in.
pub(super) struct Loaded {
    pub(super) rules: RuleSet,
    pub(super) sources: Sources,
}

impl Loaded {
    pub(super) fn read(inputs: &Inputs) -> Result<Self, Error> {
        let Read { options, sources, unread } = inputs.read(&Progress::new(true))?;
        if unread > 0 {
            return Err(Error::Inputs(unread));
        }
        Self::of(sources, &options.load)
    }

    /// The rules in some sources.
    pub(super) fn of(sources: Sources, load: &crate::config::LoadOptions) -> Result<Self, Error> {
        let mut all = Vec::new();
        let mut broken = 0;
        Configurations::all(&sources, load, |config| {
            broken += usize::from(!config.syntax_errors.is_empty());
            if config.root.access_control.place.given || config.absent_is_absent() {
                all.push(RuleSet::of(config));
            }
        });
        if broken > 0 {
            return Err(Error::Inputs(broken));
        }
        match (all.pop(), all.is_empty()) {
            (Some(rules), true) => Ok(Self { rules, sources }),
            (Some(_), false) => Err(Error::Nothing(
                "several configurations with `access_control`; name one, or use `--merge` if they are parts of one"
                    .to_owned(),
            )),
            (None, _) => Err(Error::Nothing("no `access_control` in the configuration".to_owned())),
        }
    }

    /// The file and the line where something is written. Returns `None` if it is not written.
    pub(super) fn line(&self, place: Place) -> Option<(&str, usize)> {
        let source = self.sources.get(place.span.source);
        place.given.then(|| (source.name.as_str(), source.line_at(place.span.start)))
    }
}
