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

async function peek(text: string, ...earlier: readonly string[]): Promise<readonly string[]> {
  const peekFiles = filePeeker(
    { blob: async () => undefined, putBlob: async () => "0".repeat(32) },
    { clean: (text) => text },
  );
  const run = {
    run: "run_1",
    team: "alma",
    user: "local",
    request: requestOf({ text, workspace, out: join(workspace, "out") }),
  };
  return (await peekFiles({ run, earlier }, new AbortController().signal)).map(({ path }) => path);
}

describe("the files that a request seems to mean", () => {
  it.each([
    ["What do the sales say?", ["sales-2025.csv"]],
    ["sum up the minute", ["minutes.md"]],
    ["why create is not write", ["docs/create-is-not-write.md"]],
    ["Read the files in docs", ["docs/create-is-not-write.md", "docs/2026-11-21-html-with-domino.md"]],
    [
      "What stands in the folder docs about minutes?",
      ["docs/create-is-not-write.md", "docs/2026-11-21-html-with-domino.md"],
    ],
    ["Sum up the minutes of the docs meeting", ["minutes.md"]],
  ])("%s", async (text, paths) => {
    expect([...(await peek(text))].sort()).toEqual([...paths].sort());
  });

  it("are none where one small word of a long name stands in it by chance", async () => {
    expect(await peek("Write a short poem about tax season")).toEqual([]);
    expect(await peek("Plan an offsite with a budget of 6000 euros in 2026")).toEqual([]);
  });

  it("are not looked for where a file is named", async () => {
    expect(await peek("compare the sales with minutes.md")).toEqual(["minutes.md"]);
  });
});

describe("files of the conversation", () => {
  it("are looked at where the request names none or points back, those of the newest request that had any", async () => {
    expect(await peek("and by region?", "read minutes.md", "the total of sales-2025.csv", "thanks")).toEqual([
      "sales-2025.csv",
    ]);
    expect(await peek("save that to total.md", "the total of sales-2025.csv")).toEqual(["sales-2025.csv"]);
    expect(await peek("append it to minutes.md", "the total of sales-2025.csv")).toEqual([
      "minutes.md",
      "sales-2025.csv",
    ]);
  });

  it("are left alone where the request has files of its own", async () => {
    expect(await peek("read minutes.md", "the total of sales-2025.csv")).toEqual(["minutes.md"]);
  });
});
