//! Where the options of the configuration and of its clients are.

use crate::config::view::{Look, View, Viewed as _};
use crate::config::{Client, Config, Place};
use crate::text::{Sources, Span};

use super::{is_whole, messages};

/// Where an option is, or what it is missing from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    /// Its configuration path.
    pub(super) path: String,
    /// Its value, or what it is missing from.
    pub(super) span: Span,
    /// Whether it is written.
    pub(super) given: bool,
    /// Its effective value, as far as that is known.
    pub(super) value: View,
}

impl Spot {
    fn new(config: &Config, Place { span, path, given, .. }: Place, value: Option<&View>) -> Self {
        Self { path: config.paths.spell(path), span, given, value: value.cloned().unwrap_or(View::Unknown) }
    }
}

/// A client of the configuration.
#[derive(Debug, Clone)]
pub(super) struct ClientSpots {
    /// Its id.
    pub(super) id: String,
    /// Its redirect URIs, as far as they are known.
    pub(super) redirect_uris: Vec<String>,
    /// The options that messages name.
    options: Vec<(&'static str, Spot)>,
}

impl ClientSpots {
    pub(super) fn all(config: &Config, sources: &Sources) -> impl Iterator<Item = Self> {
        let provider = config.root.identity_providers.oidc.as_ref();
        let clients = provider.into_iter().flat_map(|provider| &provider.clients.items);
        clients.filter_map(|client| Self::new(config, client, sources))
    }

    fn new(config: &Config, client: &Client, sources: &Sources) -> Option<Self> {
        let view = client.effective(Look { sources, whole: config.whole, absent_is_absent: true });
        let options = options().filter(|option| !is_whole(option));
        let spots = options.filter_map(|option| {
            let place = client.place_of(&[option])?;
            Some((option, Spot::new(config, place, view.get(option))))
        });
        Some(Self {
            id: client.client_id.text()?.to_owned(),
            redirect_uris: client.redirect_uris.known_texts().map(str::to_owned).collect(),
            options: spots.collect(),
        })
    }

    /// Where an option of the client is.
    pub(super) fn option(&self, name: &str) -> Option<&Spot> {
        self.options.iter().find(|(option, _)| *option == name).map(|(_, spot)| spot)
    }
}

/// Where the options outside the clients are.
pub(super) fn whole(config: &Config) -> impl Iterator<Item = (&'static str, Spot)> {
    options().filter(|option| is_whole(option)).filter_map(|option| {
        let keys: Vec<&str> = option.split('.').collect();
        Some((option, Spot::new(config, config.root.place_of(&keys)?, None)))
    })
}

/// The options that messages name.
fn options() -> impl Iterator<Item = &'static str> {
    messages().iter().flat_map(|message| &message.options).map(String::as_str)
}
