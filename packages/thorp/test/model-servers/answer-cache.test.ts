/** Answers of agents that say that they are cacheable: over runs, over restarts, shown and cleared. */
import { join } from "node:path";
import { expect, it } from "vitest";
import { runCli } from "../../src/cli/run-cli.ts";
import { testingSurroundings } from "../../src/cli/testing-thorp.ts";
import { newFolder, openBench, serve } from "../bad-input/test-bench.ts";

async function scene() {
  const folder = await newFolder();
  let calls = 0;
  const { catalogue } = await serve(() => ({ text: `Answer ${++calls}.` }));
  const open = (keep = true) =>
    openBench(
      { catalogues: [catalogue], teamFolders: [join(import.meta.dirname, "teams")], dataDir: join(folder, "data") },
      { folder, keep },
    );
  const cli = async (...argv: readonly string[]) => {
    const surroundings = testingSurroundings({ cwd: folder });
    expect(await runCli(["cache", ...argv, "--data-dir", join(folder, "data")], surroundings)).toBe(0);
    return surroundings.stdout.text;
  };
  return { open, cli, calls: () => calls };
}

it("the same question at temperature 0 is answered from the cache, in the next run and after a restart", async () => {
  const { open, calls } = await scene();
  const { engine, ask } = await open();
  const first = await ask("What is it?", { team: "steady" });
  const second = await ask("What is it?", { team: "steady" });
  expect([first.text, second.text, calls()]).toEqual(["Answer 1.", "Answer 1.", 1]);
  expect(JSON.stringify(second.all("step-start"))).toContain("from the cache");
  expect((await engine.listCaches()).find(({ name }) => name === "answers")).toMatchObject({ hits: 1, entries: 1 });
  await engine.close();
  const again = await open();
  expect((await again.ask("What is it?", { team: "steady" })).text).toBe("Answer 1.");
  expect((await again.ask("What else?", { team: "steady" })).text).toBe("Answer 2.");
});

it("with dice in the model nothing is kept, whatever the file says", async () => {
  const { open, calls } = await scene();
  const { ask } = await open();
  for (let run = 0; run < 2; run++) await ask("What is it?", { team: "loose" });
  expect(calls()).toBe(2);
});

it("is shown and cleared from the command line, also under the eyes of a running engine", async () => {
  const { open, cli } = await scene();
  expect(await cli("show")).toMatch(/^0 entries, 0 B/);
  const { ask } = await open();
  for (let run = 0; run < 3; run++) await ask("What is it?", { team: "steady" });
  expect(await cli("show")).toMatch(/answer +near\/one +steady +1 +\d+ B/);
  expect(await cli("clear", "--team", "other")).toBe("0 entries forgotten.\n");
  expect(await cli("clear", "--team", "steady", "--model", "near/one")).toBe("1 entry forgotten.\n");
  expect((await ask("What is it?", { team: "steady" })).text).toBe("Answer 2.");
});
