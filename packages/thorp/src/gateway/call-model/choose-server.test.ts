import { describe, expect, it } from "vitest";
import { createManualClock } from "../../testing/manual-clock.ts";
import { createServerChooser } from "./choose-server.ts";

const model = { id: "pool/m", line: "pool", servers: ["a", "b", "c"] };
const none: ReadonlySet<string> = new Set();
const free = (...running: readonly number[]) =>
  ["a", "b", "c"].map((server, at) => ({ server, running: running[at] ?? 0, slots: 4 }));

function scene(throws = 0) {
  const clock = createManualClock();
  const down = new Set<string>();
  const chooser = createServerChooser({ clock, dice: () => throws, admits: (server) => !down.has(server) });
  const choose = (loads: ReturnType<typeof free>, run = "r", avoid = none) =>
    chooser.choose(loads, { model, run, avoid });
  return { clock, down, chooser, choose };
}

describe("the choice of a server", () => {
  it("is the least busy one, counted by its slots", () => {
    const { choose } = scene();
    expect(choose(free(2, 1, 3))).toBe("b");
    expect(
      choose([
        { server: "a", running: 1, slots: 1 },
        { server: "c", running: 2, slots: 8 },
      ]),
    ).toBe("c");
  });

  it("is by dice where nothing else tells them apart", () => {
    expect([0, 0.4, 0.99].map((throws) => scene(throws).choose(free()))).toEqual(["a", "b", "c"]);
  });

  it("stays with the server that holds the run's prompt, unless that one is busier", () => {
    const { choose, chooser } = scene();
    chooser.noteServed({ model, run: "r" }, "c", 100);
    expect(choose(free())).toBe("c");
    expect(choose(free(), "other")).toBe("a");
    expect(choose(free(0, 1, 1))).toBe("a");
  });

  it("goes by the time to the first token among equally busy ones", () => {
    const { choose, chooser } = scene(0.99);
    for (const [server, ms] of [
      ["a", 900],
      ["b", 100],
      ["c", 110],
    ] as const)
      chooser.noteServed({ model, run: `warm ${server}` }, server, ms);
    // b and c are alike, a is not.
    expect(choose(free())).toBe("c");
    expect(choose(free(0, 0, 1))).toBe("b");
  });

  it("leaves out servers that are down, that lack the model, that failed this call", () => {
    const { choose, chooser, down, clock } = scene();
    down.add("a");
    expect(choose(free())).toBe("b");
    chooser.noteLacking(model, "b");
    expect(choose(free())).toBe("c");
    expect(choose(free(), "r", new Set(["c"]))).toBe("c");
    clock.advance(60_000);
    expect(choose(free())).toBe("b");
    expect(choose(free(), "r", new Set(["b"]))).toBe("c");
  });

  it("waits for a busy one that is well rather than take a free one that is down", () => {
    const { choose, down } = scene();
    down.add("a").add("b");
    expect(choose(free().slice(0, 2))).toBeUndefined();
    down.add("c");
    expect(choose(free().slice(0, 2))).toBe("a");
  });

  it("knows whether another one is left", () => {
    const { chooser, down } = scene();
    const left = (...avoid: readonly string[]) => chooser.hasAnother({ model, run: "r", avoid: new Set(avoid) });
    expect([left(), left("a", "b"), left("a", "b", "c")]).toEqual([true, true, false]);
    down.add("c");
    expect(left("a", "b")).toBe(false);
  });
});
