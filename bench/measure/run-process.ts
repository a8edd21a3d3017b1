/** Node in a child process: what it printed, or why it failed. */
import { spawn } from "node:child_process";
import { once } from "node:events";

export async function runProcess(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
  let out = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0)
    throw new Error(`${args.slice(0, 4).join(" ").slice(0, 200)} ended with ${code}: ${errors.slice(-1500)}`);
  return out;
}

/** Milliseconds from the start of the process to the first thing it says that is not blank, and all that it said. */
export async function timeToFirstWord(
  args: readonly string[],
  { env = {}, cwd }: { readonly env?: Readonly<Record<string, string>>; readonly cwd?: string } = {},
): Promise<{ readonly ms: number; readonly out: string }> {
  const began = performance.now();
  const child = spawn(process.execPath, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
    cwd,
  });
  let ms: number | undefined;
  let out = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
    if (out.trim() !== "") ms ??= performance.now() - began;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0 || ms === undefined)
    throw new Error(`${args.join(" ").slice(0, 200)} ended with ${code}: ${errors.slice(-1500)}`);
  return { ms, out };
}
