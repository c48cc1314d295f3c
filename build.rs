//! Reads `rules/apps`, `rules/libraries`, `rules/recognition.yml` and `rules/messages` once, so that the program need not at each start:
//! what it knows of applications is one compact text within it.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde::de::DeserializeOwned;

#[expect(dead_code, unreachable_pub, reason = "a part of the program, too")]
#[path = "src/app/fact.rs"]
mod fact;
#[expect(dead_code, reason = "a part of the program, too")]
#[path = "src/app/index.rs"]
mod index;
#[expect(unreachable_pub, reason = "a part of the program, too")]
#[path = "src/check/why/model.rs"]
mod message;
#[expect(dead_code, unreachable_pub, reason = "a part of the program, too")]
#[path = "src/app/model.rs"]
mod model;
#[expect(dead_code, unreachable_pub, reason = "a part of the program, too")]
#[path = "src/app/pattern.rs"]
mod pattern;
#[expect(unreachable_pub, reason = "a part of the program, too")]
#[path = "src/app/recognition.rs"]
mod recognition;
#[path = "src/app/resolve.rs"]
mod resolve;
#[expect(dead_code, unreachable_pub, reason = "a part of the program, too")]
#[path = "src/app/deployment/model.rs"]
mod settings;
#[path = "src/app/stored.rs"]
mod stored;
#[expect(unreachable_pub, reason = "a part of the program, too")]
#[path = "src/text/unknown.rs"]
mod text;
#[expect(dead_code, reason = "a part of the program, too")]
#[path = "src/app/words.rs"]
mod words;

/// The settings by the path that they have in the program.
mod deployment {
    pub(super) use super::settings as model;
}

use index::NameIndex;
use message::Message;
use model::{App, Library};
use recognition::Recognition;
use settings::AppSettings;
use stored::Stored;

fn main() -> Result<(), Box<dyn Error>> {
    let rules = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("rules");
    let libraries: BTreeMap<String, Library> = read_folder(&rules.join("libraries"))?;
    let mut apps = Vec::new();
    for (id, app) in read_folder::<App>(&rules.join("apps"))? {
        let file = format!("rules/apps/{id}.yml");
        apps.push(resolve::resolve(App { id, ..app }, &libraries).map_err(|error| format!("{file}: {error}"))?);
    }
    let recognition: Recognition = read(&rules.join("recognition.yml"))?;
    let index = NameIndex::new(apps.iter(), &recognition);
    let written: Vec<Vec<u8>> = apps.iter().map(postcard::to_allocvec).collect::<Result<_, _>>()?;
    let settings: BTreeMap<String, AppSettings> = read_folder(&rules.join("settings"))?;
    if let Some(unknown) = settings.keys().find(|id| !apps.iter().any(|app| app.id == **id)) {
        return Err(format!("rules/settings/{unknown}.yml: there is no such application").into());
    }
    let settings = postcard::to_allocvec(&settings)?;
    let libraries = postcard::to_allocvec(&libraries)?;
    let apps = apps.iter().zip(&written).map(|(app, bytes)| (app.id.as_str(), bytes.as_slice())).collect();
    let knowledge =
        postcard::to_allocvec(&Stored { apps, libraries: &libraries, settings: &settings, recognition, index })?;
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("knowledge"), knowledge)?;
    let messages: BTreeMap<String, Vec<Message>> = read_folder(&rules.join("messages"))?;
    fs::write(out.join("messages"), postcard::to_allocvec(&messages.into_values().flatten().collect::<Vec<_>>())?)?;
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
