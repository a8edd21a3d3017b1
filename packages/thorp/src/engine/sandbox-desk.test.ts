import { expect, it } from "vitest";
import { createQuickjsMaker } from "../sandbox/quickjs/quickjs-sandbox.ts";
import { createManualClock } from "../testing/manual-clock.ts";
import { createSandboxDesk } from "./sandbox-desk.ts";

const MINUTE = 60_000;

function setUp() {
  const clock = createManualClock();
  const javascript = createQuickjsMaker({ clock });
  let made = 0;
  const newId = (prefix: string) => `${prefix}_${++made}`;
  return {
    clock,
    desk: createSandboxDesk({ makers: { javascript, cage: javascript }, clock, newId, idleMs: 10 * MINUTE }),
  };
}

it("closes what nobody uses, and nothing that is in use or was used since", async () => {
  const { clock, desk } = setUp();
  const { id } = await desk.open({ kind: "javascript" });
  const other = await desk.open({ kind: "javascript" });
  expect(other.closesAt).toBe(clock.now() + 10 * MINUTE);
  clock.advance(9 * MINUTE);
  await desk.use(id, (sandbox) => sandbox.writeFile("a", new Uint8Array(1)));
  const { promise: leave, resolve } = Promise.withResolvers<void>();
  const using = desk.use(id, () => leave);
  clock.advance(5 * MINUTE);
  expect(desk.list().map((box) => box.id)).toEqual([id]);
  await expect(desk.use(other.id, async () => {})).rejects.toMatchObject({ code: "sandbox-unknown" });
  clock.advance(60 * MINUTE);
  expect(desk.list()).toHaveLength(1);
  resolve();
  await using;
  clock.advance(10 * MINUTE);
  expect(desk.list()).toEqual([]);
});

it("opens only so many for each and for all, also when they are asked for at once", async () => {
  const { desk } = setUp();
  const open = (owner?: string) => desk.open({ kind: "javascript", ...(owner === undefined ? {} : { owner }) });
  const asked = await Promise.allSettled(Array.from({ length: 6 }, () => open("ada")));
  expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(4);
  for (const name of ["bob", "cem", "dan"]) await Promise.all(Array.from({ length: 4 }, () => open(name)));
  await expect(open("eve")).rejects.toMatchObject({ code: "sandbox-limit" });
  await desk.close(desk.list()[0]?.id ?? "");
  await open("eve");
  await desk.closeAll();
  expect(desk.list()).toEqual([]);
});
