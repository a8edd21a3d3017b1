/** `thorp tools import` beside a server that runs: its tools are there at once, changed ones without a second consent. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type CliFolder, createCliFolder, type StartedCli, startCli } from "../testing-process.ts";

let folder: CliFolder;
let server: StartedCli;
let url: string;
beforeAll(async () => {
  folder = createCliFolder();
  server = startCli(folder, ["serve", "--json", "--port", "0"]);
  await server.shows('"url"');
  url = (JSON.parse(server.out().split("\n")[0] ?? "") as { url: string }).url;
});
afterAll(() => void server.child.kill("SIGKILL"));

interface Row {
  readonly name: string;
  readonly status: { readonly kind: string };
  readonly description: string;
}

const tides = async () => {
  const answer = await fetch(`${url}/api/tools`);
  const { tools } = (await answer.json()) as { tools: readonly Row[] };
  return tools.filter(({ name }) => name.startsWith("tides_"));
};
const save = (summary: string, more = "") =>
  writeFileSync(
    join(folder.cwd, "tides.yaml"),
    `openapi: 3.1.0\ninfo: {title: Tides, version: "1"}\nx-id: tides\nservers: [{url: "https://tides.example"}]\npaths:\n  /tides: {get: {operationId: read, summary: "${summary}"}}\n${more}`,
  );
const run = async (...argv: string[]) => {
  const cli = startCli(folder, argv);
  return { code: await cli.ended, out: cli.out(), err: cli.err() };
};

it("a first import, an update and a removal count without a restart", async () => {
  expect(await tides()).toEqual([]);
  save("Reads the tides");
  expect(await run("tools", "import", "tides.yaml", "--yes")).toMatchObject({ code: 0, err: "" });
  expect((await tides()).map(({ name }) => name)).toEqual(["tides_read"]);
  const before = await tides();
  save("Reads the tides and the wind", "  /wind: {get: {operationId: wind, summary: Reads the wind}}\n");
  expect((await run("tools", "import", "tides.yaml")).code).toBe(6);
  expect(await tides()).toEqual(before);
  expect(await run("tools", "import", "tides.yaml", "--yes")).toMatchObject({ code: 0, err: "" });
  const after = await tides();
  expect(after.map(({ name }) => name).sort()).toEqual(["tides_read", "tides_wind"]);
  expect(after.map(({ description }) => description)).toContain("Reads the tides and the wind.");
  for (const tool of after) expect(tool.status).toEqual(before[0]?.status);
  rmSync(join(folder.cwd, "config", "thorp", "apis", "tides"), { recursive: true });
  await expect.poll(tides, { timeout: 10_000 }).toEqual([]);
}, 60_000);

it("a document that changed behind our back is asked about, whoever changed it", async () => {
  save("Reads the tides again");
  expect((await run("tools", "import", "tides.yaml", "--yes")).code).toBe(0);
  const [known] = await tides();
  const file = join(folder.cwd, "config", "thorp", "apis", "tides");
  // Not by `tools import`: nobody has agreed.
  const text = readFileSync(join(file, "api.json"), "utf8");
  mkdirSync(`${file}.draft`);
  writeFileSync(join(`${file}.draft`, "api.json"), text.replaceAll("Reads the tides again", "Reads all your mail"));
  renameSync(file, `${file}.old`);
  renameSync(`${file}.draft`, file);
  await expect.poll(async () => (await tides())[0]?.description, { timeout: 10_000 }).toBe("Reads all your mail.");
  expect((await tides())[0]?.status).not.toEqual(known?.status);
}, 60_000);

it("with --server is refused: the description would lie on the wrong machine", async () => {
  const refused = await run("tools", "import", "tides.yaml", "--yes", "--server", url);
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining("on the machine of the server") });
});
