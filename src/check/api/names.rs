//! Names that a configuration defines and uses: of policies, lifespans, scopes, claims, networks, keys and attributes.

use serde::Serialize;

use crate::config::Config;
use crate::text::{Sources, Span};

use super::path::{Step, fits};
use super::walk::{text, walk};
use super::{Analysis, Place};

/// A kind of names.
struct NameKind {
    words: &'static str,
    /// Where it is defined: as a key, or as a value if the pattern ends in `=`.
    defined: &'static [&'static str],
    /// Where it is used.
    used: &'static [&'static str],
}

const OIDC_RULE_NETWORKS: &str = "identity_providers.oidc.authorization_policies.*.rules[].networks[]";

/// A claim of the operator's own, whose key is its name unless it has a `name`, and its attribute unless it has an `attribute`.
const CUSTOM_CLAIM: &str = "identity_providers.oidc.claims_policies.*.custom_claims.*";

static KINDS: [NameKind; 8] = [
    NameKind {
        words: "authorization policy",
        defined: &["identity_providers.oidc.authorization_policies.*"],
        used: &["identity_providers.oidc.clients[].authorization_policy"],
    },
    NameKind {
        words: "claims policy",
        defined: &["identity_providers.oidc.claims_policies.*"],
        used: &["identity_providers.oidc.clients[].claims_policy"],
    },
    NameKind {
        words: "lifespan",
        defined: &["identity_providers.oidc.lifespans.custom.*"],
        used: &["identity_providers.oidc.clients[].lifespan"],
    },
    NameKind {
        words: "scope",
        defined: &["identity_providers.oidc.scopes.*"],
        used: &["identity_providers.oidc.clients[].scopes[]"],
    },
    NameKind {
        words: "claim",
        defined: &[CUSTOM_CLAIM, "identity_providers.oidc.claims_policies.*.custom_claims.*.name="],
        used: &[
            "identity_providers.oidc.claims_policies.*.id_token[]",
            "identity_providers.oidc.claims_policies.*.access_token[]",
            "identity_providers.oidc.scopes.*.claims[]",
        ],
    },
    NameKind {
        words: "network",
        defined: &["definitions.network.*", "access_control.networks[].name="],
        used: &["access_control.rules[].networks[]", OIDC_RULE_NETWORKS],
    },
    NameKind {
        words: "key id",
        defined: &["identity_providers.oidc.jwks[].key_id="],
        used: &[
            "identity_providers.oidc.discovery_signed_response_key_id",
            "identity_providers.oidc.clients[].authorization_signed_response_key_id",
            "identity_providers.oidc.clients[].id_token_signed_response_key_id",
            "identity_providers.oidc.clients[].access_token_signed_response_key_id",
            "identity_providers.oidc.clients[].userinfo_signed_response_key_id",
            "identity_providers.oidc.clients[].introspection_signed_response_key_id",
        ],
    },
    NameKind {
        words: "user attribute",
        defined: &["definitions.user_attributes.*"],
        used: &["identity_providers.oidc.claims_policies.*.custom_claims.*.attribute"],
    },
];

/// A name, with all places that it is written at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Name {
    /// The name.
    pub name: String,
    /// What it is a name of, such as `authorization policy`.
    pub kind: String,
    /// Where it is defined.
    pub definitions: Vec<Place>,
    /// Where it is used.
    pub uses: Vec<Place>,
    /// Why it cannot be renamed.
    pub fixed: Option<&'static str>,
}

/// Why a claim without an `attribute` cannot be renamed.
const ATTRIBUTE: &str = "the claim takes its value from the attribute of the same name: set `attribute` first";

/// One place of a name.
struct Written {
    kind: &'static NameKind,
    name: String,
    span: Span,
    defines: bool,
    fixed: Option<&'static str>,
}

impl Analysis {
    /// The name at an offset (in bytes) of one of the texts. Returns `None` if nothing there is a name that the
    /// configuration defines.
    #[must_use]
    pub fn name_at(&self, text: usize, byte: usize) -> Option<Name> {
        let at = super::known::place(text, byte)?;
        let all = self.written_names();
        let here = all.iter().flatten().find(|written| written.span.contains(at))?;
        let same = |written: &&Written| std::ptr::eq(written.kind, here.kind) && written.name == here.name;
        let group = all.iter().find(|names| names.iter().any(|written| written.span == here.span))?;
        let places = |defines: bool| {
            let written = group.iter().filter(same).filter(|written| written.defines == defines);
            written.map(|written| Place::new(written.span, &self.sources)).collect::<Vec<_>>()
        };
        let (definitions, uses) = (places(true), places(false));
        let fixed = group.iter().filter(same).find_map(|written| written.fixed);
        let (name, kind) = (here.name.clone(), here.kind.words.to_owned());
        (!definitions.is_empty()).then_some(Name { name, kind, definitions, uses, fixed })
    }

    /// The names that the configuration around a text defines and that may be used at a path.
    pub(super) fn names_for(&self, path: &[Step]) -> Vec<(String, &'static str)> {
        let Some(kind) = KINDS.iter().find(|kind| kind.used.iter().any(|pattern| fits(path, pattern))) else {
            return Vec::new();
        };
        let all = self.written_names();
        let defined = all.iter().flatten().filter(|written| written.defines && std::ptr::eq(written.kind, kind));
        let masks = self.masks();
        let shown = |written: &Written| masks.text(&written.name).line().into_owned();
        let mut names: Vec<_> = defined.map(|written| (shown(written), kind.words)).collect();
        names.sort();
        names.dedup();
        names
    }

    /// All names, by configuration.
    fn written_names(&self) -> Vec<Vec<Written>> {
        let mut all = Vec::new();
        self.configurations(|config| all.push(names(config, &self.sources)));
        all
    }
}

fn names(config: &Config, sources: &Sources) -> Vec<Written> {
    let mut names = Vec::new();
    walk(config, |visited| {
        for kind in &KINDS {
            for (pattern, defines) in
                kind.defined.iter().map(|it| (*it, true)).chain(kind.used.iter().map(|it| (*it, false)))
            {
                let (pattern, is_value) = pattern.strip_suffix('=').map_or((pattern, !defines), |it| (it, true));
                if !fits(visited.path, pattern) {
                    continue;
                }
                let has = |key: &str| config.tree.get(visited.value, key).is_some();
                let is_claim = pattern == CUSTOM_CLAIM;
                if is_claim && has("name") {
                    continue;
                }
                let fixed = (is_claim && !has("attribute")).then_some(ATTRIBUTE);
                let Some(node) = (if is_value { Some(visited.value) } else { visited.key }) else { continue };
                let written = sources.slice(config.tree[node].span);
                if let Some((name, span)) = text(&config.tree, node, written) {
                    names.push(Written { kind, name: name.to_owned(), span, defines, fixed });
                }
            }
        }
    });
    names
}
