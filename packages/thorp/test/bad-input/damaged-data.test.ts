/** A damaged data folder: said with the command that mends it, nothing deleted. */
import { copyFile, open, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createEngine } from "../../src/engine/create-engine.ts";
import { newFolder, openBench, serve } from "./test-bench.ts";

const LONG = Array.from({ length: 2000 }, (_, at) => `All work ${at * 7919} and no play. `).join("");

describe("a damaged core.db", () => {
  /** A folder with a few runs in it. */
  async function folderWithRuns() {
    const { catalogue } = await serve(() => ({ text: LONG }));
    const folder = await newFolder();
    const bench = await openBench({ catalogues: [catalogue], team: "solo" }, { folder, keep: true });
    for (let asked = 0; asked < 5; asked++) await bench.ask(`Question ${asked}`);
    await bench.engine.close();
    return { folder, file: join(bench.dataDir, "core.db"), catalogue };
  }

  const write = async (file: string, position: number, bytes: Uint8Array): Promise<void> => {
    const handle = await open(file, "r+");
    await handle.write(bytes, 0, bytes.length, position);
    await handle.close();
  };
  const garbage = (length: number): Uint8Array => Uint8Array.from({ length }, (_, index) => (index * 37 + 11) % 256);

  it.each([
    ["garbage from the first byte", (file: string) => write(file, 0, garbage(4096))],
    ["a text file in its place", (file: string) => writeFile(file, "this is no database\n".repeat(500))],
    ["the table of contents overwritten", (file: string) => write(file, 100, garbage(3900))],
    ["the table of contents emptied", (file: string) => write(file, 100, Uint8Array.from([13, 0, 0, 0, 0, 16, 0, 0]))],
    [
      "everything behind the first page overwritten",
      async (file: string) => write(file, 4096, garbage((await stat(file)).size - 4096)),
    ],
    [
      "the second half cut off",
      async (file: string) => truncate(file, Math.floor((await stat(file)).size / 8192) * 4096),
    ],
  ])("%s is said with the command that mends it, and nothing is deleted", async (_name, damage) => {
    const { folder, file, catalogue } = await folderWithRuns();
    await copyFile(file, `${file}.whole`);
    await damage(file);
    const damaged = await readFile(file);
    const options = {
      catalogues: [catalogue],
      team: "solo",
      dataDir: join(folder, "data"),
      teamFolders: [join(import.meta.dirname, "teams")],
      env: {},
    };
    const tried = await createEngine(options)
      .then(async (engine) => {
        try {
          const { run } = await engine.ask({ text: "hi" });
          for await (const update of engine.follow(run, { signal: AbortSignal.timeout(10_000) }))
            if (update.kind === "event" && update.event.type === "run-end") return update.event;
          return undefined;
        } finally {
          await engine.close();
        }
      })
      .catch((error: unknown) => error);
    expect(tried).toMatchObject({
      code: "data-corrupt",
      message: expect.stringMatching(/damaged/),
      hint: expect.stringMatching(/thorp doctor --fix/),
    });
    expect((await readFile(file)).equals(damaged), "the file is as it was").toBe(true);
    // Whoever puts a whole copy in its place has everything again.
    for (const name of await readdir(join(folder, "data")))
      if (/-(wal|shm)$/.test(name)) await rm(join(folder, "data", name));
    await copyFile(`${file}.whole`, file);
    const bench = await openBench({ catalogues: [catalogue], team: "solo" }, { folder });
    expect(await bench.engine.listRuns()).toHaveLength(5);
    await bench.goesOn();
  });

  it("a data folder that is a file", async () => {
    const folder = await newFolder();
    await writeFile(join(folder, "data"), "");
    await expect(createEngine({ dataDir: join(folder, "data"), env: {} })).rejects.toMatchObject({
      code: "storage-failed",
      hint: expect.stringMatching(/thorp doctor/),
    });
  });
});
