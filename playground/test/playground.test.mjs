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
  await finding.filter({ hasText: "is not a valid value for `theme`" }).waitFor();
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
  assert.equal(await page.getByRole("tab").count(), 2);
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
  assert.ok(times[0] < 100, `${times}`);
  await page.context().close();
});

for (const colorScheme of ["light", "dark"]) {
  test(`the page is accessible in ${colorScheme} colours`, async () => {
    const { page } = await open({ colorScheme });
    await page.locator("#findings .rule").first().click();
    await page.locator("#page h1").waitFor();
    const { violations } = await new AxeBuilder({ page }).analyze();
    const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join("\n  ")}`);
    assert.deepEqual(told, []);
    if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, `${colorScheme}.png`) });
    await page.context().close();
  });
}
