//! Reads `rules/apps`, `rules/libraries` and `rules/recognition.yml` once, so that the program need not at each start:
//! what it knows of applications is one compact text within it.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde::de::DeserializeOwned;

#[expect(dead_code, unreachable_pub, reason = "a part of the program, too")]
#[path = "src/app/model.rs"]
mod model;
#[path = "src/app/resolve.rs"]
mod resolve;

use model::{App, Knowledge, Library};

fn main() -> Result<(), Box<dyn Error>> {
    let rules = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("rules");
    let libraries: BTreeMap<String, Library> = read_folder(&rules.join("libraries"))?;
    let mut apps = Vec::new();
    for (id, app) in read_folder::<App>(&rules.join("apps"))? {
        let file = format!("rules/apps/{id}.yml");
        apps.push(resolve::resolve(App { id, ..app }, &libraries).map_err(|error| format!("{file}: {error}"))?);
    }
    let recognition = read(&rules.join("recognition.yml"))?;
    let knowledge = postcard::to_allocvec(&Knowledge { apps, libraries, recognition })?;
    fs::write(PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("knowledge"), knowledge)?;
    Ok(())
}

/// The YAML files of a folder, by the stems of their names.
fn read_folder<T: DeserializeOwned>(folder: &Path) -> Result<BTreeMap<String, T>, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        all.insert(stem, read(&path)?);
    }
    Ok(all)
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<T, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", path.display());
    serde_yaml::from_str(&fs::read_to_string(path)?).map_err(|error| format!("{}: {error}", path.display()).into())
}
