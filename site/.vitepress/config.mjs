import { readFileSync } from "node:fs";

import { defineConfig } from "vitepress";

export default defineConfig({
  title: "authelia-lint",
  description: "A linter and policy checker for Authelia configuration",
  lang: "en",
  srcDir: "pages",
  outDir: "dist",
  cleanUrls: true,
  // A link that leads nowhere stops the build. The playground is copied beside the pages after it.
  ignoreDeadLinks: [/^\/playground\//],
  markdown: { html: false, linkify: false },
  themeConfig: {
    nav: [
      { text: "Guides", link: "/guides/glossary" },
      { text: "Rules", link: "/rules/" },
      { text: "Applications", link: "/apps/" },
      { text: "Playground", link: "/playground/", target: "_self" },
    ],
    sidebar: JSON.parse(readFileSync(new URL("sidebar.json", import.meta.url), "utf8")),
    search: { provider: "local" },
    outline: [2, 3],
  },
});
