import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Thorp } from "../../src/engine/thorp.ts";
import { askTeam, openOffline } from "./ask-team.ts";

let thorp: Thorp;
let out: string;
beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), "thorp-offline-"));
  thorp = await openOffline();
});
afterAll(async () => {
  await thorp.close();
  rmSync(out, { recursive: true });
});

/** What is asked, what the answer says, and who does it in magus and in village. */
const requests = [
  ["What is 17.5 percent of 2,340?", "409.5", "executor", "magi"],
  ["Convert 12 miles to kilometres", "19.312128 km", "executor", "magi"],
  ["How many working days are there between 3 March 2026 and 18 April 2026?", "33 workdays", "executor", "magi"],
  ["Which weekday is 24 December 2026?", "Thursday", "executor", "magi"],
  ["What does examples/data/contract.docx say about the notice period?", "notice", "knowledge", "sage"],
  ["What is the total on examples/data/invoice.pdf?", "2,936.92", "knowledge", "sage"],
  ["List the CSV files in the folder examples/data", "staff.csv", "knowledge", "sage"],
  ["Search examples/data/notes.md for the word price", "price", "knowledge", "sage"],
  ["What is the average salary by department in examples/data/staff.csv?", "50,372.73", "executor", "magi"],
  ["Convert 180 cm to feet and 75 kg to pounds", "165.3467 lb", "executor", "magi"],
  ["Which region sold most in examples/data/sales.csv?", "North", "executor", "magi"],
] as const;

describe.each(["alma", "toollama", "magus", "village"] as const)("on rules, %s", (team) => {
  it.each(requests)("answers: %s", async (text, expected, inMagus, inVillage) => {
    const told = await askTeam(thorp, { text, team, out });
    expect(told.text).toContain(expected);
    expect(told.state).toBe("done");
    if (team === "magus") expect(new Set(told.agents)).toEqual(new Set([inMagus]));
    if (team === "village") expect(new Set(told.agents)).toEqual(new Set([inVillage]));
  });

  it("makes a report of several steps, and cites what it says", async () => {
    const text =
      "Which region sold most in examples/data/sales.csv? Show revenue by month as a table and write a one-page report";
    const told = await askTeam(thorp, { text, team, out });
    expect(told.state).toBe("done");
    expect(told.text).toMatch(/North has the highest.*\[1\]/s);
    expect(told.text).toMatch(/report/i);
    expect(told.agents.length).toBeGreaterThanOrEqual(3);
  });
});
