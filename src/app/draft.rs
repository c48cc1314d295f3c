//! A new client registration for an application, made from the example that its file gives.

use std::fmt::Write as _;

use crate::app::deployment::form::{self, FormValues};
use crate::app::deployment::model::AppSettings;
use crate::app::{App, Fact, Facts, Variant, pattern};
use crate::config::oidc::OpenIdConnect;
use crate::config::{Client, Config, LoadOptions, redirect_uri};
use crate::document::edit::Edit;
use crate::document::{self, Tree};
use crate::text::Sources;

/// What an example is put below, so that it reads as a configuration.
const HEAD: &str = "identity_providers:\n  oidc:\n    clients:\n";

/// How far the clients are indented there.
const INDENT: &str = "      ";

/// The address of Authelia where it is not given.
pub const PORTAL: &str = "https://auth.example.org";

/// One registration of an application's example, read as Authelia reads it.
#[derive(Debug)]
pub struct Example<'a> {
    app: &'a App,
    /// The way of registering the application.
    variant: &'a Variant,
    /// Which of the registrations it is.
    number: usize,
    text: String,
    config: Config,
}

/// What a registration is made with.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The application's address, without a slash at the end.
    pub url: &'a str,
    /// The address of Authelia, without a slash at the end.
    pub portal: &'a str,
    /// The client id; the example's own where there is none.
    pub client_id: Option<&'a str>,
    /// The digest of the secret, where the example has a secret.
    pub digest: Option<&'a str>,
    /// Whether a comment tells the linter which application it is.
    pub named: bool,
}

/// What to set in the application, in lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What it must be given.
    pub values: Vec<String>,
    /// How that is entered there; empty if it is not known where the application keeps its settings.
    pub entered: Vec<String>,
}

impl<'a> Example<'a> {
    /// The usual registration of an application. Returns `None` if there is no example.
    #[must_use]
    pub fn of(app: &'a App) -> Option<Self> {
        Self::of_variant(app, 0)
    }

    /// The registration for one of the variants, counted from 0. Returns `None` if there is no example of it.
    #[must_use]
    pub fn of_variant(app: &'a App, number: usize) -> Option<Self> {
        let variant = app.variants.get(number)?;
        let lines = app.example.lines().map(|line| format!("{INDENT}{line}\n"));
        let text = HEAD.to_owned() + &lines.collect::<String>();
        let mut sources = Sources::default();
        sources.add("example".to_owned(), text.clone());
        let mut tree = Tree::default();
        let readings = sources.iter().map(|(id, source)| document::read(&mut tree, id, &source.text, &[])).collect();
        let config = Config::new(tree, readings, &sources, &LoadOptions::default());
        let example = Self { app, variant, number, text, config };
        example.client().is_some().then_some(example)
    }

    /// The registration of each variant that there is an example of.
    pub fn all(app: &'a App) -> impl Iterator<Item = Self> {
        (0..app.variants.len()).filter_map(|number| Self::of_variant(app, number))
    }

    /// What it is a registration of: the application, and the variant if there are several.
    #[must_use]
    pub fn title(&self) -> String {
        match self.variant.name.as_str() {
            "" => self.app.name.clone(),
            variant => format!("{}, {variant}", self.app.name),
        }
    }

    /// The id of its variant; empty if there is only one.
    #[must_use]
    pub fn variant(&self) -> &str {
        &self.variant.id
    }

    /// Whether the application keeps a secret.
    #[must_use]
    pub fn has_secret(&self) -> bool {
        self.client().is_some_and(|client| client.client_secret.written().is_some())
    }

    /// The registration, below the keys that it belongs to, and as comments what to set in the application.
    /// `settings` say where the application keeps those of its usual variant, if that is known.
    #[must_use]
    pub fn registration(&self, wanted: &Wanted<'_>, settings: Option<&AppSettings>) -> String {
        let Sheet { values, entered } = self.sheet(wanted, settings);
        let name = &self.app.name;
        let mut text = format!("# Settings for {name}:\n");
        text.extend(values.iter().map(|line| format!("#   {line}\n")));
        if !entered.is_empty() {
            let _ = writeln!(text, "# Enter them in {name}:");
            text.extend(entered.iter().map(|line| format!("#   {line}\n")));
        }
        text + &self.clients(wanted)
    }

