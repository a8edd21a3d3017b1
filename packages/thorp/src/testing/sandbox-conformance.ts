/**
 * What every sandbox promises, as a plain list; run it over an implementation of your own with any test runner.
 *
 * The suite knows no language: whoever runs it gives the few programs that it needs.
 */
import assert from "node:assert/strict";
import { ThorpError } from "../base/errors.ts";
import type {
  LimitName,
  Program,
  ProgramEnd,
  ProgramUpdate,
  Sandbox,
  SandboxLimits,
  SandboxMaker,
} from "../sandbox/sandbox.ts";
import type { ConformanceCase } from "./conformance-case.ts";

/** An implementation, and programs in one of its languages. */
export interface SandboxUnderTest {
  readonly maker: SandboxMaker;
  readonly language: Program["language"];
  readonly programs: {
    /** Prints what it was given as input. */
    readonly echo: string;
    /** Prints `no` on the error stream and fails. */
    readonly fail: string;
    /** Prints the file `given.txt`, and writes `made` into `made/by.txt`; the folder is there. */
    readonly files: string;
    readonly loop: string;
    /** Takes memory without end. */
    readonly hog: string;
    /** Prints without end. */
    readonly flood: string;
    /** Writes files without end. */
    readonly fill: string;
    /** Prints `first`, then works until it is stopped. */
    readonly slow: string;
  };
}

const MiB = 1 << 20;

/** Each case opens sandboxes of its own and closes them. */
export function sandboxConformance(under: SandboxUnderTest): readonly ConformanceCase[] {
  const { programs, language } = under;
  const limited = (limit: LimitName, source: string, limits: Partial<SandboxLimits>) => ({
    name: `ends a program at its limit of ${limit} and can be used again`,
    run: () =>
      withSandbox(under, limits, async (sandbox) => {
        const { end } = await finish(sandbox.run({ language, source }));
        // An interpreter that has no memory left may find no way out before its time is over.
        const names: readonly string[] = limit === "memory" ? ["memory", "time"] : [limit];
        assert.ok(end.kind === "limit" && names.includes(end.limit), `it ended so: ${JSON.stringify(end)}`);
        assert.match(end.message, /stopped\.$/);
        if (limit !== "disk") await sandbox.writeFile("x.txt", Buffer.from("x"));
        const again = await finish(sandbox.run({ language, source: programs.echo, input: "still here" }));
        assert.match(again.out, /still here/);
      }),
  });
  const inSandbox = (name: string, work: (sandbox: Sandbox) => Promise<void>): ConformanceCase => ({
    name,
    run: () => withSandbox(under, {}, work),
  });
  return [
    inSandbox("gives a program its input and tells what it prints", async (sandbox) => {
      const told = await finish(sandbox.run({ language, source: programs.echo, input: "grüße 🌍" }));
      assert.match(told.out, /grüße 🌍/);
      assert.deepEqual([told.err, told.end.kind, "code" in told.end && told.end.code], ["", "exit", 0]);
    }),
    inSandbox("tells a program that fails from one that works", async (sandbox) => {
      const { out, err, end } = await finish(sandbox.run({ language, source: programs.fail }));
      assert.equal(out, "");
      assert.match(err, /no/);
      assert.ok(end.kind === "exit" && end.code !== 0);
    }),
    inSandbox("shares its files with its programs", (sandbox) => sharesFiles(sandbox, under)),
    inSandbox("edits a text in one place, and says why not where it is not clear", editsFiles),
    inSandbox("lets no path lead out of it", refusesPaths),
    inSandbox("tells output while the program runs, and stops when nobody listens", (sandbox) =>
      stopsWithoutReader(sandbox, under),
    ),
    inSandbox("stops when it is aborted, and when it is closed", (sandbox) => stops(sandbox, under)),
    inSandbox("runs one program after the other", async (sandbox) => {
      const echo = (input: string) => finish(sandbox.run({ language, source: programs.echo, input }));
      const told = await Promise.all(["a", "b", "c"].map(echo));
      assert.deepEqual(
        told.map(({ out }) => out.trim()),
        ["a", "b", "c"],
      );
    }),
    inSandbox("is of no use once it is closed, and closing twice is no error", async (sandbox) => {
      await sandbox.close();
      await sandbox.close();
      const late = async () => finish(sandbox.run({ language, source: programs.echo }));
      for (const use of [late, async () => sandbox.listFiles(), async () => sandbox.readFile("a")])
        await rejectsWith(use, "sandbox-unknown");
    }),
    {
      name: "keeps sandboxes apart",
      run: () =>
        withSandbox(under, {}, (one) =>
          withSandbox(under, {}, async (other) => {
            await one.writeFile("mine.txt", Buffer.from("mine"));
            assert.deepEqual(await other.listFiles(), []);
          }),
        ),
    },
    {
      name: "refuses a file beyond the limit of its disk",
      run: () =>
        withSandbox(under, { diskBytes: MiB }, async (sandbox) => {
          await rejectsWith(async () => sandbox.writeFile("big", new Uint8Array(MiB + 1)), "input-too-large");
        }),
    },
    limited("time", programs.loop, { timeMs: 500 }),
    limited("memory", programs.hog, { memoryBytes: 64 * MiB, timeMs: 10_000 }),
    limited("output", programs.flood, { outputBytes: 50_000, timeMs: 20_000 }),
    limited("disk", programs.fill, { diskBytes: 4 * MiB, timeMs: 20_000 }),
  ];
}

