import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEngine } from "../../engine/create-engine.ts";
import { type ApiServer, sendJson, startApiServer } from "../../tools/api/testing-api-server.ts";
import { runCli } from "../run-cli.ts";
import { testingSurroundings } from "../testing-thorp.ts";

let cwd: string;
let server: ApiServer;
beforeEach(async () => {
  cwd = mkdtempSync(join(tmpdir(), "thorp-import-"));
  server = await startApiServer();
});
afterEach(() => {
  rmSync(cwd, { recursive: true, force: true });
  server.close();
});

async function run(...argv: string[]) {
  const surroundings = { ...testingSurroundings({ cwd }), openEngine: createEngine };
  const code = await runCli(argv, surroundings);
  return { code, out: surroundings.stdout.text, err: surroundings.stderr.text };
}
const document = (paths: string) =>
  `openapi: 3.0.3\ninfo: {title: Tide Desk, version: "2"}\nservers: [{url: "https://tides.example/v1"}]\npaths:\n${paths}`;
const readTides = "  /tides:\n    get: {operationId: readTides, summary: Reads the tides}\n";
const save = (paths: string) => writeFileSync(join(cwd, "tides.yaml"), document(paths));
const kept = () => join(cwd, "config/thorp/apis/tide_desk");

describe("a check of what works", () => {
  const live = (paths: string) => document(paths).replace("https://tides.example/v1", server.origin);

  it("asks each service once with its example, and is the only one to say so", async () => {
    writeFileSync(join(cwd, "thorp.yaml"), `allowHosts: ["${server.host}"]\n`);
    const port = "parameters: [{name: port, in: query, required: true, example: Brest, schema: {type: string}}]";
    writeFileSync(
      join(cwd, "tides.yaml"),
      live(
        `  /tides:\n    get: {operationId: read, ${port}}\n    post: {operationId: book}\n  /none: {get: {operationId: none}}\n`,
      ),
    );
    expect((await run("tools", "import", "tides.yaml", "--yes")).code).toBe(0);
    expect((await run("tools", "check", "api:tide_desk")).out).toContain("3 tools checked, 0 failed");
    server.answerWith((seen: { url: string }, response: ServerResponse) =>
      seen.url.startsWith("/tides") ? sendJson(response, { high: "07:41" }) : response.writeHead(500).end(),
    );
    const { code, out } = await run("tools", "check", "api:tide_desk", "--live");
    expect(code).toBe(1);
    expect(out).toMatch(/✓ tide_desk_read \(\d+ ms\): high: 07:41/);
    expect(out).toContain("- tide_desk_book: a call would send; only what reads is tried");
    expect(out).toContain("✗ tide_desk_none: tide_desk_none brought nothing");
    expect(out).toContain("1 work, 1 failed, 1 not tried");
    expect(server.seen.map(({ url }) => url).slice(0, 2)).toEqual(["/tides?port=Brest", "/none"]);
    expect((await run("tools", "check", "tide_desk_read", "--live")).code).toBe(0);
    expect((await run("tools", "check", "nonsense", "--live")).err).toContain("No API has a tool called nonsense");
  });
});

