//! The `authelia-lint` program.

fn main() -> std::process::ExitCode {
    authelia_lint::cli::main()
}
