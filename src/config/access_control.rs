//! `access_control` (`internal/configuration/schema/access_control.go`, 4.39.20).

use crate::document::Kind;

use super::decoder::Decoder;
use super::problem::Expected;
use super::scalars::{Cidr, DecodedScalar, Network, Regexp};
use super::section::{List, Scalar, Unsplit, section};
use super::value::Value;

section! {
    /// `access_control`.
    pub struct AccessControl {
        default_policy: Value<String> = "deny",
        networks: List<NamedNetworks>,
        rules: List<AccessControlRule>,
    }
}

section! {
    /// One of `access_control.networks`, the old place of `definitions.network`.
    pub struct NamedNetworks {
        name: Value<String>,
        networks: List<Value<Cidr>>,
    }
}

section! {
    /// One of `access_control.rules`.
    pub struct AccessControlRule {
        domain: Unsplit<List<Value<String>>>,
        domain_regex: List<Value<Regexp>>,
        policy: Value<String>,
        subject: List<List<Value<String>>>,
        networks: List<Value<Network>>,
        resources: List<Value<Regexp>>,
        methods: Unsplit<List<Value<String>>>,
        query: List<List<QueryRule>>,
    }
}

section! {
    /// One condition on the query of a request.
    pub struct QueryRule {
        operator: Value<String>,
        key: Value<String>,
        value: Value<QueryValue>,
    }
}

/// What a query parameter is compared with: Authelia's option takes anything, and its check only a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum QueryValue {
    /// Nothing.
    #[default]
    Absent,
    /// A text.
    Text(String),
    /// Something else.
    Other,
}

impl Scalar for QueryValue {
    const EXPECTS: Expected = <String as Scalar>::EXPECTS;

    fn decode(kind: &Kind, _: &Decoder<'_>) -> DecodedScalar<Self> {
        Ok(match kind {
            Kind::Null => None,
            Kind::Text(text) => Some(Self::Text(text.clone())),
            _ => Some(Self::Other),
        })
    }
}
