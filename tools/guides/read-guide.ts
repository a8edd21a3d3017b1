/**
 * The blocks of a guide that a test carries out. The words behind the language of a fence say what a block is:
 *
 * - ```` ```console run ````: commands after `$ ` and below each what it wrote.
 * - ```` ```yaml file=thorp.yaml ````: a file that the reader makes; `file+=` adds to one.
 * - an HTML comment `<!-- serve: ollama -->`: from here on the providers named are there, and no others; or `nobody`.
 * - an HTML comment `<!-- replies: [...] -->`: what their models say next, as JSON of scripted replies. The reader does
 *   not see it, and the words of a model are an example anyway.
 *
 * All other blocks are only read.
 */

/** A command and the output that the guide shows for it, without the last line break. */
export interface GuideCommand {
  readonly command: string;
  readonly output: string;
}

/** Something to be done, in the order of the page; `line` is that of the fence, 1 for the first of the page. */
export type GuideStep =
  | { readonly kind: "run"; readonly line: number; readonly commands: readonly GuideCommand[] }
  | {
      readonly kind: "file";
      readonly line: number;
      readonly path: string;
      readonly text: string;
      readonly appends: boolean;
    }
  | { readonly kind: "serve"; readonly line: number; readonly providers: readonly string[] }
  | { readonly kind: "replies"; readonly line: number; readonly replies: readonly unknown[] };

/** The steps of a page. Throws for a fence that is never closed and for replies that are no JSON. */
export function readGuide(page: string): readonly GuideStep[] {
  const lines = page.split("\n");
  const steps: GuideStep[] = [];
  for (let at = 0; at < lines.length; at++) {
    const providers = /^<!-- serve: (.*) -->$/.exec(lines[at] ?? "")?.[1];
    if (providers !== undefined)
      steps.push({ kind: "serve", line: at + 1, providers: providers.split(" ").filter((name) => name !== "nobody") });
    const replies = /^<!-- replies: (.*) -->$/.exec(lines[at] ?? "")?.[1];
    if (replies !== undefined) steps.push({ kind: "replies", line: at + 1, replies: JSON.parse(replies) });
    const [, fence, info = ""] = /^(`{3,})(.*)$/.exec(lines[at] ?? "") ?? [];
    if (fence === undefined) continue;
    const end = lines.indexOf(fence, at + 1);
    if (end < 0) throw new Error(`The block of line ${at + 1} is not closed.`);
    steps.push(...stepOf(info, lines.slice(at + 1, end), at + 1));
    at = end;
  }
  return steps;
}

/** The page with the outputs of its commands replaced, in order. */
export function withOutputs(page: string, outputs: readonly string[]): string {
  const lines = page.split("\n");
  const waiting = [...outputs];
  const blocks = readGuide(page).flatMap((step) => (step.kind === "run" ? [step] : []));
  const written = blocks.map(({ line, commands }) => ({
    line,
    length: commands.reduce((sum, { output }) => sum + 1 + (output === "" ? 0 : output.split("\n").length), 0),
    text: commands.flatMap(({ command }) => {
      const output = waiting.shift() ?? "";
      return [`$ ${command}`, ...(output === "" ? [] : output.split("\n"))];
    }),
  }));
  // From the end, so that the lines above keep their numbers.
  for (const { line, length, text } of written.toReversed()) lines.splice(line, length, ...text);
  return lines.join("\n");
}

function stepOf(info: string, body: readonly string[], line: number): readonly GuideStep[] {
  const [, appends, path] = /\sfile(\+?)=(\S+)/.exec(info) ?? [];
  if (path !== undefined) {
    return [{ kind: "file", line, path, text: `${body.join("\n")}\n`, appends: appends === "+" }];
  }
  if (!/^console run$/.test(info)) return [];
  const commands: { command: string; output: string[] }[] = [];
  for (const text of body) {
    if (text.startsWith("$ ")) commands.push({ command: text.slice(2), output: [] });
    else commands.at(-1)?.output.push(text);
  }
  return [
    { kind: "run", line, commands: commands.map(({ command, output }) => ({ command, output: output.join("\n") })) },
  ];
}
