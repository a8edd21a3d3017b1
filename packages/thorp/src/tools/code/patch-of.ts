/** What changed between two states of a project, as a patch that git and patch apply. */

/** A text before and after; undefined where it is not there. */
export interface TextChange {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Empty when nothing changed. Paths have git's `a/` and `b/` before them. */
export async function patchOf(changes: readonly TextChange[]): Promise<string> {
  const { createTwoFilesPatch } = await import("diff");
  const parts = changes.flatMap(({ path, before, after }) => {
    if (before === after) return [];
    const [from, to] = [
      before === undefined ? "/dev/null" : `a/${path}`,
      after === undefined ? "/dev/null" : `b/${path}`,
    ];
    const mode =
      before === undefined ? "new file mode 100644\n" : after === undefined ? "deleted file mode 100644\n" : "";
    const body = createTwoFilesPatch(from, to, before ?? "", after ?? "", "", "", { context: 3 });
    // Without the line of equals signs, and without the tabs that stand for times.
    const lines = body.split("\n").filter((line, at) => at > 3 || !/^={5,}$/.test(line));
    const plain = lines.map((line) => (/^(---|\+\+\+) /.test(line) ? line.trimEnd() : line)).join("\n");
    return [`diff --git a/${path} b/${path}\n${mode}${plain}`];
  });
  return parts.join("");
}
