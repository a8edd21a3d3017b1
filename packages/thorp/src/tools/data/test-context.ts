/** Test-only: a ToolContext over a real folder. */
import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { createSystemClock } from "../../base/clock.ts";
import { ThorpError } from "../../base/errors.ts";
import type { ToolContext } from "../tool.ts";

export type EarlierResult = NonNullable<Awaited<ReturnType<ToolContext["readResult"]>>>;

export async function createTestContext(
  results: Readonly<Record<string, EarlierResult>> = {},
  signal: ToolContext["signal"] = new AbortController().signal,
): Promise<ToolContext> {
  const workspace = await mkdtemp(join(tmpdir(), "thorp-data-"));
  const out = join(workspace, "thorp-out");
  let made = 0;
  const resolvePath = async (path: string) => {
    if (path.includes("..")) throw new ThorpError("outside-workspace", `${path} is outside the workspace.`);
    return path.startsWith("/") ? path : join(workspace, path);
  };
  return {
    clock: createSystemClock(),
    timeZone: "UTC",
    signal,
    key: "run/t1/1",
    workspace,
    out,
    resolvePath,
    async readFile(path) {
      const bytes = await readFile(await resolvePath(path.replace(/^attachment:/, "attached-"))).catch(() => undefined);
      if (bytes === undefined) throw new ThorpError("tool-input", `There is no file ${path}.`);
      return new Uint8Array(bytes);
    },
    async createFile({ name, title, mediaType, bytes }) {
      await mkdir(out, { recursive: true });
      const file = join(out, basename(name));
      await writeFile(file, bytes);
      return { id: `t1.a${++made}`, title, mediaType, bytes: Buffer.byteLength(bytes), file };
    },
    fetchPage: async () => {
      throw new ThorpError("address-refused", "No network here.");
    },
    request: async () => {
      throw new ThorpError("address-refused", "No network here.");
    },
    needed: async () => undefined,
    readResult: async (id) => results[id],
    progress: () => {},
  };
}