describe("an import", () => {
  it("is shown whole, and nothing is kept without consent", async () => {
    save(`${readTides}    delete: {operationId: removeTides, summary: "Removes \\e[2Jthem"}\n`);
    const { code, out, err } = await run("tools", "import", "tides.yaml");
    expect(code).toBe(6);
    expect(err).toContain("Nothing was imported");
    expect(out).toContain("May go to: tides.example");
    expect(out).toMatch(/tide_desk_read_tides +reads +GET \/tides +Reads the tides/);
    expect(out).toMatch(/tide_desk_remove_tides +deletes +DELETE \/tides/);
    expect(out).not.toContain("\u001b");
    expect(existsSync(kept())).toBe(false);
  });

  it("with consent makes tools that everybody finds", async () => {
    save(readTides);
    const { code, out } = await run("tools", "import", "tides.yaml", "--yes");
    expect([code, out]).toEqual([0, expect.stringContaining(`Kept in ${kept()}`)]);
    const { out: list } = await run("tools", "--json");
    expect(list).toContain('"tide_desk_read_tides"');
    expect(readFileSync(join(kept(), "openapi.yaml"), "utf8")).toBe(document(readTides));
  });

  it("of an address is fetched by the guarded fetch alone", async () => {
    server.answerWith((_: unknown, response: { end(text: string): void }) => response.end(document(readTides)));
    const refused = await run("tools", "import", `${server.origin}/openapi.yaml`, "--yes");
    expect([refused.code, refused.err]).toEqual([6, expect.stringContaining("not an address of the public internet")]);
    expect(server.seen).toEqual([]);
    writeFileSync(join(cwd, "thorp.yaml"), `allowHosts: ["${server.host}"]\n`);
    const taken = await run("tools", "import", `${server.origin}/openapi.yaml`, "--yes", "--json", "--id", "sea");
    expect(JSON.parse(taken.out)).toMatchObject({
      id: "sea",
      hosts: ["tides.example"],
      tools: [{ name: "sea_read_tides", effect: "fetch" }],
    });
  });

  it("again shows what changed, and wants consent again", async () => {
    save(readTides);
    await run("tools", "import", "tides.yaml", "--yes");
    expect((await run("tools", "import", "tides.yaml")).out).toContain("up to date");
    save(
      "  /tides:\n    post: {operationId: readTides, summary: Reads the tides}\n  /new: {get: {operationId: more}}\n",
    );
    const { code, out } = await run("tools", "import", "tides.yaml");
    expect(code).toBe(6);
    expect(out).toContain("~ tide_desk_read_tides: what it does to the world, where it goes");
    expect(out).toContain("+ tide_desk_more");
    expect((await run("tools", "--json")).out).not.toContain("tide_desk_more");
    expect((await run("tools", "import", "tides.yaml", "--yes")).code).toBe(0);
    expect((await run("tools", "--json")).out).toContain("tide_desk_more");
  });

  it("takes the operations that are named, and never a great many by the way", async () => {
    save(Array.from({ length: 40 }, (_, at) => `  /p${at}: {get: {operationId: get${at}}}\n`).join(""));
    const many = await run("tools", "import", "tides.yaml", "--yes");
    expect([many.code, many.err]).toEqual([2, expect.stringContaining("has 40 operations")]);
    const some = await run("tools", "import", "tides.yaml", "--yes", "--json", "--operations", "tide_desk_get3");
    expect(JSON.parse(some.out).tools).toHaveLength(1);
    const none = await run("tools", "import", "tides.yaml", "--yes", "--operations", "tide_desk_nope");
    expect([none.code, none.err]).toEqual([1, expect.stringContaining("has no tool tide_desk_nope")]);
    expect((await run("tools", "import", "tides.yaml", "--yes", "--all")).code).toBe(0);
  });

  it("of something that is none says where it is wrong, and leaves what was there", async () => {
    save(readTides);
    await run("tools", "import", "tides.yaml", "--yes");
    writeFileSync(join(cwd, "tides.yaml"), "openapi: 3.1.0\npaths:\n  /a: {get: {operationId: a\n");
    const broken = await run("tools", "import", "tides.yaml", "--yes");
    expect([broken.code, broken.err]).toEqual([3, expect.stringMatching(/tides\.yaml:\d+:\d+: not valid YAML/)]);
    save("  /a/{b}: {get: {operationId: a}}\n");
    const unusable = await run("tools", "import", "tides.yaml", "--yes");
    expect(unusable.err).toContain("tides.yaml:5:");
    const missing = await run("tools", "import", "nowhere.yaml");
    expect([missing.code, missing.err]).toEqual([2, expect.stringContaining("nowhere.yaml cannot be read")]);
    expect((await run("tools", "--json")).out).toContain("tide_desk_read_tides");
  });

  it("that was damaged on disk is a problem of its own, not of Thorp", async () => {
    save(readTides);
    await run("tools", "import", "tides.yaml", "--yes");
    writeFileSync(join(kept(), "api.json"), "{");
    const { code, out } = await run("tools", "--json");
    expect(code).toBe(0);
    expect(out).toContain('"calculate"');
  });
});
