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

export interface Requests {
  lint: { request: { texts: Text[]; options: { complete: boolean } }; answer: Report };
  page: { request: { rule: string }; answer: string };
  redact: { request: { texts: Text[]; redact: { names: boolean } }; answer: Text[] };
}
