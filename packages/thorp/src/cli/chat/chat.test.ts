/** The real command over a real data folder, without a terminal: lines in, answers out. */
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { createEngine } from "../../engine/create-engine.ts";
import type { LanguageModelV4 } from "../../models/language-model.ts";
import { createScriptedModel, type ScriptedModel } from "../../testing/scripted-model.ts";
import { runUpdateSchema } from "../../wire/run-update.ts";
import { runCli } from "../run-cli.ts";
import { heldModel } from "../testing-held-model.ts";
import { testingSurroundings } from "../testing-thorp.ts";

let cwd: string;
let model: Pick<ScriptedModel, "calls"> & LanguageModelV4;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "thorp-chat-"));
  model = createScriptedModel({
    script: ({ prompt }, index) => {
      const said = JSON.stringify(prompt.at(-1));
      if (said.includes("write a file"))
        return { toolCalls: [{ name: "write_file", input: { path: "a.md", text: "new" } }] };
      if (said.includes("break")) return { error: new Error("no") };
      return { text: `Answer ${index}`, usage: { input: 100, output: 7 } };
    },
  });
});

const chat = (input: string, ...argv: string[]) => chatHearing({ input, argv });

interface Hearing {
  readonly input: string;
  readonly argv: readonly string[];
  /** Called with everything that is written to standard error. */
  readonly hear?: (text: string) => unknown;
}

async function chatHearing({ input, argv, hear }: Hearing) {
  const surroundings = testingSurroundings({ cwd, input });
  const { write } = surroundings.stderr;
  surroundings.stderr.write = function heard(text: string) {
    hear?.(text);
    return write.call(surroundings.stderr, text);
  };
  const code = await runCli(["chat", "-m", "mine", ...argv], {
    ...surroundings,
    openEngine: (options) => createEngine({ ...options, languageModels: { mine: model } }),
  });
  return { code, out: surroundings.stdout.text, err: surroundings.stderr.text };
}
const heard = (call: number) => JSON.stringify(model.calls.at(call)?.prompt);

describe("a chat over a pipe", () => {
  it("takes each line for a request, in one conversation, and blocks for one", async () => {
    const { code, out, err } = await chat("one\ntwo \\\nlines\n```\nthree\n```");
    expect([code, out]).toEqual([0, "Answer 0\nAnswer 1\nAnswer 2\n"]);
    expect(model.calls).toHaveLength(3);
    expect(heard(2)).toContain("two \\nlines");
    expect(heard(2)).toContain("```\\nthree\\n```");
    expect(err).toMatch(/\$0 · 100 tokens in, 7 out · .* · mine \(local\) · run \w{6}\n/);
    expect(err).toMatch(/Conversation (\w{6}): `thorp chat --resume \1` goes on\.\n$/);
  });

  it("gives only updates with --json", async () => {
    const { code, out, err } = await chat("one\n/cost\ntwo\n", "--json");
    const updates = out
      .trimEnd()
      .split("\n")
      .map((line) => runUpdateSchema.parse(JSON.parse(line)));
    expect(updates.filter(({ type }) => type === "run-end")).toHaveLength(2);
    expect(code).toBe(0);
    expect(err).toContain("last run");
  });

  it("goes on after an error, and exits with the first", async () => {
    const { code, out, err } = await chat("/undo\nwrite a file\n//is a request\n/etc/hosts too");
    expect(code).toBe(2);
    expect(err).toContain("There is nothing to take back in this conversation.");
    // Nobody could be asked.
    expect(err).toContain("Nobody was there to approve it.");
    expect(existsSync(join(cwd, "a.md"))).toBe(false);
    expect(out).toContain("Answer 2");
    expect(heard(-2)).toContain('"/is a request"');
    expect(heard(-1)).toContain("/etc/hosts too");
    expect((await chat("/teem", "--json")).err).toBe(
      '{"error":{"code":"usage","message":"There is no command /teem.","hint":"Did you mean /team?"}}\n',
    );
  });

  it("names the nearest of a wrong team, model or option before anything is asked", async () => {
    expect(await chat("x", "-t", "alms")).toMatchObject({
      code: 2,
      err: expect.stringContaining("Did you mean alma?"),
    });
    expect(await chat("x", "-m", "mina")).toMatchObject({
      code: 2,
      err: expect.stringContaining("Did you mean mine?"),
    });
    expect(await chat("x", "--plan")).toMatchObject({
      code: 2,
      err: expect.stringContaining("--plan needs a terminal"),
    });
    expect((await chat("/model ruls\n/team toolama\n/approve maybe\n/plan onn")).err).toMatch(
      /mean rules\?[^]*mean toollama\?[^]*either ask or yes[^]*mean \/plan on\?/,
    );
    expect(model.calls).toHaveLength(0);
  });
});

