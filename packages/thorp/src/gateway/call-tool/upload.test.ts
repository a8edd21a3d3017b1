/** Files of the workspace that calls of APIs send: what arrives, what a person sees, what a team forbids. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { decideCapability } from "../../guard/capability-policy.ts";
import type { CapabilityRule } from "../../guard/capability-rule.ts";
import { decidePolicy } from "../../guard/policy.ts";
import { type ApiServer, contextFor, startApiServer, toolsOf } from "../../tools/api/testing-api-server.ts";
import { holdToPaths } from "./hold-to-paths.ts";

let server: ApiServer;
let tools: ReturnType<typeof toolsOf>;
let workspace: string;
const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0xff, 0xfe, 0x0d, 0x0a, 0x2d, 0x2d]);

beforeAll(async () => {
  workspace = mkdtempSync(join(tmpdir(), "thorp-upload-"));
  mkdirSync(join(workspace, "secret"));
  writeFileSync(join(workspace, "boat.png"), picture);
  writeFileSync(join(workspace, "notes.txt"), "--thorp-part\r\nnot a part");
  writeFileSync(join(workspace, 'a"b.csv'), "a,b\n1,2\n");
  writeFileSync(join(workspace, "secret", "key.txt"), "canary");
  writeFileSync(join(workspace, "large.bin"), Buffer.alloc(33 << 20));
  symlinkSync(join(workspace, "secret", "key.txt"), join(workspace, "innocent.txt"));
  server = await startApiServer();
  tools = toolsOf(`
openapi: 3.1.0
info: {title: Harbour, version: "1"}
servers: [{url: "${server.origin}"}]
x-id: harbour
x-limits: [{requests: 1000, seconds: 1}]
paths:
  /boats:
    post:
      x-name: add_boat
      summary: Adds a boat with pictures.
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [name, picture]
              properties:
                name: {type: string}
                tags: {type: array, items: {type: string}}
                picture: {type: string, format: binary, description: How it looks}
                papers: {type: array, items: {contentMediaType: application/octet-stream}}
                log: {type: string}
            encoding: {log: {contentType: application/pdf}}
  /scan:
    post:
      x-name: scan_picture
      x-effect: fetch
      requestBody: {required: true, description: The picture, content: {"image/*": {schema: {type: string, format: binary}}}}
  /raw:
    put:
      x-name: put_raw
      requestBody: {required: true, content: {application/octet-stream: {}}}
  /text:
    post:
      x-name: say_text
      requestBody: {required: true, content: {multipart/form-data: {schema: {type: object, properties: {text: {type: string}}}}}}
`);
});
beforeEach(() => server.answerWith({ ok: "yes" }));
afterAll(() => {
  server.close();
  rmSync(workspace, { recursive: true });
});

const toolNamed = (name: string) => {
  const tool = tools.get(name);
  if (tool === undefined) throw new Error(`There is no ${name}.`);
  return tool;
};
const context = () => contextFor({ hosts: [server.host], workspace });
const call = async (name: string, input: object) => {
  const tool = toolNamed(name);
  return tool.execute(tool.input.parse(input), await context());
};
/** Read by Node's own reader of forms. */
const formSeen = async () => {
  const [seen] = server.seen;
  const type = String(seen?.headers["content-type"]);
  return new Response(new Uint8Array(seen?.bytes ?? []), { headers: { "content-type": type } }).formData();
};
const bytesOf = async (part: File | string | null) =>
  part instanceof File ? Buffer.from(await part.arrayBuffer()) : undefined;

describe("a form with files", () => {
  it("arrives with every byte, the names of the files and their types", async () => {
    const output = await call("add_boat", {
      ...{ name: "Thorø", tags: ["old", "red"], picture: "boat.png" },
      ...{ papers: ["notes.txt", 'a"b.csv'], log: "notes.txt" },
    });
    expect(output).toMatchObject({ ok: true });
    const form = await formSeen();
    expect(form.get("name")).toBe("Thorø");
    expect(form.getAll("tags")).toEqual(["old", "red"]);
    const sent = form.get("picture");
    expect(sent).toMatchObject({ name: "boat.png", type: "image/png" });
    expect(await bytesOf(sent)).toEqual(picture);
    const papers = form.getAll("papers");
    expect(papers.map((part) => (part instanceof File ? [part.name, part.type] : part))).toEqual([
      ["notes.txt", "text/plain"],
      ["a_b.csv", "text/csv"],
    ]);
    expect(String(await bytesOf(papers[0] ?? null))).toBe("--thorp-part\r\nnot a part");
    expect(form.get("log")).toBeInstanceOf(File);
    expect(server.seen[0]?.headers["content-length"]).toBe(String(server.seen[0]?.bytes.length));
  });

  it("asks a model for paths, and says that they are files", () => {
    const { inputSchema } = toolNamed("add_boat");
    expect(inputSchema).toMatchObject({
      required: ["name", "picture"],
      properties: {
        picture: { type: "string", description: expect.stringMatching(/^How it looks\. A file: its path/) },
        papers: { type: "array", items: { type: "string" }, maxItems: 10 },
      },
    });
    expect(JSON.stringify(inputSchema)).not.toContain("binary");
  });

  it("without files is what it was", async () => {
    await call("say_text", { text: "Ahoy" });
    expect([...(await formSeen())]).toEqual([["text", "Ahoy"]]);
  });
});

