import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { createTestingTerminal, keys } from "../../testing-terminal.ts";
import { openHistory } from "./history-file.ts";
import { createLineJoiner } from "./join-lines.ts";
import { createKeyboard, folded, unfolded } from "./keyboard.ts";
import { type Completion, createLineEditor } from "./line-editor.ts";
import { createTypeAhead } from "./type-ahead.ts";

describe("lines", () => {
  const join_ = (...lines: string[]) => {
    const joiner = createLineJoiner();
    const texts = lines.flatMap((line) => joiner.push(line) ?? []);
    return [...texts, joiner.flush()];
  };

  it("are one request each", () => expect(join_("one", "", "two")).toEqual(["one", "two", undefined]));
  it("go on after a backslash, but not after an escaped one", () => {
    expect(join_("one \\", "two", "C:\\\\", "three")).toEqual(["one \ntwo", "C:\\\\", "three", undefined]);
  });
  it("go on inside a block, with whatever stands there", () => {
    expect(join_("explain ```", "a \\", "", "```", "next")).toEqual(["explain ```\na \\\n\n```", "next", undefined]);
    expect(join_("inline ```x``` ends")).toEqual(["inline ```x``` ends", undefined]);
  });
  it("are not lost when the input ends in the midst of one", () => {
    expect(join_("```", "code")).toEqual(["```\ncode"]);
    expect(join_("  ", "\\")).toEqual([undefined]);
  });
});

function setUp() {
  const terminal = createTestingTerminal();
  const keyboard = createKeyboard(terminal.stdin, terminal.output);
  let history: readonly string[] = [];
  let completion: Completion = { hits: [], part: "" };
  const editor = createLineEditor({
    keyboard,
    output: terminal.output,
    history: () => history,
    complete: async () => completion,
  });
  const read = (initial = "", signal = new AbortController().signal) => editor.read({ prompt: "> ", initial, signal });
  return {
    terminal,
    keyboard,
    read,
    remember: (...entries: string[]) => (history = entries),
    offer: (offered: Completion) => (completion = offered),
  };
}

describe("the line editor", () => {
  it("reads lines, also when several come at once, and loses none between two readers", async () => {
    const { terminal, read } = setUp();
    terminal.press("one\rtwo\r\nth");
    expect(await read()).toEqual({ kind: "line", text: "one" });
    expect(await read()).toEqual({ kind: "line", text: "two" });
    const third = read();
    await nextTurn();
    terminal.press("ree\r");
    expect(await third).toEqual({ kind: "line", text: "three" });
  });

  it("takes a pasted text of several lines for one line, exactly as it was but without control characters", async () => {
    const { terminal, read } = setUp();
    terminal.press("say \u001b[200~one\r\n\ttwo\u001b[31m\n\u001b[20");
    terminal.press("1~!\r");
    expect(await read()).toEqual({ kind: "line", text: "say one\n\ttwo[31m!" });
    expect(terminal.shown().at(-1)).toBe("> say one\u2424\u2409two[31m!");
    expect(unfolded(folded("a\nb\tc"))).toBe("a\nb\tc");
  });

  it("knows earlier lines, and completes", async () => {
    const { terminal, read, remember, offer } = setUp();
    remember("newest\nof two lines", "older");
    terminal.press(`${keys.up}\r`);
    expect(await read()).toEqual({ kind: "line", text: "newest\nof two lines" });
    offer({ hits: ["/team "], part: "/te" });
    terminal.press(`/te${keys.tab}alma\r`);
    expect(await read()).toEqual({ kind: "line", text: "/team alma" });
  });

  it("gives up what was typed at Ctrl-C, then tells of it; Ctrl-D and the end of the keys end it", async () => {
    const { terminal, read } = setUp();
    terminal.press(`typed${keys.ctrlC}`);
    const first = read();
    await nextTurn();
    terminal.press(keys.ctrlC);
    expect(await first).toEqual({ kind: "interrupt" });
    terminal.press(keys.ctrlD);
    expect(await read()).toEqual({ kind: "end" });
    const last = read("begun");
    terminal.stdin.end();
    expect(await last).toEqual({ kind: "end" });
    expect(await read()).toEqual({ kind: "end" });
  });

  it("can be taken away, and leaves the terminal as it was", async () => {
    const { terminal, keyboard, read } = setUp();
    const away = new AbortController();
    const reading = read("", away.signal);
    expect(terminal.isRaw()).toBe(true);
    away.abort();
    expect(await reading).toEqual({ kind: "interrupt" });
    keyboard.stop();
    expect(terminal.isRaw()).toBe(false);
    expect(terminal.written().endsWith("\u001b[?2004l")).toBe(true);
  });
});

describe("typing ahead", () => {
  it("hands on whole lines, keeps the begun one, and hears Ctrl-C", async () => {
    const { terminal, keyboard, read } = setUp();
    const heard: string[] = [];
    const ahead = createTypeAhead({
      keyboard,
      initial: "be",
      onLine: (line) => heard.push(line),
      onInterrupt: () => heard.push("^C"),
      onEnd: () => heard.push("^D"),
      onChange() {},
    });
    ahead.start();
    terminal.press(`gun\r\r${keys.ctrlD}two words\u0017${keys.up}three 👨‍👩‍👧\u007f\u007f${keys.ctrlC}`);
    await nextTurn();
    await nextTurn();
    expect(heard).toEqual(["begun", "^D", "^C"]);
    expect(ahead.text).toBe("two three");
    ahead.stop();
    const reading = read(ahead.drain());
    await nextTurn();
    terminal.press("!\r");
    expect(await reading).toEqual({ kind: "line", text: "two three!" });
    expect(ahead.text).toBe("");
  });
});

describe("the history", () => {
  const clean = (text: string) => text.replaceAll("hunter2", "[secret removed]");
  const file = () => join(mkdtempSync(join(tmpdir(), "thorp-history-")), "data", "chat-history");

  it("is there the next time, newest first, readable by its owner alone, without secrets", async () => {
    const path = file();
    const first = await openHistory({ file: path, clean });
    await first.add("one\nline");
    await first.add("my key is hunter2");
    await first.add("my key is hunter2");
    expect(first.entries()).toEqual(["my key is hunter2", "one\nline"]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const second = await openHistory({ file: path, clean });
    expect(second.entries()).toEqual(["my key is [secret removed]", "one\nline"]);
  });

  it("forgets the oldest, leaves out what is damaged, and never stops a chat", async () => {
    const path = file();
    await (await openHistory({ file: path, clean })).add("x");
    writeFileSync(path, `${'"old"\n'.repeat(1999)}{broken\n7\n`);
    const history = await openHistory({ file: path, clean });
    expect(history.entries()).toHaveLength(1000);
    await history.add("new");
    await history.add("newer");
    expect(readFileSync(path, "utf8").split("\n")).toHaveLength(1001);
    const nowhere = await openHistory({ file: join(path, "under", "a-file"), clean });
    await nowhere.add("kept for this process");
    expect(nowhere.entries()).toEqual(["kept for this process"]);
  });
});
