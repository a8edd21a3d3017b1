/** With a stand-in for `systemd-run` that does what the real one does last: it becomes the program. */
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSystemClock } from "../../base/clock.ts";
import { createFindCgroup, type FindCgroupOptions } from "./find-cgroup.ts";
import { createBareMaker } from "./process-sandbox.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "thorp-cgroup-"));
  await mkdir(join(folder, "bin"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Writes down what it was called with. */
const standIn = `#!/bin/sh
echo "$@ $XDG_RUNTIME_DIR" >> "$(dirname "$0")/called"
while [ "$1" != "--" ]; do shift; done
shift
exec "$@"
`;

async function machine(script: string | undefined, limits: Readonly<Record<string, string>> = {}) {
  if (script !== undefined) {
    await writeFile(join(folder, "bin/systemd-run"), script);
    await chmod(join(folder, "bin/systemd-run"), 0o755);
  }
  const group = /^0::(.*)$/m.exec(await readFile("/proc/self/cgroup", "utf8"))?.[1] ?? "/";
  await mkdir(join(folder, "groups", group), { recursive: true });
  for (const [name, value] of Object.entries(limits))
    await writeFile(join(folder, "groups", group, name), `${value}\n`);
  const options: FindCgroupOptions = {
    ...{ path: join(folder, "bin"), env: { XDG_RUNTIME_DIR: "/run/user/7" }, user: 1000 },
    ...{ root: join(folder, "groups"), platform: "linux" },
  };
  return { find: createFindCgroup(options), options };
}

const held = { "memory.max": String(96 << 20), "pids.max": "37" };

describe("a machine", () => {
  it.each([
    ["that holds both", standIn, held, { ok: true, memory: true, pids: true }],
    ["that holds memory alone", standIn, { ...held, "pids.max": "max" }, { ok: true, memory: true, pids: false }],
    ["that holds nothing", standIn, { "memory.max": "max", "pids.max": "max" }, { why: /limits hold nothing/ }],
    ["without systemd-run", undefined, held, { why: /no systemd-run/ }],
    ["whose systemd refuses", "#!/bin/sh\necho no bus >&2; exit 1\n", held, { why: /no group here: no bus/ }],
  ])("%s", async (_name, script, limits, expected) => {
    const { why, ...rest } = { why: undefined, ...expected } as { readonly why?: RegExp };
    const facts = await (await machine(script, limits)).find();
    expect(facts).toMatchObject(why === undefined ? rest : { ok: false, why: expect.stringMatching(why) });
  });

  it("on which we are root, and any but Linux, has none", async () => {
    const { options } = await machine(standIn, held);
    expect(await createFindCgroup({ ...options, user: 0 })()).toMatchObject({ ok: false });
    expect(await createFindCgroup({ ...options, platform: "darwin" })()).toMatchObject({ ok: false });
  });
});

it("a program runs in a group with its limits, and with nothing of the environment that made the group", async () => {
  const { find } = await machine(standIn, held);
  const sandbox = await createBareMaker({ clock: createSystemClock(), findCgroup: find }).open({
    folder,
    limits: { memoryBytes: 200 << 20, processes: 9 },
  });
  let output = "";
  for await (const update of sandbox.run({ language: "sh", source: "env; echo over" }))
    if (update.kind === "output") output += update.text;
  await sandbox.close();
  expect(output).toContain("over");
  expect(output).not.toContain("XDG_RUNTIME_DIR");
  const called = (await readFile(join(folder, "bin/called"), "utf8")).trim().split("\n");
  expect(called).toHaveLength(2);
  expect(called[1]).toContain(
    `--user --scope --quiet --collect -p MemoryMax=${(200 + 128) << 20} -p MemorySwapMax=0 -p TasksMax=9 --`,
  );
});
