//! How clients are recognised: the form of `rules/recognition.yml`.
//!
//! The build script includes this file, too.

use serde::{Deserialize, Serialize};

/// The weights of what a client can be recognised by: `rules/recognition.yml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a mapping")]
pub struct Weights {
    /// A redirect URI that only one application has.
    pub redirect_uri: u32,
    /// A redirect URI that several have, or one behind a path of the operator's.
    pub shared_redirect_uri: u32,
    /// A redirect URI that a library or a habit makes, so that applications beyond these have it, too.
    pub common_redirect_uri: u32,
    /// A client name or id that is a name of the application.
    pub name: u32,
    /// Both of them.
    pub both_names: u32,
    /// A client name or id with a name of the application in it.
    pub part_of_name: u32,
    /// A name that others go by, too.
    pub weak_name: u32,
    /// The first label of a host that is a name of the application.
    pub host: u32,
    /// What an application must reach.
    pub enough: u32,
    /// By how much it must lead.
    pub lead: u32,
}

/// How clients are recognised: `rules/recognition.yml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a mapping")]
pub struct Recognition {
    /// The weights.
    pub weights: Weights,
    /// Words in a client's name or id that say nothing about the application.
    pub filler_words: Vec<String>,
    /// Patterns of redirect URIs that many applications have.
    pub common_redirect_uris: Vec<String>,
}
