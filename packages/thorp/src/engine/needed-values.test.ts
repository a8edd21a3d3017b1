import { expect, it } from "vitest";
import { createRecordingTool } from "../testing/recording-tool.ts";
import type { Tool } from "../tools/tool.ts";
import { createNeededValues } from "./needed-values.ts";

const tool: Tool = {
  ...createRecordingTool({ name: "ask_tides" }).tool,
  needs: [
    { kind: "key", env: "TIDE_KEY", isOptional: false },
    { kind: "setting", env: "CONTACT_EMAIL", isOptional: true, what: "your address" },
  ],
};

it("gives a tool what it names in its needs, and nothing else of the environment", async () => {
  const env = { TIDE_KEY: " k-123456789 ", CONTACT_EMAIL: "ann@example.org", OTHER_KEY: "o-987654321" };
  const needed = createNeededValues({ env, credentials: undefined });
  expect(await needed.valueOf(tool, "TIDE_KEY")).toBe("k-123456789");
  expect(await needed.valueOf(tool, "CONTACT_EMAIL")).toBe("ann@example.org");
  expect(await needed.valueOf(tool, "OTHER_KEY")).toBeUndefined();
  expect(needed.secrets()).toEqual(["k-123456789"]);
  expect(needed.revision()).toBe(1);
});

it("says which file of a key is missing", async () => {
  const needed = createNeededValues({ env: { TIDE_KEY_FILE: "/nowhere/key" }, credentials: undefined });
  await expect(needed.valueOf(tool, "TIDE_KEY")).rejects.toMatchObject({ code: "config-invalid" });
});
