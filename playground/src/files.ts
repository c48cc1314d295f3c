// The files of the playground: their names, and the state of the editor for each.
import type { EditorState } from "@codemirror/state";

export interface File {
  name: string;
  state: EditorState;
}

/** A name that no file has yet. */
export function freeName(files: File[]): string {
  const taken = new Set(files.map((file) => file.name));
  for (let number = files.length + 1; ; number++) {
    const name = number === 1 ? "configuration.yml" : `configuration.${number}.yml`;
    if (!taken.has(name)) return name;
  }
}
