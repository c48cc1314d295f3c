//! What is said about an application: the form of the files in `rules/apps` and `rules/libraries`.
//!
//! The build script includes this file, too: it reads the files once, and the program keeps what it read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::deployment::model::{AppSettings, SettingCondition};
use super::fact::{Fact, Proof};

/// What an application asks for and what it cannot do without.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a mapping")]
pub struct Scopes {
    /// What it asks for.
    pub asks: Vec<String>,
    /// What the login fails without.
    #[serde(default)]
    pub needs: Vec<String>,
}

/// A claim that the application reads beyond the standard ones.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a mapping")]
pub struct ExtraClaim {
    /// The scope that it asks for.
    pub scope: String,
    /// The claim that it reads from userinfo.
    pub claim: String,
    /// What it does with it.
    pub purpose: String,
}

/// A redirect URI that an application uses besides the one of its login page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a mapping")]
pub struct FurtherUri {
    /// Its pattern, see [`crate::app::pattern`].
    pub uri: String,
    /// Patterns of which one can be used in its place.
    #[serde(default)]
    pub alternatives: Vec<String>,
    /// What fails without it, as in "cannot link accounts".
    pub without: String,
}

/// What must be set in the application, whatever its registration says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a mapping")]
pub struct Requirement {
    /// What to do there.
    pub set: String,
    /// What happens otherwise.
    pub otherwise: String,
    /// The setting that shows whether it was done, and its value then.
    #[serde(default)]
    pub setting: Option<SettingCondition>,
}

/// Declares the facts, and how those of one source stand before those of another.
macro_rules! facts {
    ($($(#[$doc:meta])* $fact:ident: $type:ty,)*) => {
        /// What an application does on the wire. What is absent is not known.
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields, default, expecting = "a mapping")]
        pub struct Facts {
            $($(#[$doc])* pub $fact: Option<Fact<$type>>,)*
        }

        impl Facts {
            /// These facts, and for those that are absent the ones of `base`.
            #[must_use]
            pub fn over(&self, base: &Self) -> Self {
                Self { $($fact: self.$fact.as_ref().or(base.$fact.as_ref()).cloned(),)* }
            }
        }
    };
}

facts! {
    /// The ways in which it authenticates at the token endpoint; `none` for a public client.
    token_endpoint_auth_method: Vec<String>,
    /// It sends its secret in the header and in the body of the same request.
    secret_in_header_and_body: bool,
    /// The response types that it asks for.
    response_types: Vec<String>,
    /// The response modes that it asks for; absent where it leaves the mode to Authelia.
    response_modes: Vec<String>,
    /// The grant types that the login uses.
    grant_types: Vec<String>,
    /// Its scopes.
    scopes: Scopes,
    /// The claims that it reads beyond the standard ones.
    extra_claim: ExtraClaim,
    /// The claims that it reads from the ID token and from nowhere else.
    id_token_claims: Vec<String>,
    /// Those of them that the login fails without.
    needed_id_token_claims: Vec<String>,
    /// The signing algorithms of the ID token that it accepts; absent where it accepts any.
    id_token_algs: Vec<String>,
    /// It reads the access token, which must be a JWT.
    jwt_access_token: bool,
    /// The endpoints that it calls from the browser, as Authelia's `cors.endpoints` names them.
    browser_requests: Vec<String>,
    /// The PKCE challenge methods that it sends; empty where it sends none.
    pkce: Vec<String>,
    /// Whether it pushes its authorization requests.
    pushed_authorization_requests: bool,
    /// The length of its `state`, in characters; 0 where it sends none.
    state_length: i64,
    /// The forms of userinfo that it reads, as `userinfo_signed_response_alg` names them.
    userinfo: Vec<String>,
    /// Where it handles the answer: patterns of redirect URIs, see [`crate::app::pattern`].
    redirect_uris: Vec<String>,
    /// The redirect URIs that it also uses, each of which should be registered, too.
    further_redirect_uris: Vec<FurtherUri>,
    /// The redirect URI that it sends at the token endpoint is always its main one.
    single_redirect_uri: bool,
    /// The authorization policy that its operators should ask for.
    authorization_policy: String,
    /// What must be set in the application for any login to succeed.
    requires: Vec<Requirement>,
}

/// How a client is recognised as an application's.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a mapping")]
pub struct Recognise {
    /// Its names, as they stand in client names, client ids and hosts. Case and separators do not count.
    pub names: Vec<String>,
    /// Names that others go by, too.
    pub weak_names: Vec<String>,
}

/// Where facts come from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a mapping")]
pub struct FactOrigin {
    /// How the facts that come from here are known.
    pub proof: Proof,
    /// What was read or tried.
    pub what: String,
    /// Its version.
    #[serde(default)]
    pub version: String,
    /// When, as `YYYY-MM-DD`.
    pub date: String,
}

/// A trial: a client made the requests of the application, as its source makes them, to a real Authelia.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a mapping")]
pub struct RequestTrial {
    /// The version of Authelia.
    pub with: String,
    /// When, as `YYYY-MM-DD`.
    pub date: String,
}

/// A library that an application leaves the protocol to, and the options that it is used with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a mapping")]
pub struct Uses {
    /// The stem of its file in `rules/libraries`.
    pub id: String,
    /// Its options, as that file names them.
    #[serde(default)]
    pub options: Vec<String>,
}

/// One way in which an application can be registered: its web side or its mobile app, one plugin or another.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a mapping")]
pub struct Variant {
    /// Its id, by which it is chosen; empty where there is only one.
    pub id: String,
    /// What it is; empty where there is only one.
    pub name: String,
    /// The library that it uses.
    pub library: Option<Uses>,
    /// What it does on the wire; once read, all of it.
    pub facts: Facts,
    /// Where its facts come from, if not from the sources of the application.
    pub sources: Vec<FactOrigin>,
}

/// One application.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a mapping")]
pub struct App {
    /// Its id: the stem of its file.
    #[serde(default)]
    pub id: String,
    /// Its name.
    pub name: String,
    /// How its clients are recognised.
    #[serde(default)]
    pub recognise: Recognise,
    /// The library that it uses.
    #[serde(default)]
    pub library: Option<Uses>,
    /// What all of its variants do on the wire.
    #[serde(default)]
    pub facts: Facts,
    /// The ways in which it can be registered; once read, there is at least one.
    #[serde(default)]
    pub variants: Vec<Variant>,
    /// Where the facts come from.
    #[serde(default)]
    pub sources: Vec<FactOrigin>,
    /// The trial of its requests; absent if there was none.
    #[serde(default)]
    pub tried: Option<RequestTrial>,
    /// A list of client registrations that log in and raise nothing.
    #[serde(default)]
    pub example: String,
    /// Where it keeps the settings of its login; those of the program's applications are in `rules/settings`.
    #[serde(default)]
    pub settings: Option<AppSettings>,
}

impl App {
    /// What it does on the wire where it is registered in its usual way.
    #[must_use]
    pub fn usual_facts(&self) -> &Facts {
        self.variants.first().map_or(&self.facts, |variant| &variant.facts)
    }

    /// The place of the variant with this id.
    #[must_use]
    pub fn variant(&self, id: &str) -> Option<usize> {
        self.variants.iter().position(|variant| variant.id == id)
    }
}

/// A library that speaks OAuth 2.0 for applications.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a mapping")]
pub struct Library {
    /// Its name.
    pub name: String,
    /// Where the facts come from.
    pub source: FactOrigin,
    /// What it does by default.
    pub facts: Facts,
    /// What its options make of that.
    #[serde(default)]
    pub options: BTreeMap<String, Facts>,
}
