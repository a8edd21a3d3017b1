/** A suite that finds no harm proves something only if it finds it where there is some. */
import { afterEach, describe, expect, it, vi } from "vitest";
import type { EngineOptions } from "../../src/engine/engine-options.ts";
import type { Thorp } from "../../src/engine/thorp.ts";
import { entries } from "./entries.ts";
import { attack } from "./hostile-suite.ts";
import { mutations } from "./mutations.ts";

afterEach(() => vi.resetModules());

describe("with one rule of the boundary switched off the suite finds harm", () => {
  it.each(mutations.map((mutation) => [mutation.rule, mutation] as const))(
    "%s",
    { timeout: 300_000 },
    async (_rule, mutation) => {
      const path = `../../src/${mutation.file}`;
      vi.resetModules();
      vi.doMock(path, async (original) => {
        const real = (await original()) as Readonly<Record<string, never>>;
        return { ...real, ...mutation.without(real) };
      });
      try {
        const { createEngine } = (await import("../../src/engine/create-engine.ts")) as {
          createEngine: (options: EngineOptions) => Promise<Thorp>;
        };
        let found = 0;
        for (const name of mutation.found) {
          const entry = entries.find((each) => each.name === name);
          if (entry === undefined) throw new Error(`There is no entry ${name}.`);
          const { effects, requests, files, secrets } = await attack(createEngine, { entry, rounds: 1 });
          found += effects + requests + files + secrets;
        }
        expect(found).toBeGreaterThan(0);
      } finally {
        vi.doUnmock(path);
      }
    },
  );
});
