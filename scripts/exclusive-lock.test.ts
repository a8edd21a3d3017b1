import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";

const module = fileURLToPath(new URL("exclusive-lock.mjs", import.meta.url));
let folder: string;
let lock: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "thorp-lock-"));
  lock = join(folder, "deep/lock");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A process that takes the lock once and, while it has it, adds one to a counter in a way that overlaps would break. */
function contend(): Promise<number | null> {
  const script = `
    import { withLock } from ${JSON.stringify(module)};
    import { readFileSync, writeFileSync } from "node:fs";
    await withLock(${JSON.stringify(lock)}, async () => {
      const file = ${JSON.stringify(join(folder, "counter"))};
      const count = Number(readFileSync(file, "utf8"));
      await new Promise((wake) => setTimeout(wake, 20));
      writeFileSync(file, String(count + 1));
    });`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  return new Promise((resolve) => child.on("close", resolve));
}

async function contendWith(count: number): Promise<string> {
  writeFileSync(join(folder, "counter"), "0");
  const codes = await Promise.all(Array.from({ length: count }, contend));
  expect(codes.every((code) => code === 0)).toBe(true);
  return readFileSync(join(folder, "counter"), "utf8");
}

function leaveBehind(owner: string): void {
  mkdirSync(lock, { recursive: true });
  writeFileSync(join(lock, owner), "");
}

/** The id of a process that has just ended. */
async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""]);
  await new Promise((resolve) => child.on("close", resolve));
  return child.pid ?? 0;
}

it("lets one in at a time and leaves nothing behind", async () => {
  expect(await contendWith(5)).toBe("5");
  expect(existsSync(lock)).toBe(false);
  expect(readdirSync(join(folder, "deep"))).toEqual([]);
});

it("takes over from a dead owner, one process only", async () => {
  leaveBehind(`${await deadProcess()}-x`);
  expect(await contendWith(5)).toBe("5");
});

it("takes over when the owner's process id belongs to somebody else by now", async () => {
  leaveBehind(`${process.pid}-x`);
  const longAgo = new Date(Date.now() - 120_000);
  utimesSync(join(lock, `${process.pid}-x`), longAgo, longAgo);
  expect(await contendWith(1)).toBe("1");
});

it("takes over what a crash left empty", async () => {
  mkdirSync(lock, { recursive: true });
  expect(await contendWith(2)).toBe("2");
});

it("waits for a living owner", async () => {
  leaveBehind(`${process.pid}-x`);
  writeFileSync(join(folder, "counter"), "0");
  let isDone = false;
  const contender = contend().then(() => (isDone = true));
  await new Promise((wake) => setTimeout(wake, 400));
  expect(isDone).toBe(false);
  rmSync(lock, { recursive: true });
  await contender;
  expect(readFileSync(join(folder, "counter"), "utf8")).toBe("1");
});
