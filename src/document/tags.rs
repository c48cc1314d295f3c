//! Tags of scalars (`resolve.go` of go.yaml.in/yaml/v3 3.0.4).

use crate::golang::base64;

use super::scalar;
use super::tree::{Kind, Style};

const PREFIX: &str = "tag:yaml.org,2002:";

/// Whether a tag says that the value is encrypted, as Ansible's vault does.
pub(super) fn is_vault(tag: &str) -> bool {
    tag.starts_with("!vault")
}

/// What a scalar is: plain ones without a tag by their look, others by their tag, and all else text.
///
/// # Errors
/// Where the value does not fit the tag.
pub(super) fn resolve(tag: Option<&str>, style: Style, value: String) -> Result<Kind, String> {
    match tag {
        None | Some("" | "!") if style == Style::Plain => Ok(scalar::resolve(&value)),
        None | Some("" | "!") => Ok(Kind::Text(value)),
        Some(tag) => tagged(tag.strip_prefix(PREFIX).or_else(|| tag.strip_prefix("!!")), value),
    }
}

fn tagged(tag: Option<&str>, value: String) -> Result<Kind, String> {
    if tag == Some("binary") {
        let bytes = base64::standard(&value).ok_or("this value is not Base64, as its tag `!!binary` says")?;
        return Ok(Kind::Text(String::from_utf8_lossy(&bytes).into_owned()));
    }
    let Some(tag @ ("null" | "bool" | "int" | "float" | "timestamp")) = tag else {
        return Ok(Kind::Text(value));
    };
    match (tag, scalar::resolve(&value)) {
        ("null", kind @ Kind::Null)
        | ("bool", kind @ Kind::Bool(_))
        | ("int", kind @ (Kind::Int(_) | Kind::Uint(_)))
        | ("float", kind @ Kind::Float(_))
        | ("timestamp", kind @ Kind::Time(_)) => Ok(kind),
        #[expect(clippy::cast_precision_loss, reason = "as Go converts it")]
        ("float", Kind::Int(value)) => Ok(Kind::Float(value as f64)),
        _ => Err(format!("this value is not what its tag `!!{tag}` says")),
    }
}
