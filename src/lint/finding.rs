//! What a rule found, as data. Showing it is the business of [`crate::report`].

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Fix, RuleId, Weight};
use crate::text::{Span, Unmasked};

/// How much a finding weighs: the three levels of miette.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Could be better.
    Advice,
    /// Weaker than it should be, or broken where the fact behind it is only documented.
    Warning,
    /// Broken.
    Error,
}

impl Severity {
    /// All severities, the worst first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Advice];

    /// The severity of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.as_str() == word)
    }

    /// The word for it, as in every format.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Advice => "advice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What happens if a finding is left as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// Authelia refuses to start.
    Startup,
    /// The login fails.
    Login,
    /// It works, but is weaker than it should be.
    Security,
    /// It works, but is deprecated, redundant or unclear.
    Hygiene,
}

impl Effect {
    /// All effects, the worst first.
    pub const ALL: [Self; 4] = [Self::Startup, Self::Login, Self::Security, Self::Hygiene];

    /// The effect of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|effect| effect.as_str() == word)
    }

    /// The word for it, as in every format.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Startup => "startup",
            Self::Login => "login",
            Self::Security => "security",
            Self::Hygiene => "hygiene",
        }
    }
}

/// A further place that a finding refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is there.
    pub text: Unmasked,
}

/// A setting of an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppSetting {
    /// Its name there.
    pub name: String,
    /// Its value, if its file is among the sources.
    pub span: Option<Span>,
}

/// One thing that a rule found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id.
    pub rule: RuleId,
    /// How much it weighs.
    pub severity: Severity,
    /// What happens if it is left.
    pub effect: Effect,
    /// What is wrong and what happens because of it.
    pub message: Unmasked,
    /// The place that a person must look at.
    pub span: Span,
    /// What is at that place; may be empty.
    pub label: Unmasked,
    /// Further places.
    pub labels: Vec<Label>,
    /// What to write.
    pub help: Option<Unmasked>,
    /// How the fact behind the finding is known.
    pub proof: Option<Unmasked>,
    /// The configuration path, as `identity_providers.oidc.clients[0].scopes`; empty for the file as a whole.
    pub path: Unmasked,
    /// The client that it is about.
    pub client_id: Option<Unmasked>,
    /// The application that the client was recognised as.
    pub app: Option<Unmasked>,
    /// The application's own setting that must change, where no change of the configuration helps.
    pub setting: Option<AppSetting>,
    /// An edit of the text that cures it.
    pub fix: Option<Fix>,
}

impl Finding {
    /// Something that a rule, or whatever reports under an id, found at a place; the rest is added to it.
    #[must_use]
    pub fn new(
        rule: impl Into<RuleId>,
        severity: Severity,
        effect: Effect,
        span: Span,
        message: impl Into<Unmasked>,
    ) -> Self {
        Self {
            rule: rule.into(),
            severity,
            effect,
            message: message.into(),
            span,
            label: Unmasked::empty(),
            labels: Vec::new(),
            help: None,
            proof: None,
            path: Unmasked::empty(),
            client_id: None,
            app: None,
            setting: None,
            fix: None,
        }
    }

    /// How much it weighs, and what happens if it is left.
    #[must_use]
    pub const fn weight(&self) -> Weight {
        Weight { severity: self.severity, effect: self.effect }
    }

    /// Says what is at the main place.
    pub fn label(&mut self, text: impl Into<Unmasked>) -> &mut Self {
        self.label = text.into();
        self
    }

    /// Points at a further place.
    pub fn also(&mut self, span: Span, text: impl Into<Unmasked>) -> &mut Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Says what to write.
    pub fn help(&mut self, text: impl Into<Unmasked>) -> &mut Self {
        self.help = Some(text.into());
        self
    }

    /// Says how the fact behind the finding is known.
    pub fn proof(&mut self, text: impl Into<Unmasked>) -> &mut Self {
        self.proof = Some(text.into());
        self
    }

    /// Replaces the rule's usual severity.
    pub fn severity(&mut self, severity: Severity) -> &mut Self {
        self.severity = severity;
        self
    }

    /// Replaces the rule's usual effect.
    pub fn effect(&mut self, effect: Effect) -> &mut Self {
        self.effect = effect;
        self
    }

    /// Says that the application's own setting must change.
    pub fn in_setting(&mut self, name: &str, span: Option<Span>) -> &mut Self {
        self.setting = Some(AppSetting { name: name.to_owned(), span });
        self
    }

    /// Attaches an edit that cures it, if there is one.
    pub fn fix(&mut self, fix: impl Into<Option<Fix>>) -> &mut Self {
        self.fix = fix.into();
        self
    }
}
