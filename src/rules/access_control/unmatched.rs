//! Why a rule, or a domain of one, matches no request by itself.

use crate::access::{Host, Rule, RuleSet};
use crate::golang::domain::has_domain_suffix;

/// Why something matches no request, and what to write instead.
pub(super) struct Unmatched {
    pub(super) why: String,
    pub(super) help: String,
}

/// Why a domain matches no request. Returns `None` if it may match one.
pub(super) fn of_domain(domain: &str, set: &RuleSet) -> Option<Unmatched> {
    let because = |why: String, help: String| Some(Unmatched { why, help });
    let near = |rest: &str| format!("write `{rest}`");
    if let Some((_, rest)) = domain.split_once("://") {
        let host = rest.split(['/', ':']).next().unwrap_or_default();
        return because(format!("`{domain}` contains a scheme, and a domain is only a host name"), near(host));
    }
    if domain.contains(',') {
        let items: Vec<String> = domain.split(',').map(|item| format!("'{}'", item.trim())).collect();
        let why = format!("`{domain}` is one domain, because a comma does not separate domains");
        return because(why, format!("write a list: `[{}]`", items.join(", ")));
    }
    if let Some((host, path)) = domain.split_once('/') {
        let why = format!("`{domain}` contains a path, and a domain is only a host name");
        return because(why, format!("write `domain: '{host}'` and `resources: ['^/{path}([/?].*)?$']`"));
    }
    if let Some((host, port)) =
        domain.split_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()))
    {
        let why = format!("`{domain}` contains the port {port}, and Authelia compares hosts without their ports");
        return because(why, near(host));
    }
    star(domain, set).or_else(|| outside_cookies(domain, set))
}

/// A star that is not a whole label at the beginning.
fn star(domain: &str, set: &RuleSet) -> Option<Unmatched> {
    let rest = domain.strip_prefix("*.").unwrap_or(domain);
    if !rest.contains('*') {
        return None;
    }
    let cookie = set.cookies.iter().flatten().next();
    let help = match (domain.strip_prefix('*'), cookie) {
        (Some(""), Some(cookie)) => format!("write `['{cookie}', '*.{cookie}']`"),
        (Some(rest), _) if !rest.is_empty() && !rest.starts_with('.') && !rest.contains('*') => {
            format!("write `*.{rest}`")
        }
        _ => "put `*` only at the beginning, as in `*.example.com`, or use `domain_regex`".to_owned(),
    };
    Some(Unmatched { why: format!("`*` has no meaning there, so `{domain}` matches only a host of that name"), help })
}

/// A host that is in no domain of a session cookie.
fn outside_cookies(domain: &str, set: &RuleSet) -> Option<Unmatched> {
    let cookies = set.cookies.as_ref()?;
    let host = match Host::of(domain) {
        Host::Exact(name) | Host::Suffix(name) => name,
        Host::User(_) | Host::Group(_) | Host::Pattern(_) => return None,
    };
    let is_inside = |cookie: &String| {
        let cookie = cookie.to_lowercase();
        has_domain_suffix(&host, &cookie) || cookie.ends_with(&host)
    };
    if cookies.iter().any(is_inside) {
        return None;
    }
    let near = crate::text::suggestion::nearest(&host, cookies.iter().map(String::as_str));
    let meant = near.map(|near| format!("did you mean `{near}`? Otherwise ")).unwrap_or_default();
    Some(Unmatched {
        why: format!("`{domain}` is in no domain of `session.cookies`, so Authelia answers 400"),
        help: format!("{meant}add its domain to `session.cookies`, or remove the rule"),
    })
}

/// Why a rule matches no request although its domains may.
pub(super) fn of_rule(rule: &Rule, set: &RuleSet) -> Unmatched {
    let has_known_hosts = set.cookies.is_some();
    let (why, help) = if !rule.query.any_of.is_empty() && !rule.resources.any_of.is_empty() {
        (
            "no request has both a path that `resources` matches and a query that `query` matches",
            "`resources` sees the path with its query: end a pattern with `(\\?.*)?$` to allow one",
        )
    } else if !rule.query.any_of.is_empty() {
        ("the conditions of `query` contradict each other", "remove one of the conditions")
    } else if !rule.resources.any_of.is_empty() {
        ("`resources` matches no path of a request", "begin the pattern with `^/`: every path begins with `/`")
    } else if has_known_hosts {
        (
            "no host in the domains of `session.cookies` matches, and Authelia answers 400 to all others",
            "match a host in one of these domains, or remove the rule",
        )
    } else {
        ("no host matches", "match a host, or remove the rule")
    };
    Unmatched { why: why.to_owned(), help: help.to_owned() }
}