describe("the commands of a chat", () => {
  it("change team and model for what follows", async () => {
    const { out } = await chat("/model rules\nWhat is 2 + 3?\n/model\n/model auto\n/model\n/team\n/model mine\nhello");
    expect(out).toContain("5");
    expect(out).toContain("Model rules.\nModel auto: chosen for each call.\nTeam alma. There are: alma");
    expect(model.calls).toHaveLength(1);
  });

  it("take the last exchange back, with its files, and ask again", async () => {
    const first = await chat("hello there\nwrite a file\n/files\n/undo\n/files\nbye", "--yes");
    expect(first.out).toContain("made a.md\n");
    expect(first.err).toContain('removed a.md\n"write a file" is out of the conversation.\n');
    expect(first.out).toContain("No files yet.\n");
    expect(heard(-1)).toContain("hello there");
    expect(heard(-1)).not.toContain("write a file");
    expect(existsSync(join(cwd, "a.md"))).toBe(false);

    writeFileSync(join(cwd, "notes.txt"), "remember");
    const calls = model.calls.length;
    await chat("/attach notes.txt\nsum it up\n/retry", "--resume");
    const [once, again] = model.calls.slice(calls).map(({ prompt }) => JSON.stringify(prompt));
    expect(again).toContain("notes.txt");
    expect(again).toBe(once);
  });

  it("show what it costs, by model, and what was said", async () => {
    const { out } = await chat("one\n/new\ntwo\n/cost\n/history\n/plan");
    const rows = out.split("\n").filter((row) => /^(last run|conversation|today)/.test(row));
    expect(rows.map((row) => row.split(/ {2,}/))).toEqual([
      ["last run", "mine", "1", "100", "7", "$0"],
      ["conversation", "mine", "1", "100", "7", "$0"],
      ["today", "mine", "2", "200", "14", "$0"],
    ]);
    expect(out).toMatch(/You .*\ntwo\nalma\nAnswer 1\n/);
    expect(out).toContain("This run has no plan: it was answered at once.");
    expect(heard(1)).not.toContain('"one"');
  });

  it("save the conversation, never over a file that is there", async () => {
    writeFileSync(join(cwd, "there.md"), "mine");
    const { err, code } = await chat('one\n/save "my talk.html"\n/save there.md\n/save x.exe\n/save');
    expect(readFileSync(join(cwd, "my talk.html"), "utf8")).toContain("Answer 0");
    expect(readFileSync(join(cwd, "there.md"), "utf8")).toBe("mine");
    expect(err).toContain("there.md is there already; nothing was saved.");
    expect(err).toContain("There is no format .exe.");
    expect(code).toBe(2);
  });

  it("say why a file cannot be attached", async () => {
    const { err } = await chat("/attach nothing.txt\n/attach .\n/attach\n/help\n/quit\nnever asked");
    expect(err).toContain("nothing.txt.");
    expect(err).toContain("is not a file.");
    expect(err).toContain("0 files taken off.");
    expect(model.calls).toHaveLength(0);
  });
});

describe("--resume", () => {
  it("goes on with the last conversation or the named one, and shows its end", async () => {
    await chat("about hens\nand more");
    const id = /--resume (\w+)/.exec((await chat("about ducks")).err)?.[1] ?? "";
    await chat("about geese");
    const { err } = await chat("and?", "--resume", id);
    expect(err).toContain("about ducks\n\nYou ");
    expect(heard(-1)).toContain("about ducks");
    expect(heard(-1)).not.toContain("geese");
    expect((await chat("", "--resume", "zzzz")).code).toBe(2);
  });

  it("follows a run of it that had not ended, and others go on in the background", async () => {
    const dataDir = join(cwd, "data", "thorp");
    const { held, release } = heldModel(model);
    const engine = await createEngine({ dataDir, workspace: cwd, languageModels: { mine: held } });
    const other = await engine.ask({ text: "something else", model: "mine" });
    const own = await engine.ask({ text: "take your time", model: "mine" });
    await engine.close();
    model = held;
    const { out, err } = await chatHearing({
      input: "",
      argv: ["--resume", own.conversation],
      hear: (text) => text.includes("in the background") && release("take your time"),
    });
    expect(err).toContain("1 run from before goes on in the background: something else. /follow shows them.");
    expect(out).toMatch(/Answer \d\n/);
    const after = await createEngine({ dataDir });
    expect((await after.showRun(own.run)).run).toMatchObject({ state: "done", recoveries: 1 });
    expect((await after.listRuns({ conversation: other.conversation }))[0]).toMatchObject({ recoveries: 1 });
    expect((await after.listRuns({ unfinished: true })).map(({ id }) => id)).toEqual([other.run]);
    await after.close();
  });
});
