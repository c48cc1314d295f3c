//! ingress-nginx: the annotation that makes it ask about requests, in the manifest of an `Ingress` or in the values of a chart
//! that makes one.

use crate::config::Name;
use crate::config::proxy::{Guard, Headers, ProxyKind, Route};
use crate::document::NodeId;

use super::rule::is_single_host;
use super::yaml::ProxyReader;

/// The annotation that makes ingress-nginx ask about requests.
const AUTH_URL: &str = "nginx.ingress.kubernetes.io/auth-url";

impl ProxyReader<'_> {
    /// The request that annotations ask for.
    pub(super) fn annotated(&self, annotations: NodeId) -> Option<Guard> {
        let address = self.address(annotations, AUTH_URL)?;
        Some(Guard { proxy: ProxyKind::Nginx, name: None, address, headers: Headers::Automatic })
    }

    /// The hosts of an Ingress: those of its rules, or the `hosts` beside the annotations in the values of a chart.
    pub(super) fn ingress(&mut self, node: NodeId) {
        let is_manifest = self.text(node, "kind").is_some_and(|kind| kind.text == "Ingress");
        let (around, list) = if is_manifest {
            (self.value(node, "metadata"), self.value(node, "spec").map(|spec| self.items(spec, "rules")))
        } else {
            (Some(node), Some(self.items(node, "hosts")))
        };
        let annotations = around.and_then(|around| self.value(around, "annotations"));
        let guard = annotations.and_then(|annotations| self.annotated(annotations));
        if !is_manifest && guard.is_none() {
            return;
        }
        let is_guarded = guard.is_some_and(|guard| guard.asks_authelia());
        for rule in list.into_iter().flatten() {
            let hosts: Vec<Name> =
                self.text(rule, "host").into_iter().filter(|host| is_single_host(&host.text)).collect();
            let has_more_hosts = hosts.is_empty();
            let is_whole = self.has_root(rule);
            self.others.routes.push(Route { hosts, is_guarded, has_more_hosts, is_whole, ..Route::default() });
        }
    }

    /// Whether a rule has a path `/`.
    fn has_root(&self, rule: NodeId) -> bool {
        let http = self.value(rule, "http").unwrap_or(rule);
        let paths = self.items(http, "paths");
        paths.iter().any(|path| self.text(*path, "path").is_some_and(|path| path.text == "/"))
    }
}
