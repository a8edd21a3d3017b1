/** Sandboxes over HTTP, through the client; the cage where this machine has one, its absence where it has none. */
import { expect, it } from "vitest";
import { createThorpClient, type Program, type ProgramUpdate, type ThorpClient } from "../../../../client/src/index.ts";
import { lookAtCage } from "../../engine/sandboxes.ts";
import { keyScopes } from "../../wire/accounts.ts";
import { testServer } from "../test-server.ts";

const cage = await lookAtCage(process.env);

async function runIn(client: ThorpClient, sandbox: string, program: Program): Promise<readonly ProgramUpdate[]> {
  const updates: ProgramUpdate[] = [];
  for await (const update of client.sandboxes.exec(sandbox, program)) updates.push(update);
  return updates;
}

it("runs JavaScript over files that are written, edited, listed and read", async () => {
  await using server = await testServer();
  const { sandboxes, ...client } = createThorpClient({ baseURL: server.url });
  const { id, kind, limits } = await sandboxes.open({
    kind: "javascript",
    limits: { timeMs: 5000, memoryBytes: 1e15 },
  });
  expect([kind, limits.timeMs, limits.memoryBytes]).toEqual(["javascript", 5000, 2 ** 30]);
  await sandboxes.write(id, "a/list.txt", "one\ntwo\n");
  expect(await sandboxes.edit(id, { path: "a/list.txt", kind: "replace", find: "two", put: "2" })).toEqual({
    line: 2,
    text: "one\n2\n",
  });
  const source = "print(readFile('a/list.txt')); writeFile('b.txt', input.x); 7";
  const updates = await runIn({ ...client, sandboxes }, id, { language: "javascript", source, input: '{"x":"y"}' });
  expect(updates[0]).toEqual({ kind: "output", stream: "out", text: "one\n2\n\n" });
  expect(updates.at(-1)).toMatchObject({ kind: "end", end: { kind: "exit", code: 0, value: 7 } });
  expect((await sandboxes.files(id)).map(({ path }) => path)).toEqual(["a", "a/list.txt", "b.txt"]);
  expect(await (await sandboxes.read(id, "b.txt")).text()).toBe("y");
  await sandboxes.close(id);
  await expect(sandboxes.show(id)).rejects.toMatchObject({ status: 404 });
});

it("refuses what cannot be with a problem, before anything runs", async () => {
  await using server = await testServer();
  const { sandboxes } = createThorpClient({ baseURL: server.url });
  const { id } = await sandboxes.open({ kind: "javascript" });
  const first = (program: Program) => sandboxes.exec(id, program)[Symbol.asyncIterator]().next();
  await expect(first({ language: "python", source: "1" })).rejects.toMatchObject({ status: 400 });
  await expect(first({ language: "javascript", source: "a\0b" })).rejects.toMatchObject({ status: 400 });
  await expect(sandboxes.read(id, "../x")).rejects.toMatchObject({ status: 400 });
  await expect(sandboxes.read(id, "x")).rejects.toMatchObject({ status: 404 });
  await expect(sandboxes.edit(id, { path: "x", kind: "insert", line: 0, text: "" })).rejects.toMatchObject({
    status: 404,
  });
  for (let more = 1; more < 4; more++) await sandboxes.open({ kind: "javascript" });
  await expect(sandboxes.open({ kind: "javascript" })).rejects.toMatchObject({ status: 429 });
});

it(`runs commands in a cage and streams what they print (${cage.ok ? cage.version : cage.why})`, async () => {
  await using server = await testServer();
  const client = createThorpClient({ baseURL: server.url });
  const opening = client.sandboxes.open({ kind: "cage" });
  if (!cage.ok) return expect(opening).rejects.toMatchObject({ status: 409 });
  const { id } = await opening;
  const source = "echo first; cat; pwd; sleep 600";
  const texts: string[] = [];
  for await (const update of client.sandboxes.exec(id, { language: "sh", source, input: "given\n" })) {
    if (update.kind === "output") texts.push(update.text);
    if (texts.join("").includes("/work")) break;
  }
  expect(texts.join("")).toBe("first\ngiven\n/work\n");
  // The one that was left is stopped, else this one would wait for it.
  const next = await runIn(client, id, { language: "python", source: "print(6 * 7)" });
  expect(next.map((update) => (update.kind === "output" ? update.text : "")).join("")).toBe("42\n");
  expect(next.at(-1)).toMatchObject({ kind: "end", end: { kind: "exit", code: 0 } });
});

it("gives the network of the server to admins alone", async () => {
  await using server = await testServer();
  const { users, keys } = server.thorp.accounts;
  const clientOf = async (name: string, role: "admin" | "member") => {
    const user = await users.create({ name, role }, { who: "test" });
    const { key } = await keys.create({ user: user.id, name: "x", scopes: keyScopes }, { who: "test" });
    return createThorpClient({ baseURL: server.url, key });
  };
  const [ada, bob] = [await clientOf("ada", "admin"), await clientOf("bob", "member")];
  await expect(bob.sandboxes.open({ kind: "cage", network: true })).rejects.toMatchObject({ status: 403 });
  if (cage.ok) expect((await ada.sandboxes.open({ kind: "cage", network: true })).network).toBe(true);
  const own = await bob.sandboxes.open({ kind: "javascript" });
  expect((await bob.sandboxes.list()).map(({ id }) => id)).toEqual([own.id]);
  expect(await ada.sandboxes.list()).toHaveLength(cage.ok ? 2 : 1);
});