    /// What to set in the application. `settings` say where it keeps that for its usual variant, if it is known.
    #[must_use]
    pub fn sheet(&self, wanted: &Wanted<'_>, settings: Option<&AppSettings>) -> Sheet {
        let Some(client) = self.client() else { return Sheet { values: Vec::new(), entered: Vec::new() } };
        let id = wanted.client_id.or_else(|| client.client_id.text()).unwrap_or_default();
        let uris: Vec<String> = client
            .redirect_uris
            .known_texts()
            .map(|uri| moved(uri, wanted.url, &self.variant.facts).unwrap_or_else(|| uri.to_owned()))
            .collect();
        let values = FormValues { client, client_id: id, redirect_uris: &uris, url: wanted.url, portal: wanted.portal };
        let entered =
            settings.filter(|_| self.number == 0).map(|settings| form::lines(settings, &values)).unwrap_or_default();
        let mut told = vec![
            ("provider", format!("the address of Authelia, such as {}", wanted.portal)),
            ("client id", id.to_owned()),
        ];
        if self.has_secret() {
            let which = if wanted.digest.is_some() {
                "shown above; only its digest is stored here"
            } else {
                "the one whose digest is registered"
            };
            told.push(("client secret", which.to_owned()));
        }
        if uris.is_empty() && self.variant.facts.response_types.is_some() {
            told.push(("redirect URI", format!("{} shows it; register it as `redirect_uris`", self.app.name)));
        }
        told.extend(uris.into_iter().map(|uri| ("redirect URI", uri)));
        told.extend(requests(&self.variant.facts, client));
        Sheet { values: told.into_iter().map(|(what, value)| format!("{what}: {value}")).collect(), entered }
    }

    /// The registration, below the keys that it belongs to.
    #[must_use]
    pub fn clients(&self, wanted: &Wanted<'_>) -> String {
        let Some(client) = self.client() else { return String::new() };
        let start = self.text[..client.place.span.start as usize].rfind('\n').map_or(0, |end| end + 1);
        let end = self.provider().and_then(|provider| provider.clients.items.get(self.number + 1));
        let end = end.map_or(self.text.len(), |next| next.place.span.start as usize);
        let end = self.text[..end].rfind('\n').map_or(end, |end| end + 1);
        let mut text = "identity_providers:\n  oidc:\n".to_owned();
        text.push_str(&provider_options(&self.app.name, &self.variant.facts));
        text.push_str(&self.claims_policy(client));
        text.push_str("    clients:\n");
        if self.variant.facts.requires.is_some() {
            text.extend([
                INDENT,
                "# authelia-lint: ignore[unconfirmed-app-setting] to be done in the application, see above\n",
            ]);
        }
        if wanted.named {
            text.extend([INDENT, "# authelia-lint: app=", &self.app.id, "\n"]);
        }
        let mut from = start;
        for Edit { span, text: new } in edits(&self.variant.facts, client, wanted) {
            text.push_str(&self.text[from..span.start as usize]);
            text.push_str(&new);
            from = span.end as usize;
        }
        text.push_str(&self.text[from..end]);
        text
    }

    /// The registration line by line as an item of a list, without its dash. Its secret is yet to be written.
    #[must_use]
    pub fn item_lines(&self) -> Vec<String> {
        let wanted =
            Wanted { url: "https://app.example.com", portal: PORTAL, client_id: None, digest: Some(""), named: false };
        let text = self.clients(&wanted);
        let lines = text.lines().skip_while(|line| line.trim() != "clients:").skip(1);
        let lines = lines.filter_map(|line| line.strip_prefix(INDENT));
        let lines = lines.filter_map(|line| line.strip_prefix("- ").or_else(|| line.strip_prefix("  ")));
        lines.map(str::to_owned).collect()
    }

    fn provider(&self) -> Option<&OpenIdConnect> {
        self.config.root.identity_providers.oidc.as_ref()
    }

    fn client(&self) -> Option<&Client> {
        self.provider()?.clients.items.get(self.number)
    }

    /// The definition of the claims policy that the example names.
    fn claims_policy(&self, client: &Client) -> String {
        let name = client.claims_policy.written().filter(|name| !name.is_empty());
        let Some((name, claims)) = name.zip(self.variant.facts.id_token_claims.as_ref()) else {
            return String::new();
        };
        let claims: Vec<String> = claims.is.iter().map(|claim| quoted(claim)).collect();
        format!("    claims_policies:\n      {name}:\n        id_token: [{}]\n", claims.join(", "))
    }
}

