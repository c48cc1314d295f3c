//! From an application's file to all that it does: what a library does is below what the application itself does.
//!
//! The build script includes this file, too.

use std::collections::BTreeMap;

use super::model::{App, Facts, Library, Uses, Variant};

/// Fills in what the application leaves to its library, for each of its variants.
///
/// # Errors
/// Where it names a library or an option that does not exist.
pub(super) fn resolve(app: App, libraries: &BTreeMap<String, Library>) -> Result<App, String> {
    let App { library, facts, variants, mut sources, .. } = app;
    let written = if variants.is_empty() { vec![Variant::default()] } else { variants };
    let mut resolved = Vec::with_capacity(written.len());
    for variant in written {
        let used = variant.library.or_else(|| library.clone());
        let mut all = variant.facts.over(&facts);
        if let Some(used) = &used {
            let known = find(used, libraries)?;
            all = all.over(&facts_of(used, known)?);
            if !sources.contains(&known.source) {
                sources.push(known.source.clone());
            }
        }
        resolved.push(Variant {
            id: variant.id,
            name: variant.name,
            library: used,
            facts: all,
            sources: variant.sources,
        });
    }
    Ok(App { library, facts, variants: resolved, sources, ..app })
}

fn find<'l>(used: &Uses, libraries: &'l BTreeMap<String, Library>) -> Result<&'l Library, String> {
    libraries.get(&used.id).ok_or_else(|| {
        let known = libraries.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
        format!("there is no library `{}`; there are {known}", used.id)
    })
}

fn facts_of(used: &Uses, library: &Library) -> Result<Facts, String> {
    used.options.iter().try_fold(library.facts.clone(), |facts, option| {
        let changed = library.options.get(option);
        changed.map(|changed| changed.over(&facts)).ok_or_else(|| format!("`{}` has no option `{option}`", used.id))
    })
}
