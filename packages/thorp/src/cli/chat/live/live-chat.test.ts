/** The real command over a real data folder, with a person at a terminal. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { createEngine } from "../../../engine/create-engine.ts";
import { createScriptedModel } from "../../../testing/scripted-model.ts";
import { runCli } from "../../run-cli.ts";
import { type HeldModel, heldModel } from "../../testing-held-model.ts";
import { createTestingTerminal, keys } from "../../testing-terminal.ts";
import { testingSurroundings } from "../../testing-thorp.ts";

let cwd: string;
let model: HeldModel;
let calls: HeldModel["held"]["calls"];

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "thorp-live-chat-"));
  const scripted = createScriptedModel({
    script: ({ prompt, tools }, index) => {
      const said = JSON.stringify(prompt.at(-1));
      const can = (tool: string) => tools?.some(({ name }) => name === tool) ?? false;
      if (said.includes("write it down") && can("write_file"))
        return { toolCalls: [{ name: "write_file", input: { path: "a.md", text: "new" } }] };
      if (said.includes("ask me") && can("ask_person") && !JSON.stringify(prompt).includes("Berlin"))
        return { toolCalls: [{ name: "ask_person", input: { question: "Which city?" } }] };
      if (said.includes('"text":"plan this') && can("plan")) {
        const tasks = [
          { id: "t1", goal: "Look slowly", agent: "alma" },
          { id: "t2", goal: "Then write", agent: "alma", needs: ["t1"] },
        ];
        return { toolCalls: [{ name: "plan", input: { tasks } }] };
      }
      return { text: said.includes("evil") ? "\u001b[2Jclean\u0007 text" : `Answer ${index}.` };
    },
  });
  model = heldModel(scripted);
  ({ calls } = scripted);
});

interface Sitting {
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly columns?: number;
}

function sitDown({ argv = [], env = {}, columns = 80 }: Sitting = {}) {
  const terminal = createTestingTerminal({ columns });
  const base = testingSurroundings({
    cwd,
    env: { ...process.env, CI: "", TERM: "xterm", ...env } as Record<string, string>,
  });
  const code = runCli(["chat", "-m", "mine", ...argv], {
    ...base,
    stdin: terminal.stdin,
    stdout: terminal.output,
    stderr: terminal.output,
    openEngine: (options) => createEngine({ ...options, languageModels: { mine: model.held } }),
  });
  const type = (line: string) => terminal.press(`${line}\r`);
  const leave = async () => {
    terminal.press(keys.ctrlD);
    return code;
  };
  return { ...terminal, type, leave, code, exits: base.exits, sendSignal: base.sendSignal };
}

const rowsWith = (rows: readonly string[], text: string) => rows.filter((row) => row.includes(text));

describe("a chat on a terminal", () => {
  it("answers, keeps the history for the next time, and leaves the terminal as it was", async () => {
    model.release("");
    const first = sitDown();
    await first.shows("/help lists the commands");
    first.type("my key is sk-proj-abcdefghijklmnopqrstuvwxyz0123456789ABCD");
    await first.shows("Answer 0.");
    await first.shows("alma>", 2);
    expect(await first.leave()).toBe(0);
    expect(first.isRaw()).toBe(false);
    expect(first.shown().at(-1)).toMatch(/^Conversation \w{6}: `thorp chat --resume \w{6}` goes on\.$/);
    const file = join(cwd, "data", "thorp", "chat-history");
    expect(readFileSync(file, "utf8")).toBe('"my key is [secret removed]"\n');
    expect(statSync(file).mode & 0o777).toBe(0o600);

    const second = sitDown({ argv: ["--resume"] });
    await second.shows("Answer 0.");
    await second.shows("alma>");
    second.press(keys.up);
    await second.shows("alma> my key is [secret removed]");
    second.press(keys.ctrlC);
    second.press(keys.ctrlC);
    await second.shows("Ctrl-C again or Ctrl-D leaves.");
    second.press(keys.ctrlC);
    expect(await second.code).toBe(130);
  });

  it("asks what is typed meanwhile next, and keeps the line that was begun", async () => {
    const { type, press, shows, shown, leave } = sitDown();
    await shows("alma>");
    type("the first one");
    await shows("understanding the request");
    type("the second one");
    await shows("next: the second one");
    press("and a thi");
    await shows("> and a thi");
    type("\u0015/teem x");
    await shows("There is no command /teem.");
    press("begun");
    model.release("the first one");
    await shows("Answer 0.");
    await shows("> the second one");
    model.release("the second one");
    await shows("alma> begun");
    press("\u0015");
    expect(await leave()).toBe(0);
    expect(rowsWith(shown(), "Answer")).toEqual(["Answer 0.", "Answer 1."]);
  });

  it("stops the run at Ctrl-C, keeps what was written, and does not ask what was waiting", async () => {
    const { type, press, shows, leave } = sitDown();
    await shows("alma>");
    type("this hangs");
    await shows("understanding the request");
    type("never asked");
    await shows("next: never asked");
    press(keys.ctrlC);
    await shows("The run was cancelled");
    await shows("not asked: never asked");
    press(keys.up);
    await shows("alma> never asked");
    press("\u0015");
    expect(await leave()).toBe(0);
    expect(calls).toHaveLength(0);
  });

  it("leaves at once at the second Ctrl-C, and in order at /quit", async () => {
    const first = sitDown();
    await first.shows("alma>");
    first.type("this hangs");
    await first.shows("understanding the request");
    first.press(keys.ctrlC + keys.ctrlC);
    await first.shows("The run was cancelled");
    expect(first.exits).toEqual([130]);
    // The process is gone by then; here it goes on.
    await first.shows("alma>", 2);
    first.sendSignal("SIGTERM");
    await first.code;

    const second = sitDown();
    await second.shows("alma>");
    second.type("this hangs too");
    await second.shows("understanding the request");
    second.type("/quit");
    expect(await second.code).toBe(0);
    expect(second.shown().join("\n")).toContain("The run was cancelled: the chat was left");
  });

  it("ends in order when it is told to", async () => {
    const { shows, sendSignal, code, isRaw } = sitDown();
    await shows("alma>");
    sendSignal("SIGTERM");
    expect(await code).toBe(143);
    expect(isRaw()).toBe(false);
  });

  it("sends a pasted block as one request, as it was", async () => {
    model.release("");
    const { press, type, shows, leave } = sitDown();
    await shows("alma>");
    press("see \u001b[200~if x:\n\treturn 1\n\u001b[201~");
    type(" please \\");
    await shows("…");
    type("thanks");
    await shows("Answer 0.");
    await shows("alma>", 2);
    expect(JSON.stringify(calls[0]?.prompt.at(-1))).toContain("see if x:\\n\\treturn 1 please \\nthanks");
    await leave();
  });

  it("lets no control sequence of a model through", async () => {
    model.release("");
    const { type, shows, leave, written } = sitDown();
    await shows("alma>");
    type("evil");
    await shows("[2Jclean text");
    await leave();
    expect(written()).not.toContain("\u001b[2J");
    expect(written()).not.toContain("\u0007");
  });

  it("fits a narrow terminal, without colours where none are wanted", async () => {
    const { type, shows, leave, written, shown } = sitDown({ columns: 24 });
    await shows("alma>");
    type("plan this 日本語 👨‍👩‍👧");
    model.release('"text":"plan this');
    await shows("Look slowly");
    expect(written()).not.toMatch(/\u001b\[[0-9;]*m/);
    model.release("Look slowly");
    model.release("Then write");
    model.release("");
    await shows("alma>", 2);
    expect(rowsWith(shown(), "Look slowly")).toHaveLength(1);
    await leave();
  });
});

describe("what a run asks", () => {
  it("is answered in its turn: approval, question", async () => {
    model.release("");
    const { type, press, shows, leave } = sitDown();
    await shows("alma>");
    type("write it down");
    await shows("Allow this? write 3 bytes to the new file a.md");
    press(`${keys.down}\r`);
    await shows("made a.md");
    expect(readFileSync(join(cwd, "a.md"), "utf8")).toBe("new");
    await shows("alma>", 2);
    type("/undo");
    await shows("removed a.md");
    expect(existsSync(join(cwd, "a.md"))).toBe(false);
    await shows("alma>", 3);
    press(keys.up);
    await shows("alma> write it down", 2);
    press("\u0015");
    type("ask me");
    await shows("Which city?");
    type("\u001b[200~Berlin\nMitte\u001b[201~");
    await shows("alma>", 4);
    expect(JSON.stringify(calls.at(-1)?.prompt)).toContain("Berlin\\nMitte");
    await leave();
  });

  it("needs no answer with /approve yes, and --yes", async () => {
    model.release("");
    const { type, shows, leave } = sitDown();
    await shows("alma>");
    type("/approve yes");
    await shows("is allowed without asking");
    type("write it down");
    await shows("made a.md");
    await shows("alma>", 3);
    expect(await leave()).toBe(0);
  });
});

describe("the plan", () => {
  function editor(command: string): string {
    const path = join(cwd, "editor.sh");
    writeFileSync(path, `#!/bin/sh\n${command}\n`);
    chmodSync(path, 0o700);
    return path;
  }

  it("is changed in the editor while it runs; mistakes are told and mended", async () => {
    const mistake = join(cwd, "mistake");
    writeFileSync(mistake, "");
    const EDITOR = editor(
      `if [ -e ${mistake} ]; then rm ${mistake}; sed -i 's/agent: alma/agent: almo/' "$1"; else sed -i 's/almo/alma/; s/Then write/Then sing/' "$1"; fi`,
    );
    const { type, press, shows, leave, shown } = sitDown({ env: { EDITOR } });
    await shows("alma>");
    type("/plan edit");
    await shows("There is no plan under way.");
    type("plan this");
    model.release('"text":"plan this');
    await shows("Then write");
    type("/plan edit");
    await shows("Mistake: task t2 goes to almo, who is not in the team; did you mean alma?");
    press(`${keys.down}\r`);
    await shows("The plan is changed; what has begun stays as it was.");
    await shows("Then sing");
    model.release("");
    await shows("✓ Then sing");
    await shows("alma>", 3);
    expect(rowsWith(shown(), "Then write")).toEqual([]);
    type("/plan");
    await shows("✓ Then sing", 2);
    await leave();
  });

  it("is shown first with /plan on, and can be edited then", async () => {
    model.release("");
    const EDITOR = editor(`sed -i 's/Look slowly/Look fast/' "$1"`);
    const { type, press, shows, leave } = sitDown({ env: { EDITOR } });
    await shows("alma>");
    type("/plan on");
    await shows("Plans are shown before they run");
    type("plan this");
    await shows("This is the plan:");
    press("\u001b[B\u001b[B\r");
    await shows("1. Look fast (alma)");
    press("\r");
    await shows("✓ Look fast");
    await shows("alma>", 3);
    expect(await leave()).toBe(0);
  });
});

describe("runs from before", () => {
  it("are followed with their questions when the conversation is resumed", async () => {
    const first = sitDown();
    await first.shows("alma>");
    first.type("write it down");
    model.release("write it down");
    await first.shows("Allow this?");
    first.sendSignal("SIGTERM");
    await first.shows("goes on with the run");
    await new Promise<void>((resolve) => {
      const look = () => (first.exits.length > 0 ? resolve() : setImmediate(look));
      look();
    });
    expect(first.exits).toEqual([143]);

    model.release("");
    const second = sitDown({ argv: ["--resume"] });
    await second.shows("Allow this? write 3 bytes to the new file a.md");
    second.press(`${keys.down}\r`);
    await second.shows("made a.md");
    expect(await second.leave()).toBe(0);
  });
});
