//! Mailcow's identity-provider settings as its API returns them (`generic-oidc`; `data/web/inc/functions.inc.php`,
//! 2026-07a).

use std::ops::Range;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::text::Secret;

use super::{Deployment, Endpoint, Place, Setting};

/// Where and why a file cannot be read.
type Failure = (Place, &'static str);

/// The settings that a login depends on, each as it is written.
#[derive(Deserialize)]
struct Settings<'t> {
    #[serde(borrow)]
    authsource: Option<&'t RawValue>,
    #[serde(borrow)]
    client_id: Option<&'t RawValue>,
    #[serde(borrow)]
    client_secret: Option<&'t RawValue>,
    #[serde(borrow)]
    redirect_url: Option<&'t RawValue>,
    #[serde(borrow)]
    redirect_url_extra: Option<&'t RawValue>,
    #[serde(borrow)]
    client_scopes: Option<&'t RawValue>,
    #[serde(borrow)]
    authorize_url: Option<&'t RawValue>,
    #[serde(borrow)]
    token_url: Option<&'t RawValue>,
    #[serde(borrow)]
    userinfo_url: Option<&'t RawValue>,
    #[serde(borrow)]
    login_provisioning: Option<&'t RawValue>,
    #[serde(borrow)]
    default_template: Option<&'t RawValue>,
    #[serde(borrow)]
    mappers: Option<&'t RawValue>,
}

/// Adds what the settings say, and gives the bytes that must never be shown.
pub(super) fn read(text: &str, file: usize, deployment: &mut Deployment) -> Result<Vec<Range<usize>>, Failure> {
    let settings: Settings<'_> = serde_json::from_str(text).map_err(|error| failure(&error))?;
    let reader = Reader { text, file };
    let source: Option<Setting<String>> = reader.setting("authsource", settings.authsource)?;
    if let Some(source) = source.filter(|source| source.value != "generic-oidc") {
        return Err((reader.place(&source.range), "not settings for Authelia: `authsource` is not `generic-oidc`"));
    }
    deployment.client_id = reader.setting("client_id", settings.client_id)?;
    let secret: Option<Setting<String>> = reader.setting("client_secret", settings.client_secret)?;
    let hidden = secret.iter().map(|secret| secret.range.clone()).collect();
    deployment.client_secret =
        secret.map(|Setting { value, name, file, range }| Setting { value: Secret::new(value), name, file, range });
    deployment.redirect_uri = reader.setting("redirect_url", settings.redirect_url)?;
    deployment.extra_redirect_uris = reader.extra(settings.redirect_url_extra)?;
    let scopes: Option<Setting<String>> = reader.setting("client_scopes", settings.client_scopes)?;
    deployment.scopes = scopes.map(|Setting { value, name, file, range }| {
        let value = value.split_whitespace().map(str::to_owned).collect();
        Setting { value, name, file, range }
    });
    for (endpoint, name, written) in [
        (Endpoint::Authorization, "authorize_url", settings.authorize_url),
        (Endpoint::Token, "token_url", settings.token_url),
        (Endpoint::Userinfo, "userinfo_url", settings.userinfo_url),
    ] {
        let url = reader.setting::<String>(name, written)?.filter(|url| !url.value.is_empty());
        deployment.endpoints.extend(url.map(|url| (endpoint, url)));
    }
    deployment.no_newcomers = reader.no_newcomers(&settings);
    Ok(hidden)
}

struct Reader<'t> {
    text: &'t str,
    file: usize,
}

impl Reader<'_> {
    fn setting<T: DeserializeOwned>(
        &self,
        name: &'static str,
        written: Option<&RawValue>,
    ) -> Result<Option<Setting<T>>, Failure> {
        let Some(written) = written else { return Ok(None) };
        let range = self.range(written);
        match serde_json::from_str::<Option<T>>(written.get()) {
            Ok(value) => Ok(value.map(|value| Setting { value, name, file: self.file, range })),
            Err(_) => Err((self.place(&range), "not Mailcow's identity-provider settings: an unexpected value")),
        }
    }

    /// The API gives the further redirect URIs as a list; people write one as a text.
    fn extra(&self, written: Option<&RawValue>) -> Result<Vec<Setting<String>>, Failure> {
        let Some(written) = written else { return Ok(Vec::new()) };
        let items = serde_json::from_str::<Vec<&RawValue>>(written.get()).unwrap_or_else(|_| vec![written]);
        let mut extra = Vec::new();
        for item in items {
            extra.extend(self.setting::<String>("redirect_url_extra", Some(item))?.filter(|uri| !uri.value.is_empty()));
        }
        Ok(extra)
    }

    /// Why no mailbox is made for somebody who has none (`identity_provider` in `functions.inc.php`): it is turned off, or
    /// neither a mapper nor the default says by which template.
    fn no_newcomers(&self, settings: &Settings<'_>) -> Option<Setting<&'static str>> {
        let provisioning = settings.login_provisioning?;
        let (name, written, value) = if is_empty(provisioning) {
            ("login_provisioning", provisioning, "turn on `login_provisioning`, with a `default_template`")
        } else {
            settings.mappers.filter(|mappers| is_empty(mappers))?;
            let template = settings.default_template.filter(|template| is_empty(template))?;
            ("default_template", template, "choose a `default_template`")
        };
        Some(Setting { value, name, file: self.file, range: self.range(written) })
    }

    /// The bytes of a value, which is a part of the text.
    fn range(&self, written: &RawValue) -> Range<usize> {
        let start = written.get().as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
        start..start + written.get().len()
    }

    fn place(&self, range: &Range<usize>) -> Place {
        let before = self.text.get(..range.start).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        Place(Some((before.matches('\n').count() + 1, line.chars().count() + 1)))
    }
}

/// Whether PHP takes a value for nothing.
fn is_empty(written: &RawValue) -> bool {
    ["null", "false", "0", "\"\"", "\"0\"", "[]", "{}"].contains(&written.get())
}

fn failure(error: &serde_json::Error) -> Failure {
    let reason = match error.classify() {
        serde_json::error::Category::Data => "not Mailcow's identity-provider settings: an unexpected value",
        serde_json::error::Category::Eof => "not Mailcow's identity-provider settings: the text ends too early",
        _ => "not Mailcow's identity-provider settings: not JSON",
    };
    (Place(Some((error.line(), error.column()))), reason)
}
