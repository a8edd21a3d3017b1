import { describe, expect, it } from "vitest";
import { cleanText, oneLine } from "../../base/clean-text.ts";
import { byteWords, countWords, durationWords } from "../../base/words.ts";
import { createScreen } from "../testing-screen.ts";
import { rememberingOutput } from "../testing-thorp.ts";
import { createAnswerStream } from "./answer-stream.ts";
import { createLiveRegion } from "./live-region.ts";
import { createPaint } from "./paint.ts";
import { renderTable } from "./table.ts";
import { terminalOf } from "./terminal.ts";
import { fitText, rowsOf, textWidth } from "./text-width.ts";

describe("cleanText", () => {
  it("lets no escape sequence and no mark of direction through", () => {
    expect(cleanText("a\u001b[2Jb\u009b31mc\u202ed\r\u0007e\tf\ng")).toBe("a[2Jb31mcde\tf\ng");
  });
  it("keeps letters of all scripts", () => expect(cleanText("Grüße, 日本 👍🏽")).toBe("Grüße, 日本 👍🏽"));
  it("puts everything on one line", () => expect(oneLine("  a\n\n b\t c ")).toBe("a b c"));
});

describe("text width", () => {
  it("counts columns, not letters", () => {
    expect(textWidth("abc")).toBe(3);
    expect(textWidth("日本")).toBe(4);
    expect(textWidth("e\u0301")).toBe(1);
    expect(textWidth("\u001b[31mred\u001b[39m")).toBe(3);
    expect(textWidth("👍")).toBe(2);
  });
  it("cuts so that it fits, with a mark", () => {
    expect(fitText("abcdef", 6)).toBe("abcdef");
    expect(fitText("abcdef", 4)).toBe("abc…");
    expect(fitText("日本語", 4)).toBe("日…");
    expect(fitText("abc", 0)).toBe("");
  });
  it("counts rows after wrapping", () => {
    expect(rowsOf("", 10)).toBe(1);
    expect(rowsOf("0123456789", 10)).toBe(1);
    expect(rowsOf("0123456789a\nb\n", 10)).toBe(4);
  });
});

describe("words", () => {
  it("give durations", () => {
    expect([0, 950, 12_400, 200_000, 7_500_000].map(durationWords)).toEqual([
      "0.0 s",
      "0.9 s",
      "12 s",
      "3 min 20 s",
      "2 h 5 min",
    ]);
  });
  it("give amounts", () => {
    expect([countWords(1, "run"), countWords(1234, "run"), byteWords(812), byteWords(3400), byteWords(120e6)]).toEqual([
      "1 run",
      "1,234 runs",
      "812 B",
      "3.4 KB",
      "120 MB",
    ]);
  });
});

describe("terminalOf", () => {
  const tty = { isTTY: true, columns: 70, rows: 20 };
  const look = (env: Record<string, string>, streams: { out?: object; err?: object; in?: object } = {}) =>
    terminalOf({
      stdin: { isTTY: true, async *[Symbol.asyncIterator]() {}, ...streams.in },
      stdout: rememberingOutput({ ...tty, ...streams.out }),
      stderr: rememberingOutput({ ...tty, ...streams.err }),
      env,
    });
  const isColoured = (terminal: ReturnType<typeof look>) => terminal.paint.red("x") !== "x";

  it("is live and coloured on a terminal", () => {
    const terminal = look({ TERM: "xterm" });
    expect([terminal.isLive, terminal.isInteractive, isColoured(terminal)]).toEqual([true, true, true]);
    expect([terminal.width(), terminal.height()]).toEqual([70, 20]);
  });
  it("has no colours with NO_COLOR, but stays live", () => {
    const terminal = look({ TERM: "xterm", NO_COLOR: "1" });
    expect([terminal.isLive, isColoured(terminal)]).toEqual([true, false]);
  });
  it.each([{ TERM: "dumb" }, { CI: "true" }])("neither moves the cursor nor colours with %j", (env) => {
    const terminal = look(env as Record<string, string>);
    expect([terminal.isLive, terminal.isInteractive, isColoured(terminal)]).toEqual([false, false, false]);
  });
  it("is not live when one stream is a file, not interactive without a keyboard", () => {
    expect(look({}, { out: { isTTY: false } }).isLive).toBe(false);
    expect(look({}, { err: { isTTY: false } }).isLive).toBe(false);
    expect(look({}, { in: { isTTY: false } })).toMatchObject({ isLive: true, isInteractive: false });
    expect(look({ CI: "false" }).isLive).toBe(true);
  });
});

describe("renderTable", () => {
  const columns = [{ title: "name" }, { title: "count", isRight: true }, { title: "text", isFlexible: true }];
  const rows = [
    ["a", "1", "a long text that does not fit"],
    ["日本", "12345", "x"],
  ];
  it("lines up by columns", () => {
    expect(renderTable(rows, { columns, paint: createPaint(false) })).toBe(
      "name  count  text\na         1  a long text that does not fit\n日本  12345  x\n",
    );
  });
  it("cuts the flexible column to the width", () => {
    const lines = renderTable(rows, { columns, paint: createPaint(false), width: 30 })
      .trimEnd()
      .split("\n");
    expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(30);
    expect(lines[1]).toMatch(/a long text that…$/);
  });
});

describe("a live region", () => {
  it("redraws in place, also after the window has become narrower", () => {
    const screen = createScreen(20, 10);
    let width = 20;
    const region = createLiveRegion(screen, () => width);
    screen.write("before\n");
    region.draw(["one", "two", "three"]);
    region.draw(["only one"]);
    expect(screen.shown()).toEqual(["before", "only one"]);
    width = 4;
    const narrow = createScreen(4, 10);
    const other = createLiveRegion(narrow, () => width);
    other.draw(["12345678"]);
    other.draw(["x"]);
    expect(narrow.shown()).toEqual(["x"]);
  });
  it("leaves and clears", () => {
    const screen = createScreen(20, 10);
    const region = createLiveRegion(screen, () => 20);
    region.draw(["stays"]);
    region.leave();
    region.draw(["goes"]);
    region.clear();
    screen.write("after\n");
    expect(screen.shown()).toEqual(["stays", "after"]);
  });
});

describe("an answer on the screen", () => {
  const streamOn = (columns: number, height: number) => {
    const screen = createScreen(columns, height);
    const stream = createAnswerStream({
      output: screen,
      width: () => columns,
      height: () => height,
      paint: createPaint(false),
    });
    return { screen, stream };
  };
  it("grows", () => {
    const { screen, stream } = streamOn(10, 10);
    for (const text of ["The ", "The answer is ", "The answer is 408"]) stream.show(text);
    stream.end();
    screen.write("next");
    expect(screen.shown()).toEqual(["The answer", " is 408", "next"]);
  });
  it("is replaced by another text", () => {
    const { screen, stream } = streamOn(10, 10);
    screen.write("kept\n");
    stream.show("A first try of\nthree rows");
    stream.show("Better");
    expect(screen.shown()).toEqual(["kept", "Better"]);
  });
  it("says that it begins anew when the old text has scrolled away", () => {
    const { screen, stream } = streamOn(10, 3);
    stream.show("a\nb\nc\nd\ne");
    stream.show("new");
    expect(screen.shown().at(-1)).toBe("new");
    expect(screen.shown().join("")).toContain("again");
    expect(screen.shown().slice(0, 5)).toEqual(["a", "b", "c", "d", "e"]);
  });
});
