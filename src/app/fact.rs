//! A statement about an application, with its proof and what it depends on.
//!
//! The build script includes this file, too.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

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
