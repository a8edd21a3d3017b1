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

const peek = (text: string, ...earlier: readonly string[]) => peekIn(workspace, text, earlier);

async function peekIn(folder: string, text: string, earlier: readonly string[]): Promise<readonly string[]> {
  const peekFiles = filePeeker(
    { blob: async () => undefined, putBlob: async () => "0".repeat(32) },
    { clean: (text) => text },
  );
  const run = {
    run: "run_1",
    team: "alma",
    user: "local",
    request: requestOf({ text, workspace: folder, out: join(folder, "out") }),
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

  it("are a table of which two columns are named, where nothing else is meant", async () => {
    const place = await mkdtemp(join(tmpdir(), "thorp-peek-"));
    await writeFile(join(place, "sales.csv"), "date,region,product,revenue\n2025-01-01,North,Mug,12\n");
    await writeFile(join(place, "staff.csv"), "name,city\nAnn,Rome\n");
    const asked = (text: string, ...earlier: readonly string[]) => peekIn(place, text, earlier);
    expect(await asked("Which product grew most, and in all regions?")).toEqual(["sales.csv"]);
    expect(await asked("Write a poem about a product")).toEqual([]);
    expect(await asked("Which region sold the best product?", "Show staff.csv")).toEqual(["staff.csv"]);
    await rm(place, { recursive: true });
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
