//! What git keeps: commits and the files in them.
//!
//! Only commands that read objects are called, and they are called so that nothing in a repository's own settings can make
//! them run a program, show a page or fetch something.

use std::ffi::{OsStr, OsString};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Variables that refer to one repository: a hook sets them, and the file that is asked about may lie in another one.
const LOCAL: [&str; 4] = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"];

/// Settings that must not count, whatever the repository says.
const SETTINGS: [&str; 6] =
    ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never"];

/// What git cannot tell.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// There is no git, or it cannot be started.
    #[error("git cannot be started: {0}")]
    Start(#[from] io::Error),
    /// The folder lies in no repository that git would read.
    #[error("{}: {reason}", .folder.display())]
    Repository {
        /// The folder.
        folder: PathBuf,
        /// Git's own words.
        reason: String,
    },
    /// A revision that does not exist.
    #[error("`{revision}` is not a revision in the git repository of {}", .folder.display())]
    Revision {
        /// What was asked for.
        revision: String,
        /// The folder.
        folder: PathBuf,
    },
}

/// The id of the commit that a revision names in the repository that a folder lies in.
///
/// # Errors
/// Where there is no git, no repository, or no such revision.
pub fn commit(folder: &Path, revision: &str) -> Result<String, GitError> {
    let opened = git(folder, ["rev-parse", "--git-dir"]).output()?;
    if !opened.status.success() {
        let said = String::from_utf8_lossy(&opened.stderr);
        let reason = said.lines().next().unwrap_or_default().trim_start_matches("fatal: ").to_owned();
        return Err(GitError::Repository { folder: folder.to_owned(), reason });
    }
    // What begins with a dash is an option for git, and never the name of a revision.
    if !revision.starts_with('-') {
        let wanted = format!("{revision}^{{commit}}");
        let found = git(folder, ["rev-parse", "--verify", "--quiet", &wanted]).output()?;
        let id = String::from_utf8_lossy(&found.stdout).trim().to_owned();
        if found.status.success() && !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Ok(id);
        }
    }
    Err(GitError::Revision { revision: revision.to_owned(), folder: folder.to_owned() })
}

/// The bytes of a file of a folder as they stand in a commit. Returns `None` if the commit holds no such file, or one that is
/// larger than `largest` bytes.
///
/// # Errors
/// Where there is no git.
pub fn file(folder: &Path, commit: &str, name: &OsStr, largest: u64) -> Result<Option<Vec<u8>>, GitError> {
    let mut object = OsString::from(format!("{commit}:./"));
    object.push(name);
    let mut command = git(folder, [OsStr::new("cat-file"), OsStr::new("blob"), &object]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let mut bytes = Vec::new();
    if let Some(stdout) = child.stdout.take() {
        stdout.take(largest + 1).read_to_end(&mut bytes)?;
    }
    let whole = child.wait()?.success() && bytes.len() as u64 <= largest;
    Ok(whole.then_some(bytes))
}

fn git<S: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new("git");
    command.arg("--no-pager").args(SETTINGS).arg("-C").arg(folder).args(arguments).stdin(Stdio::null());
    for variable in LOCAL {
        command.env_remove(variable);
    }
    command
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("LC_ALL", "C");
    command
}
