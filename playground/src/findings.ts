// The list of findings beside the text.
import { element, withCode } from "./element";
import type { Finding, Fix, Report } from "./report";

export interface Actions {
  /** Go to the place of a finding. */
  show(finding: Finding): void;
  /** Apply a fix. */
  apply(fix: Fix): void;
  /** Open the page of a rule. */
  explain(rule: string): void;
}

/** Replaces the list. `names` are the names of the files, by index. */
export function renderFindings(list: HTMLElement, report: Report, names: string[], actions: Actions): void {
  list.replaceChildren(...report.findings.map((finding) => item(finding, names, actions)));
}

function item(finding: Finding, names: string[], actions: Actions): HTMLElement {
  const { line, column } = finding.place.start;
  const name = names.length > 1 ? `${names[finding.place.text]}:` : "line ";
  const place = element("button", { className: "place", type: "button" }, `${name}${line + 1}:${column + 1}`);
  place.onclick = () => actions.show(finding);
  const rule = element("button", { className: "rule", type: "button", title: "Open the page of this rule" }, finding.rule);
  rule.onclick = () => actions.explain(finding.rule);
  const severity = element("span", { className: "severity" }, finding.severity);
  const head = element("p", { className: "head" }, severity, " ", rule, " ", place);
  const parts: Node[] = [head, element("p", { className: "message" }, withCode(finding.message))];
  if (finding.help) parts.push(element("p", { className: "help" }, withCode(`help: ${finding.help}`)));
  if (finding.proof) parts.push(element("p", { className: "proof" }, withCode(`proof: ${finding.proof}`)));
  if (finding.fix) parts.push(fixButton(finding.fix, actions));
  return element("li", { className: `finding ${finding.severity}` }, ...parts);
}

function fixButton(fix: Fix, actions: Actions): HTMLElement {
  const button = element("button", { className: "fix", type: "button" }, withCode(`Fix: ${fix.title}`));
  if (!fix.safe) button.title = "This fix can change who has access: review it";
  button.onclick = () => actions.apply(fix);
  return button;
}

/** The number of findings in words. */
export function summary(report: Report): string {
  const count = (severity: Finding["severity"]) => report.findings.filter((finding) => finding.severity === severity).length;
  const words = ([
    [count("error"), "error", "errors"],
    [count("warning"), "warning", "warnings"],
    [count("advice"), "advice", "advice"],
  ] as const).filter(([number]) => number > 0);
  return words.map(([number, one, many]) => `${number} ${number === 1 ? one : many}`).join(", ") || "no findings";
}
