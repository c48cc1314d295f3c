//! Completion as the shells do it: each script is loaded into a real shell, where one is installed.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::program::run;

/// What is typed, the last word of it being completed, and something that must be offered.
const LINES: [(&str, &str); 10] = [
    ("authelia-lint che", "check"),
    ("authelia-lint check --me", "--merge"),
    ("authelia-lint check --format js", "json"),
    ("authelia-lint verify-secret --me", "--merge"),
    ("authelia-lint policy te", "test"),
    ("authelia-lint policy test --no-co", "--no-config"),
    ("authelia-lint completions z", "zsh"),
    ("authelia-lint new nextc", "nextcloud"),
    ("authelia-lint new nextcloud --variant user_", "user_oidc"),
    ("authelia-lint apps grafa", "grafana"),
];

/// What a shell offers for a line, in a folder that holds the script.
type Complete = fn(folder: &Path, line: &str) -> Command;

fn bash(folder: &Path, line: &str) -> Command {
    let words: Vec<&str> = line.split(' ').collect();
    let [.., before, last] = words.as_slice() else { panic!("{line}") };
    let program = format!(
        "source '{}/script'; COMP_WORDS=({line}); COMP_CWORD={}; _authelia__lint authelia-lint '{last}' '{before}'
         printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        folder.display(),
        words.len() - 1,
    );
    let mut command = Command::new("bash");
    command.args(["--norc", "-c", &program]);
    command
}

/// Zsh completes in a terminal only, and shows what it offers; here it prints that, between brackets.
fn zsh(folder: &Path, line: &str) -> Command {
    const SETUP: &str = "
        PROMPT=
        fpath=($FOLDER $fpath)
        autoload -Uz compinit; compinit -u -D
        bindkey '^M' undefined-key; bindkey '^J' undefined-key; bindkey '^I' complete-word
        compadd() {
            if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then builtin compadd \"$@\"; return; fi
            local -a offered; builtin compadd -A offered \"$@\"
            [[ -n $offered ]] && print -rl -- '<'$^offered'>'
        }
        leave() { print '<end>'; exit }
        comppostfuncs=(leave)
        print 'is ready'";
    const TYPE: &str = "
        zmodload zsh/zpty
        zpty inner zsh -f -i
        zpty -w inner \"FOLDER=$1; source $1/setup\"
        while zpty -r inner line; do [[ $line == 'is ready'* ]] && break; done
        zpty -w -n inner \"$2\"$'\\t'
        while zpty -r inner line; do print -r -- $line; [[ $line == *'<end>'* ]] && break; done";
    fs::copy(folder.join("script"), folder.join("_authelia-lint")).unwrap();
    fs::write(folder.join("setup"), SETUP).unwrap();
    let mut command = Command::new("zsh");
    command.args(["-f", "-c", TYPE, "zsh"]).arg(folder).arg(line);
    command
}

fn fish(folder: &Path, line: &str) -> Command {
    let mut command = Command::new("fish");
    command.args(["--no-config", "-c", "source $argv[1]/script; complete -C $argv[2]"]).arg(folder).arg(line);
    command
}

/// The words in what a shell writes.
fn offered(shell: &str, written: &str) -> Vec<String> {
    let word = |line: &str| match shell {
        "zsh" => line.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(word, _)| word.to_owned()),
        _ => line.split('\t').next().map(str::to_owned),
    };
    written.lines().filter_map(word).collect()
}

#[test]
fn shells_complete_subcommands_and_what_follows_them() {
    let shells: [(&str, Complete); 3] = [("bash", bash), ("zsh", zsh), ("fish", fish)];
    for (shell, complete) in shells {
        if Command::new(shell).arg("--version").output().is_err() {
            eprintln!("left out: no {shell}");
            continue;
        }
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("script"), run(folder.path(), &["completions", shell]).out).unwrap();
        for (line, expected) in LINES {
            let output =
                complete(folder.path(), line).current_dir(folder.path()).env("HOME", folder.path()).output().unwrap();
            assert!(output.status.success(), "{shell}: {}", String::from_utf8_lossy(&output.stderr));
            let offered = offered(shell, &String::from_utf8_lossy(&output.stdout));
            assert!(offered.iter().any(|word| word == expected), "{shell}: {line}: {offered:?}");
            // Nothing else begins so.
            let begun = line.rsplit(' ').next().unwrap();
            assert!(
                offered.iter().all(|word| word == "end" || word.starts_with(begun)),
                "{shell}: {line}: {offered:?}"
            );
        }
    }
}
