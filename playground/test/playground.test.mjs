// The built page in Chromium: `node --test test/`. CHROMIUM names the browser; without it, Playwright's own is used.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { join } from "node:path";

import AxeBuilder from "@axe-core/playwright";
import { chromium } from "playwright";

import { serve } from "./server.mjs";

const dist = join(import.meta.dirname, "../dist");
let server;
let browser;

before(async () => {
  server = await serve(dist);
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM || undefined, args: ["--no-sandbox"] });
});

after(async () => {
  await browser?.close();
  server?.close();
});

/** A fresh page with the findings of the first example, and the requests that it made. */
async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(server.url);
  await page.getByRole("status").filter({ hasText: /error|warning|advice|no findings/ }).waitFor();
  return { page, requests };
}

/** Replaces the text in the editor by typing. */
async function type(page, text) {
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(text);
}

function findings(page) {
  return page.locator("#findings .rule").allTextContents();
}

test("a mistake is shown on its line, and its fix removes it", async () => {
  const { page } = await open();
  await type(page, "theme: 'drak'\n");
  const finding = page.locator("#findings .finding");
  await finding.filter({ hasText: "is not a valid value for theme" }).waitFor();
  assert.match(await finding.locator(".place").textContent(), /line 1:8/);
  assert.equal(await page.locator(".cm-lint-marker-error").count(), 1);
  await finding.getByRole("button", { name: /^Fix/ }).click();
  await page.getByRole("status").filter({ hasText: "no findings" }).waitFor();
  assert.equal(await page.locator(".cm-line").first().textContent(), "theme: 'dark'");
  await page.context().close();
});

test("Mailcow's registration is fixed with one click, and its rule is explained", async () => {
  const { page } = await open();
  assert.deepEqual(await findings(page), ["auth-method-mismatch"]);
  await page.getByRole("button", { name: "auth-method-mismatch" }).click();
  await page.locator("#page h1", { hasText: "auth-method-mismatch" }).waitFor();
  await page.getByRole("button", { name: /^Fix:/ }).click();
  await page.getByRole("status").filter({ hasText: "no findings" }).waitFor();
  await page.context().close();
});

test("several files are one configuration if they are complete", async () => {
  const { page } = await open();
  await type(page, "theme: 'dark'\n");
  await page.getByRole("status").filter({ hasText: "no findings" }).waitFor();
  await page.getByRole("checkbox", { name: "complete configuration" }).check();
  await page.getByRole("status").filter({ hasText: "error" }).waitFor();
  const before = (await findings(page)).length;
  await page.getByRole("button", { name: "Add file" }).click();
  await type(page, "storage:\n  encryption_key: 'a-long-key-for-the-storage'\n  local: { path: '/config/db.sqlite3' }\n");
  await page.waitForFunction((before) => document.querySelectorAll("#findings .finding").length < before, before);
  assert.equal(await page.getByRole("tablist", { name: "Files" }).getByRole("tab").count(), 2);
  await page.context().close();
});

test("no request is made after loading, and all come from the page's own origin", async () => {
  const { page, requests } = await open();
  assert.ok(requests.every((url) => url.startsWith(server.url) || url.startsWith("data:")), requests.join("\n"));
  const loaded = requests.length;
  await type(page, "session:\n  secret: 'to be kept here'\n  domain: 'example.com'\n");
  await page.waitForFunction(() => document.querySelectorAll("#findings .finding").length > 0);
  await page.locator("#findings .rule").first().click();
  await page.locator("#page h1").waitFor();
  await page.getByRole("button", { name: "Light or dark" }).click();
  assert.equal(requests.length, loaded, requests.slice(loaded).join("\n"));
  assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length + document.cookie.length), 0);
  assert.ok(!(await page.locator("#findings").textContent()).includes("to be kept here"));
  await page.context().close();
});

test("a support question holds no secret and no name", async () => {
  const { page } = await open();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await type(page, "theme: 'drak'\nsession:\n  secret: 'hunter2hunter2'\n  cookies:\n    - domain: 'family.de'\n      authelia_url: 'https://auth.family.de'\n");
  await page.locator("#findings .finding", { hasText: "theme" }).waitFor();
  await page.getByRole("button", { name: "Copy for a support question" }).click();
  await page.getByRole("status").filter({ hasText: "copied" }).waitFor();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  assert.ok(!text.includes("hunter2") && !text.includes("family"), text);
  assert.match(text, /authelia_url: 'https:\/\/auth.example.com'/);
  assert.match(text, /- error\[invalid-option\] line 1: /);
  await page.context().close();
});

