// The access control rules as a table, and who can reach a URL.
import { byId, element, withCode } from "./element";
import { ask } from "./linter";
import type { AccessRow, Place, Text } from "./report";

const table = byId("rules");
const answer = byId("reached");
const url = byId<HTMLInputElement>("url");
const method = byId<HTMLInputElement>("method");

/** The texts to ask about, and how to go to a place in them. */
export interface Source {
  texts(): Text[];
  complete(): boolean;
  show(place: Place): void;
}

/** Asks for the table, and again who can reach the URL, if there is one. */
export async function refreshAccess(source: Source): Promise<void> {
  const [texts, options] = [source.texts(), { complete: source.complete() }];
  try {
    const { rules, default: rest } = await ask("access", { texts, options });
    table.replaceChildren(ruleTable(rules, rest, source));
  } catch (error) {
    table.replaceChildren(element("p", {}, withCode(message(error))));
    answer.replaceChildren();
    return;
  }
  if (url.value) await refreshReached(source);
}

/** Asks who can reach the URL. */
async function refreshReached(source: Source): Promise<void> {
  const request = { url: url.value.trim(), method: method.value.trim().toUpperCase() || "GET" };
  try {
    const rows = await ask("reached", { texts: source.texts(), options: { complete: source.complete() }, ...request });
    const cells = rows.map(({ who, from, access, decided_by, place }) => [
      withCode(from ? `${who}, from ${from}` : who),
      access,
      place ? link(decided_by, place, source) : withCode(decided_by),
    ]);
    const caption = `${request.method} ${request.url}`;
    answer.replaceChildren(makeTable(caption, ["who", "access", "decided by"], cells));
  } catch (error) {
    answer.replaceChildren(element("p", { className: "problem" }, withCode(message(error))));
  }
}

/** Sets up the question for a URL. */
export function setUpAccess(source: Source): void {
  byId<HTMLFormElement>("request").onsubmit = (event) => {
    event.preventDefault();
    void refreshReached(source);
  };
}

function ruleTable(rules: AccessRow[], rest: AccessRow, source: Source): HTMLElement {
  const cells = rules.map((rule, index) => [
    rule.place ? link(String(index + 1), rule.place, source) : String(index + 1),
    rule.policy ?? "(unknown)",
    lines(rule.people.length ? rule.people : ["anyone"]),
    lines([...rule.hosts, ...limits(rule)]),
  ]);
  const policy = rest.policy ?? "(unknown)";
  const last = [rest.place ? link("default", rest.place, source) : "default", policy, "anyone", "everything else"];
  return makeTable("Rules, in order", ["rule", "policy", "who", "requests"], [...cells, last]);
}

/** What a rule is further limited to. */
function limits({ further, never }: AccessRow): string[] {
  const limits = further.map(([option, all]) => `${option}: ${all.join(" or ")}`);
  return never ? [...limits, "(never applies)"] : limits;
}

function makeTable(caption: string, head: string[], rows: (Node | string)[][]): HTMLElement {
  const heads = head.map((text) => element("th", { scope: "col" }, text));
  const body = rows.map((row) => element("tr", {}, ...row.map((cell) => element("td", {}, cell))));
  return element(
    "table",
    {},
    element("caption", {}, caption),
    element("thead", {}, element("tr", {}, ...heads)),
    element("tbody", {}, ...body),
  );
}

function link(text: string, place: Place, source: Source): HTMLElement {
  const button = element("button", { className: "place", type: "button", title: `Go to line ${place.start.line + 1}` }, withCode(text));
  button.onclick = () => source.show(place);
  return button;
}

function lines(texts: string[]): HTMLElement {
  return element("span", {}, ...texts.flatMap((text, index) => (index ? [element("br"), text] : [text])));
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
