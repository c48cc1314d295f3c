//! What to enter in an application so that it fits its registration.

use crate::config::Client;

use super::Endpoint;
use super::model::{AppSettings, FixedSetting, Lookup};

/// What stands for the secret, which is shown once and in another place.
const SECRET: &str = "<the client secret>";

/// What an application is set up with.
#[derive(Debug, Clone, Copy)]
pub struct FormValues<'a> {
    /// The registration.
    pub client: &'a Client,
    /// The client id.
    pub client_id: &'a str,
    /// The redirect URIs.
    pub redirect_uris: &'a [String],
    /// The address of the application.
    pub url: &'a str,
    /// The address of Authelia.
    pub portal: &'a str,
}

/// What to enter, line by line; empty if it is not known where the application keeps its settings.
#[must_use]
pub fn lines(settings: &AppSettings, values: &FormValues<'_>) -> Vec<String> {
    let fields: Vec<FixedSetting> =
        fields(settings, values).into_iter().chain(settings.form.also.iter().cloned()).collect();
    let mut lines: Vec<String> = fields.iter().map(line).collect();
    if !lines.is_empty() && !settings.form.at.is_empty() {
        lines.insert(0, format!("at {}", settings.form.at));
    }
    if !settings.form.command.is_empty() {
        let json = fields.iter().map(|field| (field.name.clone(), field.value.clone().into())).collect();
        let json = serde_json::Value::Object(json).to_string().replace('\'', "\\u0027");
        let command = settings.form.command.replace("{url}", values.url).replace("{json}", &json);
        lines.push(format!("or with one command: {command}"));
    }
    lines
}

fn line(FixedSetting { name, label, value }: &FixedSetting) -> String {
    let value = if value.is_empty() { "(empty)" } else { value };
    if label.is_empty() { format!("{name}: {value}") } else { format!("{label} (`{name}`): {value}") }
}

fn fields(settings: &AppSettings, values: &FormValues<'_>) -> Vec<FixedSetting> {
    let FormValues { client, client_id, redirect_uris, portal, .. } = *values;
    let separator = settings.scope_separators.chars().next().unwrap_or(' ').to_string();
    let always = |scope: &&str| settings.scopes.then.split_whitespace().any(|other| other == *scope);
    let scopes: Vec<&str> = client.scopes.known_texts().filter(|scope| !always(scope)).collect();
    let redirect_uri = redirect_uris.iter().find_map(|uri| uri.strip_suffix(settings.redirect_uri.then.as_str()));
    let endpoint = |endpoint: Endpoint| Some(format!("{portal}{}", endpoint.path()));
    let given = [
        (&settings.client_id, Some(client_id.to_owned())),
        (&settings.client_secret, client.client_secret.written().map(|_| SECRET.to_owned())),
        (&settings.redirect_uri, redirect_uri.map(str::to_owned)),
        (&settings.scopes, (!scopes.is_empty()).then(|| scopes.join(&separator))),
        (&settings.pkce, client.pkce_challenge_method.text().map(str::to_owned)),
        (&settings.token_endpoint_auth_method, client.token_endpoint_auth_method.text().map(str::to_owned)),
        (&settings.issuer, Some(portal.to_owned())),
        (&settings.authorization_url, endpoint(Endpoint::Authorization)),
        (&settings.token_url, endpoint(Endpoint::Token)),
        (&settings.userinfo_url, endpoint(Endpoint::Userinfo)),
    ];
    given.into_iter().filter_map(|(lookup, value)| field(lookup, value?)).collect()
}

/// A setting in the words of the application. Returns `None` if it has none for the value.
fn field(lookup: &Lookup, value: String) -> Option<FixedSetting> {
    let name = lookup.names.first()?.clone();
    let value = if lookup.values.is_empty() {
        value
    } else {
        lookup.values.iter().find(|(_, meaning)| **meaning == value)?.0.clone()
    };
    let value = if lookup.enter.is_empty() { value } else { lookup.enter.replace("{}", &value) };
    Some(FixedSetting { name, label: lookup.label.clone(), value })
}
