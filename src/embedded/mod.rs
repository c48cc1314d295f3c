//! From a source to the configurations in it: the source itself where it is one, else what stands further in.
//!
//! ```text
//! source -- search --> places -- offsets, base64 --> text, read as one of its own, with spans of the outer file
//!                             -- chart, environment --> mapping in the outer file's own tree
//! ```
//!
//! The forms are reported by what they look like, not by what kind of file they stand in, except where another program makes
//! something else of what is written: base64 in a Kubernetes Secret, the values of the Authelia chart, variables, and
//! `$` in a Compose file. `docs/embedded.md` lists them.

pub(crate) mod base64;
mod chart;
mod compose;
mod configurations;
pub mod detect;
pub(crate) mod dotenv;
mod environment;
mod excerpt;
mod filtered;
mod masked_source;
pub(crate) mod nix;
pub(crate) mod offsets;
mod proxy;
mod root;
mod search;
mod sops;

use crate::config::LoadOptions;
use crate::config::proxy::Proxy;
use crate::document::{self, Document, Reading, Tree, cover, mask, undecodable};
use crate::text::{SourceId, Sources, Span};

pub use configurations::{Configurations, KeptConfigurations, groups};
pub use environment::filters as filters_of_environment;
pub use proxy::may_ask_authelia;

use masked_source::MaskedSource;

/// What was found in a source.
#[derive(Debug, Default)]
pub struct Found {
    /// The configurations, in order, each with what it is made of: a text, and the environment that goes with it.
    pub configurations: Vec<Vec<Reading>>,
    /// The users databases, in order.
    pub users_databases: Vec<Reading>,
    /// What is known about reverse proxies.
    pub proxies: Vec<Proxy>,
    /// The comments of the source, in order; `None` if the source does not parse.
    pub comments: Option<Vec<Span>>,
    /// Where nothing must be shown, because a secret may stand there in another form.
    pub hidden: Vec<Span>,
    /// Whether the source does not parse because of its templates, so that nothing is known of what is in it.
    pub unparsed: bool,
}

/// Finds and reads the configurations in a source.
#[must_use]
pub fn read(tree: &mut Tree, sources: &Sources, id: SourceId, options: &LoadOptions) -> Found {
    let source = sources.get(id);
    if let Some(at) = source.undecodable.and_then(|at| u32::try_from(at).ok()) {
        return Found::plain(Err(vec![undecodable(Span::new(id, at, at + 3))]));
    }
    if source.variables || environment::is_file(&source.text) {
        return Found::plain(environment::file(tree, id, &source.text));
    }
    if source.is_nix() {
        return nix::read(tree, id, &source.text, options);
    }
    if let Some(form) = detect::form(&source.name, &source.text).filter(|_| options.root.is_none()) {
        if source.beside.is_some() {
            return Found { comments: Some(Vec::new()), ..Found::default() };
        }
        if may_ask_authelia(&source.text) {
            return Found::proxy(id, &source.text, proxy::read(form, sources, id));
        }
    }
    let (text, masks) = mask(&source.text, options.filters);
    let refused = filtered::refused(id, &source.text, &masks, options.filters);
    if !refused.is_empty() {
        return Found::plain(Err(refused));
    }
    if source.beside.is_some() || options.root.is_none() && detect::is_users_database(&source.text) {
        return Found::users_database(document::read(tree, id, &text, &masks));
    }
    let file = MaskedSource { id, text: &text, masks: &masks, options };
    let is_authelia = detect::is_authelia(&source.text);
    let may_hold = options.root.is_some() || (!is_authelia && detect::may_hold_authelia(&source.text));
    if !is_authelia && options.root.is_none() && may_ask_authelia(&source.text) {
        let asking = file.proxies(tree, sources);
        return match may_hold.then(|| file.embedded(tree)).flatten() {
            Some(found) => Found { proxies: asking.proxies, ..found },
            None => asking,
        };
    }
    let found = if may_hold { file.embedded(tree) } else { None };
    found.unwrap_or_else(|| {
        // The filters run on what is Authelia's own, not on another program's file around it.
        if let Some(filtered) = filtered::run(&source.text, &masks, options.filters, sources) {
            let text = cover(&filtered.text, &filtered.masks);
            return Found::plain(file.inner(tree, &text, &filtered.masks, &filtered.offsets, true).map(not_verbatim));
        }
        let mut reading = document::read(tree, id, &text, &masks);
        if let Ok(document) = &mut reading {
            sops::unseal(tree, document);
        }
        Found::plain(reading)
    })
}

impl Found {
    /// A source that is a configuration itself.
    fn plain(reading: Reading) -> Self {
        let comments =
            reading.as_ref().ok().map(|document| document.comments.iter().map(|comment| comment.span).collect());
        Self { configurations: vec![vec![reading]], comments, ..Self::default() }
    }

    /// Whether something in it is checked.
    const fn is_checked(&self) -> bool {
        !self.configurations.is_empty() || !self.users_databases.is_empty() || !self.proxies.is_empty()
    }

    /// A source that is the configuration of a reverse proxy; `None` if it does not parse.
    fn proxy(id: SourceId, text: &str, proxy: Option<Proxy>) -> Self {
        Self { proxies: proxy.into_iter().collect(), comments: Some(proxy::comments(id, text)), ..Self::default() }
    }

    /// A source that is a users database.
    fn users_database(reading: Reading) -> Self {
        let Self { configurations, comments, .. } = Self::plain(reading);
        Self { users_databases: configurations.into_iter().flatten().collect(), comments, ..Self::default() }
    }

    fn add(&mut self, reading: Reading) {
        if let (Ok(document), Some(comments)) = (&reading, &mut self.comments) {
            comments.extend(document.comments.iter().map(|comment| comment.span));
        }
        self.configurations.push(vec![reading]);
    }

    /// Adds each environment to the only configuration that it can belong to: of those since `first`, which stand in one
    /// document.
    fn unite(&mut self, first: usize) {
        let (environments, mut others): (Vec<_>, Vec<_>) =
            self.configurations.drain(first..).partition(|readings| readings.iter().all(is_environment));
        match &mut others[..] {
            [only] => only.extend(environments.into_iter().flatten()),
            _ => others.extend(environments),
        }
        self.configurations.extend(others);
    }
}

fn is_environment(reading: &Reading) -> bool {
    reading.as_ref().is_ok_and(|document| document.variables().is_some())
}

/// A document whose spans hold something else than what was read.
fn not_verbatim(document: Document) -> Document {
    Document { verbatim: false, ..document }
}
