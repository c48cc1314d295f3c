#!/usr/bin/env python3
"""Response times of the language server, as a table in Markdown: `benches/server.py [BINARY] [REPEAT]`.

A configuration with as many clients as make up a size is opened, and letters are typed into it. A time is that from a change, or a
request, to the answer; the median of all and the best are shown. Needs nothing but Python 3.
"""

import json
import os
import statistics
import subprocess
import sys
import time

BINARY = sys.argv[1] if len(sys.argv) > 1 else "target/release/authelia-lint"
REPEAT = int(sys.argv[2]) if len(sys.argv) > 2 else 15
SIZES = [("10 kB", 10_000), ("100 kB", 100_000), ("2 MB", 2_000_000)]
URI = "file:///nowhere/configuration.yml"


def client(number):
    return f"""      - client_id: 'application-{number}'
        client_name: 'Application {number}'
        client_secret: '$pbkdf2-sha512$310000${number:022}$kbvVXA9SYfidb9SDoAbrR2lQJjLdyuT6CRrLMVmZLO7eJEzGIUdSHowP.3ZqvOvo.GMCWQAwCRFiBru78pU5hQ'
        authorization_policy: 'two_factor'
        redirect_uris:
          - 'https://application-{number}.example.org/oauth2/callback'
        scopes: ['openid', 'profile', 'groups', 'email']
        userinfo_signed_response_alg: 'none'
        token_endpoint_auth_method: '{"client_secret_basic" if number % 10 else "client_secret_bsic"}'
"""


def configuration(size):
    text = "theme: 'dark'\nidentity_providers:\n  oidc:\n    clients:\n"
    number = 0
    parts = [text]
    length = len(text)
    while length < size:
        parts.append(client(number))
        length += len(parts[-1])
        number += 1
    return "".join(parts)


class Server:
    def __init__(self):
        self.process = subprocess.Popen([BINARY, "server", "--no-config"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.last = 0
        actions = {"resolveSupport": {"properties": ["edit"]}, "dataSupport": True}
        capabilities = {"textDocument": {"codeAction": actions}}
        self.request("initialize", {"processId": None, "rootUri": None, "capabilities": capabilities})
        self.notify("initialized", {})

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.process.stdin.flush()

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def read(self):
        length = 0
        while (line := self.process.stdout.readline().strip()):
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        return json.loads(self.process.stdout.read(length))

    def wait(self, is_it):
        while not is_it(message := self.read()):
            pass
        return message

    def request(self, method, params):
        self.last += 1
        self.send({"id": self.last, "method": method, "params": params})
        return self.wait(lambda message: message.get("id") == self.last and "method" not in message)

    def diagnostics(self, version):
        self.wait(lambda message: message.get("params", {}).get("version") == version)

    def quit(self):
        self.request("shutdown", None)
        self.notify("exit", None)
        self.process.wait()


def timed(work):
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def row(name, text):
    server = Server()
    document = {"uri": URI, "languageId": "yaml", "version": 1, "text": text}
    server.notify("textDocument/didOpen", {"textDocument": document})
    server.diagnostics(1)
    times = {"keystroke": [], "hover": [], "completion": [], "code actions": []}
    at = {"line": 0, "character": 10}
    for version in range(2, REPEAT + 2):
        def type_letter():
            change = {"range": {"start": at, "end": at}, "text": "x"}
            server.notify(
                "textDocument/didChange",
                {"textDocument": {"uri": URI, "version": version}, "contentChanges": [change]},
            )
            server.diagnostics(version)

        times["keystroke"].append(timed(type_letter))
        here = {"textDocument": {"uri": URI}, "position": at}
        actions = {"textDocument": {"uri": URI}, "range": {"start": at, "end": at}, "context": {"diagnostics": []}}
        times["hover"].append(timed(lambda: server.request("textDocument/hover", here)))
        times["completion"].append(timed(lambda: server.request("textDocument/completion", here)))
        times["code actions"].append(timed(lambda: server.request("textDocument/codeAction", actions)))
    with open(f"/proc/{server.process.pid}/status") as status:
        peak = next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM"))
    server.quit()
    cells = [f"{statistics.median(all):.1f} ms ({min(all):.1f})" for all in times.values()]
    print(f"| {name} | {' | '.join(cells)} | {peak} MB |")


def main():
    starts = [timed(lambda: Server().quit()) for _ in range(REPEAT)]
    print(f"start to exit: {statistics.median(starts):.1f} ms (best {min(starts):.1f} ms), "
          f"program {os.path.getsize(BINARY) / 1e6:.1f} MB\n")
    print("| file | keystroke to findings | hover | completion | code actions | peak memory |")
    print("|---|---|---|---|---|---|")
    for name, size in SIZES:
        row(name, configuration(size))


main()
