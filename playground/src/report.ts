// What the library returns (`src/check/api/report.rs`).

export interface Position {
  byte: number;
  line: number;
  column: number;
  utf16: number;
}

export interface Place {
  text: number;
  start: Position;
  end: Position;
}

export interface Fix {
  title: string;
  safe: boolean;
  edits: { place: Place; text: string }[];
}

export interface Finding {
  rule: string;
  severity: "error" | "warning" | "advice";
  effect: "startup" | "login" | "security" | "hygiene";
  message: string;
  help: string | null;
  proof: string | null;
  path: string;
  place: Place;
  label: string;
  related: { place: Place; label: string }[];
  fix: Fix | null;
}

export interface Report {
  findings: Finding[];
}

export interface Text {
  name: string;
  text: string;
}

export interface AccessRow {
  policy: string | null;
  place: Place | null;
  hosts: string[];
  people: string[];
  further: [string, string[]][];
  never: boolean;
}

export interface Reached {
  who: string;
  from: string | null;
  access: string;
  decided_by: string;
  place: Place | null;
}

export interface KnownApp {
  id: string;
  variant: string | null;
  name: string;
}

export interface NewClient {
  app: string;
  variant: string | null;
  url: string;
  portal: string | null;
  client_id: string | null;
}

interface Input {
  texts: Text[];
  options: { complete: boolean };
}

export interface Requests {
  lint: { request: Input; answer: Report };
  page: { request: { rule: string }; answer: string };
  redact: { request: Input & { redact: { names: boolean } }; answer: { texts: Text[]; report: Report } };
  access: { request: Input; answer: { rules: AccessRow[]; default: AccessRow } };
  reached: { request: Input & { url: string; method: string }; answer: Reached[] };
  apps: { request: Record<string, never>; answer: KnownApp[] };
  new: { request: { client: NewClient; random: number[] }; answer: { text: string; secret: string | null } };
}