/// What is replaced in the example, in the order of the text.
fn edits(facts: &Facts, client: &Client, wanted: &Wanted<'_>) -> Vec<Edit> {
    let id = wanted.client_id.map(|id| Edit { span: client.client_id.span(), text: quoted(id) });
    let secret = wanted.digest.filter(|_| client.client_secret.written().is_some());
    let secret = secret.map(|digest| Edit { span: client.client_secret.span(), text: quoted(digest) });
    let uris = client.redirect_uris.items.iter().filter_map(|item| {
        let uri = item.text()?;
        let new = moved(uri, wanted.url, facts).filter(|new| new != uri)?;
        Some(Edit { span: item.span(), text: quoted(&new) })
    });
    let mut edits: Vec<Edit> = uris.chain(id).chain(secret).collect();
    edits.sort_by_key(|edit| edit.span.start);
    edits
}

/// A redirect URI of the example at the application's real address. Those of apps on a device, and
/// of services that are not at the operator's, stay as they are.
fn moved(uri: &str, url: &str, facts: &Facts) -> Option<String> {
    let rest = uri.strip_prefix("https://").or_else(|| uri.strip_prefix("http://"))?;
    let patterns = facts.redirect_uris.iter().flat_map(|fact| &fact.is);
    let mut elsewhere = patterns.filter(|pattern| !pattern::is_path(pattern));
    let is_elsewhere = elsewhere.any(|pattern| pattern::fit(pattern, uri).is_some());
    if is_elsewhere || redirect_uri::is_loopback(redirect_uri::host(rest)) {
        return None;
    }
    let path = rest.find(['/', '?']).map_or("", |start| &rest[start..]);
    Some(format!("{url}{path}"))
}

/// A text as YAML, whatever it holds.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// What the provider must be set to for the application, besides its registration.
fn provider_options(name: &str, facts: &Facts) -> String {
    let mut text = String::new();
    if facts.state_length.as_ref().is_some_and(|fact| fact.is == 0) {
        text = format!(
            "    # authelia-lint: ignore[insecure-option] {name} sends no `state`\n    minimum_parameter_entropy: -1\n"
        );
    }
    if let Some(fact) = &facts.browser_requests {
        let endpoints: Vec<String> = fact.is.iter().map(|endpoint| quoted(endpoint)).collect();
        let _ = write!(
            text,
            "    cors:\n      endpoints: [{}]\n      allowed_origins_from_client_redirect_uris: true\n",
            endpoints.join(", ")
        );
    }
    text
}

/// How the application must make its requests.
fn requests(facts: &Facts, client: &Client) -> Vec<(&'static str, String)> {
    let mut told = Vec::new();
    if let Some(fact) = &facts.scopes {
        let registered = client.scopes.known_texts().collect::<Vec<_>>().join(" ");
        let must_be_set = fact.setting.as_ref().filter(|setting| setting.default.is_some());
        let how = must_be_set.map(|setting| format!(" (set `{}`)", setting.name)).unwrap_or_default();
        told.push(("scopes", registered + &how));
    }
    if let Some(fact) = &facts.token_endpoint_auth_method {
        let has_secret = client.client_secret.written().is_some();
        let fits = |method: &&String| !has_secret || *method != "none";
        let methods: Vec<&str> = fact.is.iter().filter(fits).map(String::as_str).collect();
        told.push(("token endpoint auth method", methods.join(" or ") + &by_default(fact)));
    }
    if let Some(fact) = &facts.pkce {
        let methods = if fact.is.is_empty() { "none".to_owned() } else { fact.is.join(" or ") };
        told.push(("PKCE", methods + &by_default(fact)));
    }
    let requirements = facts.requires.iter().flat_map(|fact| &fact.is);
    told.extend(requirements.map(|requirement| ("also", requirement.set.clone())));
    told
}

/// The setting that the registration expects to be unchanged.
fn by_default<T>(fact: &Fact<T>) -> String {
    let Some(setting) = &fact.setting else { return String::new() };
    let value = fact.default_value().map(|value| format!(", `{value}`")).unwrap_or_default();
    format!(" (leave `{}` at its default{value})", setting.name)
}