async function withSandbox(
  { maker }: SandboxUnderTest,
  limits: Partial<SandboxLimits>,
  work: (sandbox: Sandbox) => Promise<void>,
): Promise<void> {
  const sandbox = await maker.open({ limits });
  try {
    await work(sandbox);
  } finally {
    await sandbox.close();
  }
}

async function sharesFiles(sandbox: Sandbox, { language, programs }: SandboxUnderTest): Promise<void> {
  await sandbox.writeFile("given.txt", Buffer.from("from outside"));
  await sandbox.writeFile("made/old.txt", Buffer.from("old"));
  const { out, err } = await finish(sandbox.run({ language, source: programs.files }));
  assert.match(out, /from outside/, err);
  assert.equal(
    Buffer.from(await sandbox.readFile("made/by.txt"))
      .toString()
      .trim(),
    "made",
  );
  const entries = await sandbox.listFiles();
  assert.deepEqual(
    entries.map(({ path, kind }) => `${kind} ${path}`),
    ["file given.txt", "folder made", "file made/by.txt", "file made/old.txt"],
  );
  assert.equal(entries[0]?.bytes, 12);
  assert.deepEqual(
    (await sandbox.listFiles("made")).map(({ path }) => path),
    ["made/by.txt", "made/old.txt"],
  );
  await rejectsWith(() => sandbox.readFile("made/gone.txt"), "file-unknown");
  await rejectsWith(() => sandbox.readFile("made"), "file-unknown");
  await rejectsWith(() => sandbox.readFile("given.txt", { maxBytes: 3 }), "input-too-large");
}

async function editsFiles(sandbox: Sandbox): Promise<void> {
  await sandbox.writeFile("a.txt", Buffer.from("one\ntwo\ntwo too\n"));
  const edited = await sandbox.editFile("a.txt", { kind: "replace", find: "one", put: "1" });
  assert.deepEqual(edited, { text: "1\ntwo\ntwo too\n", line: 1 });
  await sandbox.editFile("a.txt", { kind: "insert", line: 1, text: "1.5" });
  assert.equal(Buffer.from(await sandbox.readFile("a.txt")).toString(), "1\n1.5\ntwo\ntwo too\n");
  await rejectsWith(() => sandbox.editFile("a.txt", { kind: "replace", find: "two", put: "2" }), "input-invalid");
  await rejectsWith(() => sandbox.editFile("a.txt", { kind: "replace", find: "three", put: "3" }), "input-invalid");
  await rejectsWith(() => sandbox.editFile("a.txt", { kind: "insert", line: 9, text: "x" }), "input-invalid");
  await rejectsWith(() => sandbox.editFile("b.txt", { kind: "insert", line: 0, text: "x" }), "file-unknown");
  await sandbox.writeFile("c.bin", new Uint8Array([0xff, 0xfe, 0]));
  await rejectsWith(() => sandbox.editFile("c.bin", { kind: "insert", line: 0, text: "x" }), "input-invalid");
}

async function refusesPaths(sandbox: Sandbox): Promise<void> {
  const paths = ["../x", "a/../../x", "/etc/passwd", "a\0b", "a\\..\\x", "", ".", "a/", "x".repeat(300), "a\nb"];
  for (const path of paths) {
    await rejectsWith(async () => sandbox.readFile(path), "input-invalid");
    await rejectsWith(async () => sandbox.writeFile(path, new Uint8Array(1)), "input-invalid");
  }
  for (const folder of ["..", "/", "a/../.."])
    await rejectsWith(async () => sandbox.listFiles(folder), "input-invalid");
  await sandbox.writeFile("a", new Uint8Array(1));
  await rejectsWith(async () => sandbox.writeFile("a/b", new Uint8Array(1)), "input-invalid");
}

async function stopsWithoutReader(sandbox: Sandbox, { language, programs }: SandboxUnderTest): Promise<void> {
  let first = "";
  for await (const update of sandbox.run({ language, source: programs.slow })) {
    if (update.kind === "output") first += update.text;
    if (first.includes("first")) break;
  }
  // The next one waits for the end of this one: were it still running, nothing would come.
  const next = await finish(sandbox.run({ language, source: programs.echo, input: "next" }));
  assert.match(next.out, /next/);
}

async function stops(sandbox: Sandbox, { language, programs }: SandboxUnderTest): Promise<void> {
  const aborted = new AbortController();
  aborted.abort();
  const never = await finish(sandbox.run({ language, source: programs.slow }, aborted.signal));
  assert.equal(never.end.kind, "stopped");
  const later = new AbortController();
  const stopped = await finish(sandbox.run({ language, source: programs.slow }, later.signal), () => later.abort());
  assert.equal(stopped.end.kind, "stopped");
  const closing: Promise<void>[] = [];
  const closed = await finish(sandbox.run({ language, source: programs.slow }), () => closing.push(sandbox.close()));
  assert.equal(closed.end.kind, "stopped");
  await Promise.all(closing);
}

async function finish(
  updates: AsyncIterable<ProgramUpdate>,
  onOutput: () => unknown = () => {},
): Promise<{ readonly out: string; readonly err: string; readonly end: ProgramEnd }> {
  const told = { out: "", err: "" };
  let end: ProgramEnd | undefined;
  for await (const update of updates) {
    assert.equal(end, undefined, "the end is the last update");
    if (update.kind === "end") end = update.end;
    else {
      told[update.stream] += update.text;
      onOutput();
    }
  }
  assert.ok(end !== undefined, "every program has an end");
  return { ...told, end };
}

async function rejectsWith(work: () => Promise<unknown>, code: string): Promise<void> {
  await assert.rejects(work, (error) => {
    assert.ok(error instanceof ThorpError, String(error));
    assert.equal(error.code, code, error.message);
    return true;
  });
}