test("rules are a table, and tell who can reach a URL", async () => {
  const { page } = await open();
  const rules = "access_control:\n  default_policy: 'deny'\n  rules:\n    - domain: '*.example.com'\n      subject: 'group:staff'\n      policy: 'one_factor'\n    - domain: 'app.example.com'\n      policy: 'bypass'\n";
  await type(page, "theme: 'dark'\n");
  await page.getByRole("tab", { name: "Access" }).click();
  await page.locator("#rules", { hasText: "no access_control in the configuration" }).waitFor();
  await type(page, rules);
  const row = (text) => page.locator("#rules tr", { hasText: text });
  await row("group:staff").waitFor();
  assert.equal(await row("app.example.com").locator("td").nth(2).textContent(), "anyone");
  await page.getByLabel("URL", { exact: true }).fill("https://app.example.com/");
  await page.getByRole("button", { name: "Show" }).click();
  const people = page.locator("#reached tbody tr");
  await people.first().waitFor();
  const shown = await people.evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent)));
  assert.deepEqual(shown, [
    ["anyone who is not signed in", "asked to sign in", "rule 1"],
    ["members of staff", "allowed with one factor", "rule 1"],
    ["everybody else who is signed in", "allowed", "rule 2"],
  ]);
  await page.locator("#reached button", { hasText: "rule 2" }).click();
  assert.match(await page.locator(".cm-activeLine").textContent(), /app\.example\.com/);
  // The answer follows the text.
  await type(page, rules.replace("bypass", "deny"));
  await page.locator("#reached", { hasText: "forbidden" }).waitFor();
  await page.getByLabel("URL", { exact: true }).fill("http://app.example.com/");
  await page.getByRole("button", { name: "Show" }).click();
  await page.locator("#reached .problem", { hasText: "the scheme is neither" }).waitFor();
  await page.context().close();
});

test("a new registration has no findings, and its secret is shown once", async () => {
  const { page, requests } = await open();
  const loaded = requests.length;
  await page.getByRole("tab", { name: "Findings" }).press("ArrowLeft");
  await page.getByRole("combobox", { name: "Application", exact: true }).selectOption({ label: "Mailcow" });
  const write = page.getByRole("button", { name: "Write the registration" });
  await page.getByLabel("Its URL").fill("ftp://mail.example.com");
  await write.click();
  await page.locator("#registration .problem", { hasText: "must start with https://" }).waitFor();
  await page.getByLabel("Its URL").fill("https://mail.example.com");
  const started = Date.now();
  await write.click();
  const secret = await page.locator("#registration .secret").textContent();
  console.log(`a new registration takes ${Date.now() - started} ms`);
  assert.match(secret, /^[A-Za-z0-9]{72}$/);
  const text = await page.locator("#registration pre").textContent();
  assert.match(text, /client_id: 'mailcow'/);
  assert.match(text, /\$pbkdf2-sha512\$310000\$/);
  assert.ok(!text.includes(secret));
  await write.click();
  await page.waitForFunction((old) => document.querySelector("#registration .secret")?.textContent !== old, secret);
  await page.getByRole("combobox", { name: "Example", exact: true }).selectOption({ label: "Empty" });
  await page.getByRole("button", { name: "Add as a file" }).click();
  assert.equal(await page.getByRole("tablist", { name: "Files" }).getByRole("tab").count(), 2);
  await page.getByRole("tab", { name: "Findings" }).click();
  await page.getByRole("status").filter({ hasText: "no findings" }).waitFor();
  assert.equal(requests.length, loaded, "nothing is sent");
  await page.context().close();
});

test("text that stops the module does not stop the page", async () => {
  const { page } = await open();
  await type(page, "session: [!,]\n");
  await page.waitForTimeout(300);
  await type(page, "theme: 'drak'\n");
  await page.locator("#findings .finding", { hasText: "theme" }).waitFor();
  await page.context().close();
});

test("findings appear within 100 ms of a keystroke in a text of 10 kB", async () => {
  const { page } = await open();
  const client = (number) =>
    `      - client_id: 'app-${number}'\n        client_secret: '$plaintext$secret-${number}'\n        redirect_uris: ['https://app-${number}.example.com/callback']\n`;
  const clients = Array.from({ length: 80 }, (_, number) => client(number)).join("");
  const text = `identity_providers:\n  oidc:\n    clients:\n${clients}`;
  assert.ok(text.length > 10_000);
  await type(page, `${text}theme: 'dark'\n`);
  await page.waitForTimeout(500);
  const times = [];
  for (let run = 0; run < 5; run++) {
    times.push(
      await page.evaluate(
        (name) =>
          new Promise((resolve) => {
            const started = performance.now();
            const list = document.getElementById("findings");
            new MutationObserver((_, observer) => {
              observer.disconnect();
              resolve(performance.now() - started);
            }).observe(list, { childList: true });
            document.querySelector(".cm-content").focus();
            document.execCommand("insertText", false, name);
          }),
        "x",
      ),
    );
  }
  times.sort((one, other) => one - other);
  console.log(`from the keystroke to the findings: ${times.map((time) => time.toFixed(0)).join(", ")} ms`);
  assert.ok(times[2] < 100, `${times}`);
  await page.context().close();
});

for (const colorScheme of ["light", "dark"]) {
  test(`the page is accessible in ${colorScheme} colours`, async () => {
    const { page } = await open({ colorScheme });
    const check = async (view) => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join("\n  ")}`);
      assert.deepEqual(told, [], view);
      if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, `${view}-${colorScheme}.png`) });
    };
    await page.locator("#findings .rule").first().click();
    await page.locator("#page h1").waitFor();
    await check("findings");
    await page.getByRole("button", { name: "Close" }).click();
    await page.getByRole("combobox", { name: "Example", exact: true }).selectOption({ label: "Access control with surprises" });
    await page.getByRole("tab", { name: "Access" }).click();
    await page.getByLabel("URL", { exact: true }).fill("https://team.example.com/");
    await page.getByRole("button", { name: "Show" }).click();
    await page.locator("#reached table").waitFor();
    await check("access");
    await page.getByRole("tab", { name: "New client" }).click();
    await page.getByLabel("Its URL").fill("https://mail.example.com");
    await page.getByRole("button", { name: "Write the registration" }).click();
    await page.locator("#registration pre").waitFor();
    await check("new");
    await page.context().close();
  });
}
