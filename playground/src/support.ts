// A support question: the configuration without secrets, and what was found in it.
import { ask } from "./linter";
import type { Finding, Text } from "./report";

/** The question as Markdown. `names` also replaces domains, addresses, and the names of users and groups. */
export async function question(texts: Text[], complete: boolean, names: boolean): Promise<string> {
  const { texts: redacted, report } = await ask("redact", { texts, options: { complete }, redact: { names } });
  const files = redacted.map(({ name, text }) => `\`${name}\`:\n\n${fence(text)}`);
  const found = report.findings.map((finding) => `- ${line(finding, redacted)}`);
  return [...files, `Findings of authelia-lint:\n\n${found.join("\n") || "none"}`].join("\n\n") + "\n";
}

function line({ severity, rule, message, place }: Finding, texts: Text[]): string {
  const name = texts.length > 1 ? `${texts[place.text]?.name}:` : "line ";
  return `${severity}[${rule}] ${name}${place.start.line + 1}: ${message}`;
}

/** A block of YAML, with more backticks than it holds. */
function fence(text: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([ticks]) => ticks.length));
  const ticks = "`".repeat(longest + 1);
  return `${ticks}yaml\n${text.replace(/\n?$/, "\n")}${ticks}`;
}
