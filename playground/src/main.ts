// The playground: several files, the editor, the views beside it, and the page of a rule.
import { setDiagnostics } from "@codemirror/lint";
import { EditorView } from "@codemirror/view";

import { refreshAccess, setUpAccess } from "./access";
import { diagnostic, newState, range } from "./editor";
import { byId, element } from "./element";
import { EXAMPLES } from "./examples";
import { type File, freeName } from "./files";
import { renderFindings, summary } from "./findings";
import { ask } from "./linter";
import { renderPage } from "./page";
import { listApps, setUpRegistration } from "./registration";
import type { Finding, Fix, Place, Report } from "./report";
import { question } from "./support";
import { currentView, setUpViews } from "./views";

/** How long typing must rest before the text is checked, in milliseconds. */
const DELAY = 20;

const complete = byId<HTMLInputElement>("complete");
const examples = byId<HTMLSelectElement>("examples");
const list = byId("findings");
const status = byId("summary");
const tabs = byId("tabs");
const page = byId<HTMLElement>("page");

let files: File[] = [];
let current = 0;
/** The findings in the present texts, once they are known. */
let report: Report | undefined;
let timer = 0;
/** Counts the checks, so that the answer to an outdated one is dropped. */
let check = 0;

const view = new EditorView({ parent: byId("editor") });
// The keyboard can scroll what it can focus.
view.scrollDOM.tabIndex = 0;

const actions = { show: (finding: Finding) => show(finding.place), apply, explain };
const source = { texts, complete: () => complete.checked, show };

function changed(): void {
  clearTimeout(timer);
  timer = window.setTimeout(lint, DELAY);
}

async function lint(): Promise<void> {
  const mine = ++check;
  let answer: Report;
  try {
    answer = await ask("lint", { texts: texts(), options: { complete: complete.checked } });
  } catch (error) {
    status.textContent = `the linter failed: ${error instanceof Error ? error.message : error}`;
    return;
  }
  if (mine !== check) return;
  report = answer;
  render();
  if (currentView() === "access") await refreshAccess(source);
}

/** The files as the linter takes them. */
function texts(): { name: string; text: string }[] {
  keep();
  return files.map(({ name, state }) => ({ name, text: state.doc.toString() }));
}

function render(): void {
  if (!report) return;
  const here = report.findings.filter((finding) => finding.place.text === current);
  const { doc } = view.state;
  view.dispatch(setDiagnostics(view.state, here.map((finding) => diagnostic(doc, finding, apply))));
  renderFindings(list, report, files.map((file) => file.name), actions);
  status.textContent = summary(report);
}

/** Keeps the state of the editor with its file. */
function keep(): void {
  const file = files[current];
  if (file) file.state = view.state;
}

function open(index: number): void {
  const file = files[index];
  if (!file) return;
  current = index;
  view.setState(file.state);
  renderTabs();
  render();
}

function renderTabs(): void {
  const tab = (file: File, index: number): HTMLElement => {
    const button = element("button", { type: "button", role: "tab", id: `tab-${index}` }, file.name);
    button.ariaSelected = String(index === current);
    button.onclick = () => {
      keep();
      open(index);
    };
    button.ondblclick = () => rename(index);
    return button;
  };
  tabs.replaceChildren(...files.map(tab));
  byId<HTMLButtonElement>("remove").disabled = files.length < 2;
}

function rename(index: number): void {
  const file = files[index];
  const name = file && window.prompt("Name of the file", file.name);
  if (!file || !name) return;
  file.name = name;
  renderTabs();
  void lint();
}

function show(place: Place): void {
  if (place.text !== current) {
    keep();
    open(place.text);
  }
  view.dispatch({ selection: { anchor: range(view.state.doc, place).from }, scrollIntoView: true });
  view.focus();
}

function apply(fix: Fix): void {
  keep();
  for (const [index, file] of files.entries()) {
    const edits = fix.edits.filter((edit) => edit.place.text === index);
    if (edits.length === 0) continue;
    const changes = edits.map((edit) => ({ ...range(file.state.doc, edit.place), insert: edit.text }));
    if (index === current) view.dispatch({ changes });
    else file.state = file.state.update({ changes }).state;
  }
  keep();
  void lint();
}

async function explain(rule: string): Promise<void> {
  await renderPage(page, rule);
  const panel = byId("page-panel");
  panel.hidden = false;
  panel.scrollTop = 0;
  // On a narrow screen the page is far below.
  panel.scrollIntoView({ block: "nearest" });
  page.focus({ preventScroll: true });
}

function add(text: string): void {
  keep();
  files.push({ name: freeName(files), state: newState(text, changed) });
  open(files.length - 1);
  void lint();
}

function start(text: string): void {
  files = [{ name: "configuration.yml", state: newState(text, changed) }];
  report = undefined;
  status.textContent = "checking";
  open(0);
  void lint();
}

examples.replaceChildren(...EXAMPLES.map(({ title }, index) => element("option", { value: String(index) }, title)));
examples.onchange = () => start(EXAMPLES[Number(examples.value)]?.text ?? "");
complete.onchange = () => void lint();
byId("add").onclick = () => add("");
byId("remove").onclick = () => {
  files.splice(current, 1);
  open(Math.min(current, files.length - 1));
  void lint();
};
byId("rename").onclick = () => rename(current);
byId("close").onclick = () => {
  byId("page-panel").hidden = true;
};
byId("support").onclick = async () => {
  const text = await question(texts(), complete.checked, byId<HTMLInputElement>("names").checked);
  await navigator.clipboard.writeText(text);
  status.textContent = "copied";
};
byId("theme").onclick = () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
};
setUpViews((view) => {
  if (view === "access") void refreshAccess(source);
  if (view === "new") void listApps();
});
setUpAccess(source);
setUpRegistration(add);
start(EXAMPLES[0]?.text ?? "");
