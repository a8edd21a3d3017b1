/** The promises of the seam, over everything that stands behind it. */
import { describe, expect, it } from "vitest";
import { createSystemClock } from "../base/clock.ts";
import { sandboxConformance } from "../testing/sandbox-conformance.ts";
import { limitsFrom } from "./limits.ts";
import { cagedCommand } from "./process/caged-command.ts";
import { createFindCage } from "./process/find-cage.ts";
import { createBareMaker, createCageMaker } from "./process/process-sandbox.ts";
import { createQuickjsMaker } from "./quickjs/quickjs-sandbox.ts";

const clock = createSystemClock();
const findCage = createFindCage({ path: process.env["PATH"] ?? "" });
const cage = await findCage();

const shell = {
  echo: "cat",
  fail: "echo no >&2; exit 3",
  files: "cat given.txt; echo made > made/by.txt",
  loop: "while :; do :; done",
  hog: `exec python3 -c 'a = []
while True: a.append(bytearray(1 << 20))'`,
  flood: "yes",
  fill: "i=0; while :; do i=$((i + 1)); head -c 500000 /dev/zero > f$i || exit 1; done",
  slow: "echo first; sleep 600 & sleep 600",
};
const javascript = {
  echo: "print(inputText)",
  fail: "console.error('no'); throw new Error('failed')",
  files: "print(readFile('given.txt')); writeFile('made/by.txt', 'made')",
  loop: "for (;;);",
  hog: "const a = []; for (;;) a.push(new Uint8Array(1 << 20))",
  flood: "for (;;) print('x'.repeat(1000))",
  fill: "for (let i = 0; ; i++) writeFile('f' + i, 'x'.repeat(500000))",
  slow: "print('first'); for (;;) print('')",
};

describe("QuickJS", () => {
  it.each(
    sandboxConformance({ maker: createQuickjsMaker({ clock }), language: "javascript", programs: javascript }).map(
      ({ name, run }) => [name, run] as const,
    ),
  )("%s", async (_name, run) => run());

  it("is given neither a network nor a folder", async () => {
    const maker = createQuickjsMaker({ clock });
    await expect(maker.open({ network: true })).rejects.toMatchObject({ code: "input-invalid" });
    await expect(maker.open({ folder: "/tmp" })).rejects.toMatchObject({ code: "input-invalid" });
  });
});

describe("processes with our own rights", () => {
  it.each(
    sandboxConformance({ maker: createBareMaker({ clock }), language: "sh", programs: shell }).map(
      ({ name, run }) => [name, run] as const,
    ),
  )("%s", async (_name, run) => run());
});

describe(`processes in a cage (${cage.ok ? `bubblewrap ${cage.version}` : cage.why})`, () => {
  const maker = createCageMaker({ clock, findCage });
  // Where the system lets nobody make a cage, that is what every promise comes to: it says so, and runs nothing.
  it.each(sandboxConformance({ maker, language: "sh", programs: shell }).map(({ name, run }) => [name, run] as const))(
    "%s",
    async (_name, run) => {
      if (cage.ok) await run();
      else await expect(run()).rejects.toMatchObject({ code: "sandbox-missing" });
    },
  );
});

describe("where there is no cage", () => {
  it.each([
    ["bubblewrap is not installed", { path: "/nowhere" }, /not installed/, "apt-get install bubblewrap"],
    ["the system is another one", { path: "/usr/bin", platform: "darwin" as const }, /only Linux/, "container"],
  ])("because %s, it says so and how to mend it", async (_why, options, why, hint) => {
    const none = createFindCage(options);
    expect(await none()).toMatchObject({ ok: false, why: expect.stringMatching(why) });
    const opening = createCageMaker({ clock, findCage: none }).open();
    await expect(opening).rejects.toMatchObject({ code: "sandbox-missing", hint: expect.stringContaining(hint) });
    await expect(cagedCommand(none, { command: "true", folder: "/tmp" })).rejects.toMatchObject({
      code: "sandbox-missing",
    });
  });
});

it("keeps every limit within bounds, whatever is asked for", () => {
  expect(limitsFrom({ timeMs: 1e12, memoryBytes: 0, processes: -5, outputBytes: 5.5 })).toMatchObject({
    timeMs: 600_000,
    memoryBytes: 16 << 20,
    processes: 1,
    outputBytes: 6,
  });
});
