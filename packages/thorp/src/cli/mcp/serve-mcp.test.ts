/** The official client starts `thorp mcp` as a process, as desktop programs do. */

import { fileURLToPath } from "node:url";
import { Client, type VersionNegotiationMode } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { expect, it } from "vitest";
import { createCliFolder, startCli } from "../testing-process.ts";

const main = fileURLToPath(new URL("../main.ts", import.meta.url));
const eras: readonly VersionNegotiationMode[] = [{ pin: "2026-07-28" }, "legacy"];

it.each(eras)(
  "is asked over %o, and leaves the data folder to others meanwhile",
  async (mode) => {
    const folder = createCliFolder();
    const client = new Client({ name: "test", version: "1" }, { versionNegotiation: { mode } });
    const command = { command: process.execPath, args: [main, "mcp"], cwd: folder.cwd, env: { ...folder.env } };
    await client.connect(new StdioClientTransport({ ...command, stderr: "pipe" }));
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain("ask_alma");
    const asked = await client.callTool({ name: "ask_alma", arguments: { text: "What is 17 * 23?" } });
    expect(JSON.stringify(asked.content)).toContain("391");
    const { run } = asked.structuredContent as { run: string };
    const other = startCli(folder, ["runs", "list", "--json"]);
    expect([await other.ended, other.out()]).toEqual([0, expect.stringContaining(run)]);
    expect(await client.readResource({ uri: `run://${run}` })).toMatchObject({
      contents: [{ text: expect.stringContaining("391") }],
    });
    await client.close();
  },
  60_000,
);

it("ends with the pipe, and survives what is no JSON", async () => {
  const { ended, out } = startCli(createCliFolder(), ["mcp"], { input: 'nonsense\n{"jsonrpc":"2.0"}\n' });
  expect([await ended, out()]).toEqual([0, expect.not.stringContaining("nonsense")]);
}, 60_000);
