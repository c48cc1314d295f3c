//! Files in which an application keeps the settings of several providers.

use std::collections::BTreeSet;

use super::entries::SettingEntry;

/// The most providers of one application that are looked at.
const MAX_PROVIDERS: usize = 8;

/// Names the settings in the section of a provider without that section, and numbers the providers. In `section`, `.*` stands for the
/// number, which is missing where there is only one provider.
pub(super) fn tell_apart(entries: &mut [SettingEntry], section: &str) {
    let Some((before, behind)) = section.split_once(".*") else { return };
    for entry in entries {
        let Some(rest) = entry.name.strip_prefix(before) else { continue };
        let (number, rest) = numbered(rest).unwrap_or((0, rest));
        let Some(name) = rest.strip_prefix(behind).and_then(|rest| rest.strip_prefix('.')) else { continue };
        (entry.provider, entry.name) = (Some(number), name.to_owned());
    }
}

/// The number at the beginning, and what is behind it.
fn numbered(rest: &str) -> Option<(usize, &str)> {
    let rest = rest.strip_prefix('.')?;
    let end = rest.find('.')?;
    Some((rest[..end].parse().ok()?, &rest[end..]))
}

/// The settings of each provider, together with those that all of them share.
pub(super) fn each(entries: &[SettingEntry]) -> Vec<Vec<SettingEntry>> {
    let numbers: BTreeSet<usize> = entries.iter().filter_map(|entry| entry.provider).collect();
    if numbers.len() <= 1 {
        return vec![entries.to_vec()];
    }
    let of = |number: usize| entries.iter().filter(move |entry| entry.provider.is_none_or(|other| other == number));
    numbers.into_iter().take(MAX_PROVIDERS).map(|number| of(number).cloned().collect()).collect()
}
