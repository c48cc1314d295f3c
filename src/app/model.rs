//! What is said about an application: the form of the files in `rules/apps` and `rules/libraries`.
//!
//! The build script includes this file, too: it reads the files once, and the program keeps what it read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::deployment::model::{AppSettings, SettingCondition};

/// How a fact is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Proof {
    /// A documentation page says so.
    Documented,
    /// It was read in the application's source.
    Source,
    /// A real login showed it.
    Login,
}

impl Proof {
    /// The proof in a word, as the files write it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Source => "source",
            Self::Documented => "documented",
        }
    }

    /// The proof in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Login => "seen in a real login",
            Self::Source => "read in its source",
            Self::Documented => "documented, not proven",
        }
    }
}

/// One statement about an application, with its proof.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a mapping")]
pub struct Fact<T> {
    /// The statement, for an application with its default settings; where these cannot log in, for one that is set up as
    /// documented.
    pub is: T,
    /// How it is known.
    pub proof: Proof,
    /// What was seen.
    #[serde(default)]
    pub note: String,
    /// What its documentation says instead; empty where that agrees or is not known.
    #[serde(default)]
    pub documented: String,
    /// Where: a file of the application's source, perhaps with lines.
    #[serde(default)]
    pub at: String,
    /// The versions of the application that it holds for, in words; empty for those of the file's sources.
    #[serde(default)]
    pub versions: String,
    /// The application's own setting that it depends on.
    pub setting: Option<Setting<T>>,
    /// What was true of earlier versions.
    #[serde(default = "Option::default")]
    pub earlier: Option<Earlier<T>>,
}

/// What was true of an application before one of its versions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a mapping")]
pub struct Earlier<T> {
    /// The first version that it is no longer true of.
    pub before: String,
    /// The statement.
    pub is: T,
}

/// A setting of the application that a fact depends on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a mapping")]
pub struct Setting<T> {
    /// Its name in the application.
    pub name: String,
    /// What its values make of the fact; empty where any value is possible.
    #[serde(default = "BTreeMap::new")]
    pub values: BTreeMap<String, T>,
    /// The value that it has by default, as the application writes it; empty where that is not known.
    #[serde(default)]
    pub default_value: String,
    /// What the application does by default, where that is never enough to log in and `is` states what must be set.
    pub default: Option<T>,
}

impl<T> Fact<T> {
    /// That its documentation says otherwise. Returns `None` if it does not.
    #[must_use]
    pub fn disagreement(&self) -> Option<String> {
        (!self.documented.is_empty()).then(|| format!("its documentation disagrees: {}", self.documented))
    }

    /// The version before which another statement was true that fits.
    pub fn before(&self, fits: impl Fn(&T) -> bool) -> Option<&str> {
        self.earlier.as_ref().filter(|earlier| fits(&earlier.is)).map(|earlier| earlier.before.as_str())
    }

    /// The application's setting, and the value of it that makes the statement fit; without a value where any is possible.
    /// Returns `None` if no setting is known to make it fit.
    pub fn fitting_value(&self, fits: impl Fn(&T) -> bool) -> Option<(&str, Option<&str>)> {
        let Setting { name, values, .. } = self.setting.as_ref()?;
        if values.is_empty() {
            return Some((name, None));
        }
        let (value, _) = values.iter().find(|(_, value)| fits(value))?;
        Some((name, Some(value)))
    }

    /// The condition under which the statement fits, as in "`use_pkce` is `true`". Returns `None` if no setting is known to
    /// make it fit.
    #[must_use]
    pub fn otherwise(&self, fits: impl Fn(&T) -> bool) -> Option<String> {
        Some(match self.fitting_value(fits)? {
            (name, Some(value)) => format!("`{name}` is `{value}`"),
            (name, None) => format!("`{name}` is set to match"),
        })
    }

    /// The default of the application's setting. Returns `None` if it is not known.
    #[must_use]
    pub fn default_value(&self) -> Option<&str> {
        self.setting.as_ref().map(|setting| setting.default_value.as_str()).filter(|value| !value.is_empty())
    }
}

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
