import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine } from "../../engine/create-engine.ts";
import { createScriptedModel } from "../../testing/scripted-model.ts";
import { runCli } from "../run-cli.ts";
import { createPaint } from "../terminal/paint.ts";
import { testingSurroundings } from "../testing-thorp.ts";
import { snippet } from "./found-report.ts";

const cwd = mkdtempSync(join(tmpdir(), "thorp-conversations-"));
const dataDir = join(cwd, "data", "thorp");
const ids: string[] = [];
const runs: string[] = [];

/** Two conversations: one of three runs, the last of them taken back, one of one run that makes a file. */
beforeAll(async () => {
  const model = createScriptedModel({
    script: [
      { text: "You keep <b>seven</b> *hens*." },
      { text: "No ducks.\u001b[2J" },
      { text: "Geese are loud." },
      { toolCalls: [{ name: "write_file", input: { path: "plan.md", text: "seeds" } }] },
      { text: "I wrote plan.md." },
    ],
  });
  const thorp = await createEngine({ dataDir, workspace: cwd, languageModels: { mine: model } });
  const ask = async (text: string, conversation?: string) => {
    const asked = await thorp.ask({
      text,
      model: "mine",
      yes: true,
      ...(conversation === undefined ? {} : { conversation }),
      attachments: conversation === undefined ? [{ name: "yard.txt", bytes: Buffer.from("hens") }] : [],
    });
    for await (const _update of thorp.follow(asked.run)) continue;
    runs.push(asked.run);
    return asked.conversation;
  };
  const hens = await ask("How many hens do I keep?");
  await ask("And ducks?", hens);
  await ask("And geese?", hens);
  await thorp.undo(runs[2]!, { forget: true });
  ids.push(hens, await ask("write a plan for the garden"));
  await thorp.close();
});

async function run(...argv: string[]) {
  const surroundings = { ...testingSurroundings({ cwd }), openEngine: createEngine };
  const code = await runCli(["conversations", ...argv], surroundings);
  return { code, out: surroundings.stdout.text, err: surroundings.stderr.text };
}
const tail = (at: number) => ids[at]!.slice(-6);

it("is gone on with by the letters that lists show, and words are never taken for them", async () => {
  const folder = mkdtempSync(join(tmpdir(), "thorp-go-on-"));
  const ask = async (...argv: string[]) => {
    const surroundings = { ...testingSurroundings({ cwd: folder }), openEngine: createEngine };
    expect(await runCli(["ask", "-q", ...argv], surroundings)).toBe(0);
    return surroundings.stdout.text;
  };
  const listed = async () => {
    const engine = await createEngine({ dataDir: join(folder, "data", "thorp") });
    const rows = await engine.listRuns();
    await engine.close();
    return rows;
  };
  await ask("What is 6 * 7?");
  const [first] = await listed();
  await ask("What is 2 + 2?");
  expect(await ask("-c", first?.conversation.slice(-6) ?? "", "What is 6 * 8?")).toContain("6 * 8 = 48");
  const [newest] = await listed();
  expect([newest?.conversation, newest?.text]).toEqual([first?.conversation, "What is 6 * 8?"]);
  await ask("-c", "please compute 6 * 9");
  expect((await listed())[0]).toMatchObject({
    conversation: first?.conversation,
    text: "please compute 6 * 9",
  });
});

it("lists the newest first, with runs and costs", async () => {
  const { out } = await run();
  const rows = out.trimEnd().split("\n").slice(1);
  expect(rows[0]).toMatch(new RegExp(`^${tail(1)}  [-\\d]+ [:\\d]+  alma +1 +\\$0  write a plan for the garden$`));
  expect(rows[1]).toMatch(new RegExp(`^${tail(0)} .* 3 +\\$0  How many hens do I keep\\?$`));
  const listed = JSON.parse((await run("list", "--json", "-n", "1")).out);
  expect(listed).toMatchObject([{ id: ids[1], runs: 1, cost: 0, unfinished: 0 }]);
  expect((await run("list", "-n", "0")).code).toBe(2);
});

it("shows what was said, without control characters, and marks what was taken back", async () => {
  const { out, code } = await run("show", tail(0));
  expect(code).toBe(0);
  expect(out).toContain("How many hens do I keep?\nattached yard.txt\nalma\nYou keep <b>seven</b> *hens*.\n");
  expect(out).not.toContain("\u001b");
  expect(out).toMatch(/Geese are loud\.\ntaken back · /);
  expect((await run("show")).out).toContain("made plan.md");
  const { exchanges } = JSON.parse((await run("show", ids[0]!, "--json")).out);
  expect(exchanges.map(({ isUndone }: { isUndone: boolean }) => isUndone)).toEqual([false, false, true]);
});

