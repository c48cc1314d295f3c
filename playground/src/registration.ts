// A new client registration for an application.
import { byId, element, withCode } from "./element";
import { ask } from "./linter";
import type { KnownApp } from "./report";

const app = byId<HTMLSelectElement>("app");
const made = byId("registration");

/** The applications and their variants, as the form lists them. */
let known: KnownApp[] = [];

/** How many random bytes a secret and its salt take at most. */
const RANDOM = 512;

/** Lists the applications, once. */
export async function listApps(): Promise<void> {
  if (app.options.length > 0) return;
  known = await ask("apps", {});
  known.sort((one, other) => one.name.localeCompare(other.name));
  app.replaceChildren(...known.map(({ name }) => element("option", {}, name)));
  app.value = "Mailcow";
}

/** Sets up the form; `add` adds a file with a text. */
export function setUpRegistration(add: (text: string) => void): void {
  byId<HTMLFormElement>("new-client").onsubmit = async (event) => {
    event.preventDefault();
    made.replaceChildren(element("p", {}, "The digest of the secret is being computed."));
    const value = (id: string): string | null => byId<HTMLInputElement>(id).value.trim() || null;
    const { id, variant } = known[app.selectedIndex]!;
    const client = { app: id, variant, url: value("app-url") ?? "", portal: value("portal"), client_id: value("client-id") };
    const random = [...crypto.getRandomValues(new Uint8Array(RANDOM))];
    try {
      const { text, secret } = await ask("new", { client, random });
      made.replaceChildren(...shown(text, secret, add));
    } catch (error) {
      made.replaceChildren(element("p", { className: "problem" }, withCode(error instanceof Error ? error.message : String(error))));
    }
  };
}

function shown(text: string, secret: string | null, add: (text: string) => void): HTMLElement[] {
  const asFile = element("button", { type: "button" }, "Add as a file");
  asFile.onclick = () => add(text);
  const buttons = element("p", { className: "buttons" }, copier("Copy the registration", text), asFile);
  const registration = element("pre", { tabIndex: 0 }, text);
  if (secret === null) return [buttons, registration];
  const note = `Enter this client secret in ${app.selectedOptions[0]?.text}. It is shown only here; the registration has its digest.`;
  return [element("p", {}, note), element("p", {}, element("code", { className: "secret" }, secret)), copier("Copy the secret", secret), buttons, registration];
}

function copier(title: string, text: string): HTMLElement {
  const button = element("button", { type: "button" }, title);
  button.onclick = async () => {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  };
  return button;
}
