import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { requestOf } from "../orchestration/test-world.ts";
import { filePeeker } from "./peek-files.ts";

let workspace = "";
beforeAll(async () => {
  workspace = await mkdtemp(join(tmpdir(), "thorp-peek-"));
  await mkdir(join(workspace, "docs"));
  for (const name of [
    "sales-2025.csv",
    "minutes.md",
    "docs/create-is-not-write.md",
    "docs/2026-11-21-html-with-domino.md",
  ]) {
    await writeFile(join(workspace, name), "a,b\n1,2\n");
  }
});
afterAll(() => rm(workspace, { recursive: true }));

async function peek(text: string): Promise<readonly string[]> {
  const peekFiles = filePeeker({ blob: async () => undefined });
  const run = {
    run: "run_1",
    team: "alma",
    user: "local",
    request: requestOf({ text, workspace, out: join(workspace, "out") }),
  };
  return (await peekFiles(run, new AbortController().signal)).map(({ path }) => path);
}

describe("the files that a request seems to mean", () => {
  it.each([
    ["What do the sales say?", ["sales-2025.csv"]],
    ["sum up the minute", ["minutes.md"]],
    ["why create is not write", ["docs/create-is-not-write.md"]],
  ])("%s", async (text, paths) => {
    expect(await peek(text)).toEqual(paths);
  });

  it("are none where one small word of a long name stands in it by chance", async () => {
    expect(await peek("Write a short poem about tax season")).toEqual([]);
    expect(await peek("Plan an offsite with a budget of 6000 euros in 2026")).toEqual([]);
  });

  it("are not looked for where a file is named", async () => {
    expect(await peek("compare the sales with minutes.md")).toEqual(["minutes.md"]);
  });
});