it("finds words and says where", async () => {
  const { out } = await run("search", "HENS");
  expect(out.split("\n")[0]).toMatch(new RegExp(`^${tail(0)}  .*  team  How many hens do I keep\\?$`));
  expect(out).toContain("  You keep <b>seven</b> *hens*.");
  expect((await run("search", "geese loud")).out).toBe("");
  expect((await run("search", "loud", "geese")).out).toContain("(taken back)");
  expect(await run("search", "nobody")).toMatchObject({ code: 1, err: "Nothing was said about nobody.\n" });
  const { results, isCut } = JSON.parse((await run("search", "hens", "-n", "1", "--json")).out);
  expect([results.length, isCut]).toEqual([1, true]);
  expect(results[0]).toMatchObject({ conversation: ids[0], role: "team", places: [[23, 27]] });
});

describe("export", () => {
  it("as Markdown keeps what was said as it was written", async () => {
    const { out } = await run("export", tail(1));
    expect(out).toContain("# write a plan for the garden\n");
    expect(out).toContain("\nwrite a plan for the garden\n\nAttached:\n\n- yard.txt\n");
    expect(out).toMatch(/Files:\n\n- made .*\/plan\.md\n/);
  });
  it("as HTML lets no markup of a model through", async () => {
    const { out } = await run("export", tail(0), "-f", "html");
    expect(out).toContain("You keep &#60;b&#62;seven&#60;/b&#62; *hens*.");
    expect(out).toContain("default-src 'none'");
    expect(out).toContain('<article class="undone">');
  });
  it("as JSON has everything, and names the nearest of a wrong format", async () => {
    const whole = JSON.parse((await run("export", tail(1), "-f", "json")).out);
    expect(whole.exchanges[0]).toMatchObject({ models: ["mine"], files: [{ isNew: true }], citations: [], cost: 0 });
    expect(await run("export", "-f", "htlm")).toMatchObject({ code: 2, err: expect.stringContaining("mean html?") });
  });
});

it("takes the letters of a list with and without con_ before them", async () => {
  const last = ids[0]!.slice(-6);
  for (const id of [last, `con_${last}`]) expect(await run("show", id), id).toMatchObject({ code: 0 });
});

it("says which conversations an id may mean", async () => {
  expect((await run("show", "con_")).err).toContain("too short");
  expect((await run("show", ids[0]!.slice(0, 8))).err).toMatch(
    /may be any of 2 conversations:\n {2}con_\w+ {2}write a/,
  );
  expect(await run("show", "zzzzzz")).toMatchObject({
    code: 2,
    err: expect.stringContaining("thorp conversations list"),
  });
});

it("works beside whoever owns the data folder", async () => {
  const owner = await createEngine({ dataDir, describe: "`thorp serve`" });
  expect((await run("show", tail(0))).code).toBe(0);
  expect(await run("rename", tail(0), "x", "--no-wait")).toMatchObject({
    code: 1,
    err: expect.stringContaining("`thorp serve`"),
  });
  await owner.close();
});

it("sets off what was found, also at the edges and in long texts", () => {
  const paint = { ...createPaint(false), bold: (text: string) => `<${text}>` };
  expect(snippet("hens", [[0, 4]], paint)).toBe("<hens>");
  expect(snippet(`${"word ".repeat(30)}hens\nrun ${"x".repeat(300)}`, [[150, 154]], paint)).toMatch(
    /^…word word .*<hens> run x+…$/,
  );
});

describe("change", () => {
  it("renames, and gives the first words back", async () => {
    expect((await run("rename", tail(0), "My", "hens")).err).toContain('is called "My hens"');
    expect((await run("list")).out).toContain("My hens");
    expect(JSON.parse((await run("rename", tail(0), "--json")).out)).toEqual({
      id: ids[0],
      title: "How many hens do I keep?",
    });
  });
  it("deletes whole, after being told to", async () => {
    expect(await run("delete", tail(0))).toMatchObject({ code: 2, err: expect.stringContaining("Add --yes") });
    expect((await run("delete", tail(0), "-y")).err).toContain("Deleted");
    expect((await run("show", ids[0]!)).code).toBe(2);
    expect((await run("search", "hens")).code).toBe(1);
    // Nothing of what was said is left in the file but the tombstones.
    expect((await run("show", tail(1))).code).toBe(0);
  });
});

afterAll(async () => {
  const thorp = await createEngine({ dataDir });
  const differences = await thorp.listRuns();
  await thorp.close();
  expect(differences.map(({ id }) => id)).toEqual([runs[3]]);
  expect(readFileSync(join(cwd, "plan.md"), "utf8")).toBe("seeds");
});
