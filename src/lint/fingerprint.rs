//! A name for a finding that stays the same while lines move: services tell by it what is new.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::Finding;
use crate::text::Sources;
use crate::text::paths::{absolute, relative};

/// The findings that were named so far: equal ones are numbered.
#[derive(Debug, Default)]
pub struct Fingerprints {
    counts: HashMap<String, usize>,
    folder: Option<PathBuf>,
}

impl Fingerprints {
    /// Fingerprints that name files as they are seen from a folder, whatever the current folder is.
    #[must_use]
    pub fn seen_from(folder: &Path) -> Self {
        Self { folder: Some(folder.to_owned()), ..Self::default() }
    }

    /// The name that stands for a file in its fingerprints.
    #[must_use]
    pub fn file(&self, name: &str) -> String {
        match &self.folder {
            // What comes from standard input is in no folder.
            Some(folder) if !name.starts_with('<') => {
                relative(&absolute(Path::new(name)), folder).to_string_lossy().replace('\\', "/")
            }
            _ => name.to_owned(),
        }
    }

    /// The name of a finding, made of its rule, its file and its place in the configuration: 32 hexadecimal digits.
    pub fn of(&mut self, finding: &Finding, sources: &Sources) -> String {
        let file = &self.file(&sources.get(finding.span.source).name);
        // A client keeps its id when another one is written before it.
        let place = match &finding.client_id {
            Some(id) => format!("{} {}", id.expose(), without_indices(finding.path.expose())),
            None => finding.path.expose().to_owned(),
        };
        let name = [&*finding.rule, file, &place].join("\n");
        let count = self.counts.entry(name.clone()).or_default();
        *count += 1;
        let hash = Sha256::digest(format!("{name}\n{count}").as_bytes());
        hash.iter().take(16).fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

fn without_indices(path: &str) -> String {
    path.chars().filter(|letter| !letter.is_ascii_digit()).collect()
}
