#!/usr/bin/env bash
# Time and peak memory of authelia-lint beside other linters, each on its own work of the same size, as a table in Markdown.
#
#   benches/compare.sh [BINARY] [SCHEMA]
#
# BINARY: authelia-lint [target/release/authelia-lint]. SCHEMA: Authelia's JSON Schema of its configuration, for
# check-jsonschema. All inputs are made here, in a folder that is removed at the end. Nothing is installed: what is not on
# the PATH is left out. Needs Python 3, which measures. REPEAT (3): how often each is run, unless that takes more than
# ten seconds; the best time counts. LIMIT (300): after so many seconds a run is given up.
set -euo pipefail
cd "$(dirname "$0")/.."

lint=$(realpath "${1:-target/release/authelia-lint}")
schema=${2:+$(realpath "$2")}
repeat=${REPEAT:-3} limit=${LIMIT:-300}
python=$(command -v python3)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Writes a configuration with so many clients; one in ten holds a mistake.
configuration() {
    printf 'identity_providers:\n  oidc:\n    clients:\n'
    awk -v clients="$1" 'BEGIN {
        for (n = 0; n < clients; n++) {
            method = n % 10 ? "client_secret_basic" : "client_secret_bsic"
            printf "      - client_id: '\''application-%d'\''\n        client_name: '\''Application %d'\''\n", n, n
            printf "        client_secret: '\''$pbkdf2-sha512$310000$%022d$kbvVXA9SYfidb9SDoAbrR2lQJjLdyuT6CRrLMVmZLO7eJEzGIUdSHowP.3ZqvOvo.GMCWQAwCRFiBru78pU5hQ'\''\n", n
            printf "        public: false\n        authorization_policy: '\''two_factor'\''\n"
            printf "        require_pkce: true\n        pkce_challenge_method: '\''S256'\''\n"
            printf "        redirect_uris:\n          - '\''https://application-%d.example.org/oauth2/callback'\''\n", n
            printf "        scopes:\n          - '\''openid'\''\n          - '\''profile'\''\n          - '\''groups'\''\n          - '\''email'\''\n"
            printf "        response_types:\n          - '\''code'\''\n        grant_types:\n          - '\''authorization_code'\''\n"
            printf "        userinfo_signed_response_alg: '\''none'\''\n        token_endpoint_auth_method: '\''%s'\''\n", method
        }
    }'
}

# Writes a workflow with so many jobs, about as long as a configuration with as many clients.
workflow() {
    printf 'name: generated\non: push\npermissions: {}\njobs:\n'
    awk -v jobs="$1" 'BEGIN {
        for (n = 0; n < jobs; n++) {
            printf "  job-%d:\n    name: Job %d\n    runs-on: ubuntu-24.04\n    timeout-minutes: 10\n    steps:\n", n, n
            printf "      - name: Check out\n        uses: actions/checkout@0123456789abcdef0123456789abcdef01234567 # v5.0.0\n"
            printf "        with:\n          persist-credentials: false\n"
            printf "      - name: Build\n        run: |\n          make configure\n          make all\n          make check\n"
            printf "      - name: Test\n        env:\n          NUMBER: \"%d\"\n        run: make test\n", n
            printf "      - name: Tell\n        run: echo ${{ github.ref }}\n"
        }
    }'
}

# A folder of so many files, of which one in ten is Authelia's, with five clients.
folder() {
    local files=$1 folder=$2 number
    mkdir -p "$folder"
    configuration 5 >"$work/authelia.yml"
    printf 'services:\n  web:\n    image: "example/web:1"\n    environment:\n      LEVEL: info\n    ports: ["80:80"]\n' >"$work/other.yml"
    for ((number = 0; number < files; number++)); do
        if ((number % 10 == 0)); then
            cp "$work/authelia.yml" "$folder/$number.yml"
        else
            cp "$work/other.yml" "$folder/$number.yml"
        fi
    done
}

# A folder of so many workflows, where zizmor looks for them.
workflows() {
    local files=$1 folder=$2/.github/workflows number
    mkdir -p "$folder"
    workflow 5 >"$work/workflow.yml"
    for ((number = 0; number < files; number++)); do
        cp "$work/workflow.yml" "$folder/$number.yml"
    done
}

# measure NAME INPUT COMMAND...: the best time of some runs, and the largest peak.
measure() {
    local name=$1 input=$2
    shift 2
    "$python" - "$repeat" "$limit" "$name" "$input" "$@" <<'PYTHON'
import os, subprocess, sys, threading, time
repeat, limit, name, input, command = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4], sys.argv[5:]
best, busy, peak, code = float("inf"), float("inf"), 0, 0
begun = time.monotonic()
for _ in range(repeat):
    started = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    alarm = threading.Timer(limit, child.kill)
    alarm.start()
    _, status, used = os.wait4(child.pid, 0)
    alarm.cancel()
    code = os.waitstatus_to_exitcode(status)
    best, peak = min(best, time.monotonic() - started), max(peak, used.ru_maxrss)
    busy = min(busy, used.ru_utime + used.ru_stime)
    if code < 0 or time.monotonic() - begun > 10:
        break


def spell(seconds):
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


took, code = (f"not done in {limit} s", "") if code < 0 else (spell(best), code)
print(f"| {input} | {name} | {took} | {spell(busy)} | {peak / 1024:.0f} MB | {code} |", flush=True)
PYTHON
}

has() { command -v "$1" >/dev/null; }

# all INPUT CONFIGURATION WORKFLOW: every program on its own kind of input.
all() {
    local input=$1 configuration=$2 workflow=$3
    measure authelia-lint "$input" "$lint" check --quiet "$configuration"
    if has yamllint; then measure yamllint "$input" yamllint -d relaxed "$configuration"; fi
    if has check-jsonschema && [[ -n $schema ]]; then
        # A folder is no input for it: it gets the files that are Authelia's.
        local files=("$configuration")
        if [[ -d $configuration ]]; then files=("$configuration"/*0.yml); fi
        measure check-jsonschema "$input" check-jsonschema --regex-variant python --schemafile "$schema" "${files[@]}"
    fi
    if has zizmor; then measure zizmor "$input" zizmor --offline --no-exit-codes --quiet "$workflow"; fi
}

echo "$(nproc) cores, $(uname -sm), load $(cut -d' ' -f1 /proc/loadavg)"
echo "$("$lint" --version)"
if has yamllint; then yamllint --version; fi
if has check-jsonschema && [[ -n $schema ]]; then check-jsonschema --version; fi
if has zizmor; then zizmor --version; fi
echo
echo "| input | program | time | processor time | peak memory | exit code |"
echo "|---|---|---|---|---|---|"
for files in 1 100 10000; do
    folder "$files" "$work/files-$files"
    workflows "$files" "$work/workflows-$files"
    all "$files files" "$work/files-$files" "$work/workflows-$files"
done
for clients in 1000 2000 4000 8000 16000; do
    configuration "$clients" >"$work/clients-$clients.yml"
    mkdir -p "$work/jobs-$clients/.github/workflows"
    workflow "$clients" >"$work/jobs-$clients/.github/workflows/jobs.yml"
    all "$clients clients ($(du -h --apparent-size "$work/clients-$clients.yml" | cut -f1))" \
        "$work/clients-$clients.yml" "$work/jobs-$clients"
done
