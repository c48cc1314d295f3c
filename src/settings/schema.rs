//! The JSON schema of `authelia-lint.toml`, generated from its types.

use serde_json::Value;

use super::file::File;

/// The JSON schema, in the form that editors read.
#[must_use]
pub fn schema() -> Value {
    let mut schema = Value::from(schemars::schema_for!(File));
    schema["title"] = "authelia-lint.toml".into();
    schema
}
