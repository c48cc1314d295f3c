//! The hosts in a rule of a Traefik router: `` Host(`a.example.com`) || Host(`b.example.com`) && PathPrefix(`/x`) ``.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::UNKNOWN;

/// The function `Host` with its arguments, and whether it is negated.
static HOST: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(!\s*)?\bHost\s*\(([^)]*)\)").ok());

/// An argument in backquotes or in quotes.
static ARGUMENT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("[`\"]([^`\"]+)[`\"]").ok());

/// The hosts that a rule names, each with its offset in bytes. Those that are negated or hold variables are left out.
pub(super) fn hosts(rule: &str) -> Vec<(usize, &str)> {
    let (Some(host), Some(argument)) = (HOST.as_ref(), ARGUMENT.as_ref()) else { return Vec::new() };
    let is_negated = |captures: &regex::Captures<'_>| captures.get(1).is_some();
    let arguments = host.captures_iter(rule).filter(|captures| !is_negated(captures)).filter_map(|found| found.get(2));
    let names = arguments.flat_map(|all| {
        let found = argument.captures_iter(all.as_str()).filter_map(|found| found.get(1));
        found.map(move |name| (all.start() + name.start(), name.as_str()))
    });
    names.filter(|(_, name)| !name.contains(['$', '{', '}', UNKNOWN])).collect()
}

/// Whether a name is that of a single host: no pattern, and no template.
pub(super) fn is_single_host(name: &str) -> bool {
    name.contains('.') && !name.contains(['*', '{', '$'])
}

/// Whether a rule may match hosts that it does not name.
pub(super) fn may_match_more(rule: &str) -> bool {
    let alternatives: Vec<&str> = rule.split("||").collect();
    rule.contains(['$', '{', '!', UNKNOWN])
        || rule.contains("HostRegexp")
        || alternatives.iter().any(|alternative| !alternative.contains("Host("))
}

/// Whether a rule matches all requests for its hosts.
pub(super) fn is_of_hosts_only(rule: &str) -> bool {
    let is_host =
        |alternative: &str| alternative.trim_matches(|letter: char| "() ".contains(letter)).starts_with("Host");
    !may_match_more(rule) && !rule.contains("&&") && rule.split("||").all(is_host)
}

#[cfg(test)]
mod tests {
    use super::{hosts, is_of_hosts_only};

    #[test]
    fn a_rule_is_of_hosts_only_if_nothing_else_is_asked() {
        for rule in ["Host(`a.example.com`)", "(Host(`a.example.com`) || Host(`b.example.com`, `c.example.com`))"] {
            assert!(is_of_hosts_only(rule), "{rule}");
        }
        for rule in ["Host(`a.example.com`) && Path(`/x`)", "Host(`a.example.com`) || Path(`/x`)", "HostRegexp(`.+`)"] {
            assert!(!is_of_hosts_only(rule), "{rule}");
        }
    }

    #[test]
    fn hosts_are_the_arguments_of_host() {
        assert_eq!(
            hosts("Host(`a.example.com`, `b.example.com`) && PathPrefix(`/x`)"),
            [(6, "a.example.com"), (23, "b.example.com")]
        );
        assert_eq!(hosts("Path(`/x`) || Host(\"c.example.com\")"), [(20, "c.example.com")]);
        assert!(hosts("!Host(`a`) || HostRegexp(`^b$`) || HostSNI(`*`) || Host(`x.${DOMAIN}`)").is_empty());
    }
}
