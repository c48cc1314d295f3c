//! Envoy: the filter `ext_authz` in the filters of a connection manager, and the virtual hosts that it is for.

use crate::config::Name;
use crate::config::proxy::{Guard, Headers, ProxyKind, Route};
use crate::document::{Kind, NodeId};

use super::rule::is_single_host;
use super::yaml::ProxyReader;

/// The filter that asks another program about requests, as it is usually called.
const EXT_AUTHZ: &str = "envoy.filters.http.ext_authz";

/// What its type ends with, whatever the filter is called.
const TYPE: &str = "envoy.extensions.filters.http.ext_authz.v3.ExtAuthz";

/// The header in which Envoy has to say how the request was made.
const SCHEME: &str = "x-forwarded-proto";

impl ProxyReader<'_> {
    /// A connection manager: its filters, and its virtual hosts.
    pub(super) fn connection_manager(&mut self, manager: NodeId) {
        let filters = self.items(manager, "http_filters");
        let Some(filter) = filters.into_iter().find(|filter| self.is_ext_authz(*filter)) else { return };
        let name = self.text(filter, "name").map_or_else(|| EXT_AUTHZ.to_owned(), |name| name.text);
        let Some(settings) = self.value(filter, "typed_config") else { return };
        let guard = self.ext_authz(settings);
        let is_guarded = guard.as_ref().is_some_and(Guard::asks_authelia);
        // It may be in force for a part of the requests only.
        let is_conditional =
            ["filter_enabled", "filter_enabled_metadata"].iter().any(|key| self.value(settings, key).is_some());
        self.envoy.guards.extend(guard);
        let Some(routes) = self.value(manager, "route_config") else { return };
        let is_overridden = self.overrides(routes, &name);
        for host in self.items(routes, "virtual_hosts") {
            let route = self.virtual_host(host, &name);
            let is_guarded = is_guarded && !is_overridden && !self.overrides(host, &name);
            self.envoy.routes.push(Route { is_guarded, is_whole: route.is_whole && !is_conditional, ..route });
        }
    }

    fn is_ext_authz(&self, filter: NodeId) -> bool {
        let settings = self.value(filter, "typed_config");
        let type_ = settings.and_then(|settings| self.text(settings, "@type"));
        type_.is_some_and(|type_| type_.text.ends_with(TYPE))
            || self.text(filter, "name").is_some_and(|name| name.text == EXT_AUTHZ)
    }

    /// The hosts of a virtual host.
    fn virtual_host(&self, host: NodeId, filter: &str) -> Route {
        let domains = self.items(host, "domains");
        let hosts: Vec<Name> = domains
            .iter()
            .filter_map(|domain| self.scalar(*domain))
            .filter(|host| is_single_host(&host.text))
            .map(|name| Name { text: without_port(&name.text).to_owned(), ..name })
            .collect();
        let has_more_hosts = hosts.len() < domains.len();
        let is_whole = !self.items(host, "routes").iter().any(|route| self.overrides(*route, filter));
        Route { hosts, has_more_hosts, is_whole, ..Route::default() }
    }

    /// Whether something has its own settings for a filter, which may switch it off.
    fn overrides(&self, node: NodeId, filter: &str) -> bool {
        self.value(node, "typed_per_filter_config").is_some_and(|settings| self.value(settings, filter).is_some())
    }

    /// The request that the filter makes over HTTP. Without a prefix, it has the path of the original request.
    fn ext_authz(&self, settings: NodeId) -> Option<Guard> {
        let service = self.value(settings, "http_service")?;
        let server = self.value(service, "server_uri")?;
        let uri = self.address(server, "uri")?;
        let prefix = match self.value(service, "path_prefix") {
            Some(_) => Some(self.address(service, "path_prefix")?),
            None => None,
        };
        let host =
            uri.text.split_once("://").map_or(&*uri.text, |(_, rest)| rest).split('/').next().unwrap_or_default();
        let path = prefix.as_ref().map_or("/", |prefix| &prefix.text);
        let text = format!("http://{host}{path}");
        let address = Name { text, span: prefix.as_ref().map_or(uri.span, |prefix| prefix.span) };
        Some(Guard { proxy: ProxyKind::Envoy, name: None, address, headers: self.headers(settings, service, server) })
    }

    /// The headers that the filter sends: those that a list allows, and those that it adds.
    fn headers(&self, settings: NodeId, service: NodeId, server: NodeId) -> Headers {
        let request = self.value(service, "authorization_request");
        let lists = [Some(settings), request].into_iter().flatten();
        let lists = lists.filter_map(|around| self.value(around, "allowed_headers"));
        let mut headers = Vec::new();
        for pattern in lists.flat_map(|list| self.items(list, "patterns")) {
            match self.text(pattern, "exact") {
                Some(name) => headers.push(name.text),
                None => return Headers::Unknown,
            }
        }
        let added = request.map(|request| self.items(request, "headers_to_add")).unwrap_or_default();
        let adds = |header: &NodeId| {
            // Envoy once nested them as it does elsewhere.
            let header = self.value(*header, "header").unwrap_or(*header);
            self.text(header, "key").is_none_or(|key| key.text.eq_ignore_ascii_case(SCHEME))
        };
        let has = headers.iter().any(|header| header.eq_ignore_ascii_case(SCHEME)) || added.iter().any(adds);
        // Over TLS, Authelia takes the scheme of the connection.
        let is_plain = self.cluster(server).is_some_and(|cluster| self.value(cluster, "transport_socket").is_none());
        Headers::Exactly { headers, has_scheme: (has || is_plain).then_some(has) }
    }

    /// The cluster that a server is reached by, if it is in the same file.
    fn cluster(&self, server: NodeId) -> Option<NodeId> {
        let name = self.text(server, "cluster")?;
        let resources = self.tree.get(self.root, "static_resources")?.value;
        let clusters = self.items(self.tree.resolve(resources), "clusters");
        let is_named = |cluster: &NodeId| self.text(*cluster, "name").is_some_and(|other| other.text == name.text);
        clusters
            .into_iter()
            .find(|cluster| matches!(self.tree[*cluster].kind, Kind::Mapping { .. }) && is_named(cluster))
    }
}

/// A host without its port.
fn without_port(host: &str) -> &str {
    host.split(':').next().unwrap_or(host)
}