describe("a file as the whole body", () => {
  it("is sent as it is, under its own type where the description leaves it open", async () => {
    await call("scan_picture", { file: "boat.png" });
    expect(server.seen[0]?.headers["content-type"]).toBe("image/png");
    expect(server.seen[0]?.bytes).toEqual(picture);
    server.answerWith({ ok: "yes" });
    await call("put_raw", { file: "boat.png" });
    expect(server.seen[0]).toMatchObject({ method: "PUT", headers: { "content-type": "application/octet-stream" } });
    expect(server.seen[0]?.bytes).toEqual(picture);
  });

  it("counts as sending, whatever the description calls it", () => {
    expect(toolNamed("scan_picture").effect).toBe("send");
  });
});

describe("what cannot be sent is a tool error, and nothing leaves", () => {
  it.each([
    ["a file that is not there", { file: "none.png" }, /none\.png/],
    ["one outside", { file: "../outside.txt" }, /outside/],
    ["an absolute one outside", { file: "/etc/hosts" }, /outside/],
    ["one that is too large", { file: "large.bin" }, /large\.bin|MB/],
  ])("%s", async (_what, input, words) => {
    expect(await call("put_raw", input)).toMatchObject({ ok: false, text: expect.stringMatching(words) });
    expect(server.seen).toEqual([]);
  });
});

describe("policy", () => {
  const rule = (more: Partial<CapabilityRule>): CapabilityRule => ({
    ...{ verdict: "deny", tools: [], effects: [], paths: [], hosts: [], file: "team.yaml", line: 3 },
    ...more,
  });
  const chainOf = (...rules: CapabilityRule[]) => ({ team: { owner: "team", rules }, agents: [] });
  const folders = () => ({ workspace, out: join(workspace, "out") });

  it("sees the files and the address, and a person reads both", () => {
    const input = { name: "x", picture: "boat.png", papers: ["notes.txt", "attachment:a.pdf"] };
    const intent = toolNamed("add_boat").describe(input, folders());
    expect(intent).toMatchObject({
      effect: "send",
      summary: `send to Harbour: POST ${server.origin}/boats with the file boat.png, notes.txt, attachment:a.pdf`,
      paths: [join(workspace, "boat.png"), join(workspace, "notes.txt")],
      urls: [`${server.origin}/boats`],
    });
    const asked = decidePolicy({
      ...{ tool: "add_boat", intent, context: ["person"], literals: ["x", "boat.png"], personText: "Add my boat" },
      ...{ knownUrls: { covers: () => false }, approve: "yes", folders: [workspace, join(workspace, "out")] },
      capabilities: chainOf(),
    });
    expect(asked.verdict).toBe("ask");
    const chain = chainOf(rule({ paths: ["secret/**"] }));
    const secret = toolNamed("put_raw").describe({ file: "secret/key.txt" }, folders());
    expect(decideCapability(chain, { tool: "put_raw", intent: secret, workspace })?.verdict).toBe("deny");
  });

  it.each([
    ["a rule about paths", {}],
    ["a rule about reading", { effects: ["read"] as const }],
    ["a rule about sending", { effects: ["send"] as const }],
  ])("%s holds for what is sent, also behind a link", async (_what, more) => {
    const chain = chainOf(rule({ paths: ["secret/**"], ...more }));
    for (const file of ["secret/key.txt", "innocent.txt"]) {
      const tool = toolNamed("put_raw");
      const intent = tool.describe({ file }, folders());
      const output = await tool
        .execute({ file }, holdToPaths(await context(), { tool, intent }, chain))
        .catch((error: Error) => ({ ok: false, text: error.message }));
      expect(output).toMatchObject({ ok: false, text: expect.stringContaining("forbids it") });
    }
    expect(server.seen).toEqual([]);
    const tool = toolNamed("put_raw");
    const intent = tool.describe({ file: "boat.png" }, folders());
    const allowed = await tool.execute({ file: "boat.png" }, holdToPaths(await context(), { tool, intent }, chain));
    expect(allowed).toMatchObject({ ok: true });
  });
});
