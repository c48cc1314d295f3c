// Builds the documentation site into `dist/`: `node build.mjs PROGRAM`. All its text comes from the repository: the guides
// from `docs/`, the rules from `rules/pages/`, the applications from `rules/apps/` and the program, and the playground from
// `playground/dist/`, if that was built.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, posix } from "node:path";

import { build } from "vitepress";
import { parse } from "yaml";

const program = process.argv[2];
if (!program) {
  console.error("usage: node build.mjs PROGRAM");
  process.exit(2);
}
const root = join(import.meta.dirname, "..");
const pages = join(import.meta.dirname, "pages");

/** Where a Markdown file of the repository is in the site. */
function target(path) {
  if (path === "README.md") return "index.md";
  if (path === "rules/README.md") return "rules/index.md";
  const moved = [
    [/^docs\/(.*)$/, "guides/$1"],
    [/^rules\/pages\/(.*)$/, "rules/$1"],
    [/^rules\/apps\/(.*)\.yml$/, "apps/$1.md"],
    [/^rules\/apps\/?$/, "apps/index.md"],
    [/^([A-Z]+\.md)$/, "project/$1"],
  ].find(([from]) => from.test(path));
  return moved && path.replace(moved[0], moved[1]);
}

/** Rewrites the links of a file of the repository. A link to a file that is not in the site becomes plain text. */
function relink(text, path) {
  return text.replace(/\[([^\]]*)\]\(([^)#\s]+)(#[^)\s]*)?\)/g, (link, label, to, anchor = "") => {
    if (/^[a-z]+:/.test(to)) return link;
    const found = posix.normalize(posix.join(posix.dirname(path), to));
    const moved = target(found);
    return moved ? `[${label}](/${moved}${anchor})` : label;
  });
}

/** Writes a page of the site. Nothing in it is a template of Vue, whatever it looks like. */
function write(path, text) {
  const [, head = "", body] = /^(---\n[\s\S]*?\n---\n)?([\s\S]*)$/.exec(text);
  const file = join(pages, path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, `${head}:::: v-pre\n\n${body}\n::::\n`);
}

function read(path) {
  return readFileSync(join(root, path), "utf8");
}

function markdown(folder) {
  return readdirSync(join(root, folder)).filter((name) => name.endsWith(".md") && name !== "README.md").sort();
}

function rulePage(name) {
  const text = read(`rules/pages/${name}`);
  const [, head, body] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text);
  const { severity, effect, summary, since, references = [] } = parse(head);
  const list = (value) => [value].flat().map((one) => `\`${one}\``).join(", ");
  const facts = `Severity: ${list(severity)} · Effect: ${list(effect)} · Since ${since}`;
  const sources = references.length ? `\n## Sources\n\n${references.map((one) => `- ${one}`).join("\n")}\n` : "";
  const shown = body.replace(/[ \t]*# finding: .*$/gm, "").replace(/^```yaml .*$/gm, "```yaml");
  const page = shown.replace(/^(\s*# .*\n)/, `$1\n${facts}\n`);
  return `---\ndescription: ${JSON.stringify(summary)}\n---\n${relink(page + sources, `rules/pages/${name}`)}`;
}

function appPage(id, { name, example }) {
  const known = execFileSync(program, ["apps", id], { encoding: "utf8", env: { ...process.env, COLUMNS: "100" } });
  const registration = example ? `## Registration\n\n\`\`\`yaml\n${example.trimEnd()}\n\`\`\`\n\n` : "";
  const command = `To create a registration with a new secret: \`authelia-lint new ${id} --url URL\`.\n\n`;
  return `# ${name}\n\n${registration}${example ? command : ""}## What is known\n\n\`\`\`text\n${known.trimEnd()}\n\`\`\`\n`;
}

rmSync(pages, { recursive: true, force: true });
for (const path of ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "rules/README.md"]) {
  write(target(path), relink(read(path), path));
}
for (const name of markdown("docs")) write(`guides/${name}`, relink(read(`docs/${name}`), `docs/${name}`));
for (const name of markdown("rules/pages")) write(`rules/${name}`, rulePage(name));

const apps = readdirSync(join(root, "rules/apps")).filter((name) => name.endsWith(".yml")).sort();
const names = apps.map((file) => {
  const id = basename(file, ".yml");
  const app = parse(read(`rules/apps/${file}`));
  write(`apps/${id}.md`, appPage(id, app));
  return { id, name: app.name };
});
const list = names.map(({ id, name }) => `- [${name}](/apps/${id}.md)`).join("\n");
write("apps/index.md", `# Applications\n\nWhat is known about each application, with the source of each fact.\n\n${list}\n`);

const title = (path) => {
  const heading = /^# (.*)$/m.exec(readFileSync(join(pages, path), "utf8"));
  return heading ? heading[1].replaceAll("`", "") : basename(path, ".md");
};
const entry = (path) => ({ text: title(path), link: `/${path.replace(/\.md$/, "")}` });
const sidebar = [
  { text: "Guides", items: markdown("docs").map((name) => entry(`guides/${name}`)) },
  { text: "Rules", collapsed: true, items: markdown("rules/pages").map((name) => entry(`rules/${name}`)) },
  { text: "Applications", collapsed: true, items: names.map(({ id, name }) => ({ text: name, link: `/apps/${id}` })) },
  { text: "Project", collapsed: true, items: ["CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"].map((name) => entry(`project/${name}`)) },
];
writeFileSync(join(import.meta.dirname, ".vitepress/sidebar.json"), JSON.stringify(sidebar));

await build(import.meta.dirname);
const playground = join(root, "playground/dist");
if (existsSync(playground)) cpSync(playground, join(import.meta.dirname, "dist/playground"), { recursive: true });
else console.log("left out: the playground, which was not built");
