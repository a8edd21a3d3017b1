import { describe, expect, it } from "vitest";
import { type Place, pathOf, placeFrom } from "./places.ts";

const there: readonly Place[] = [
  { page: "chat" },
  { page: "chat", conversation: "con_1 ?" },
  { page: "runs" },
  { page: "runs", search: "a b&c", state: "failed", team: "alma" },
  { page: "run", run: "run_1", tab: "overview" },
  { page: "run", run: "run_1", tab: "events", task: "a/b" },
  { page: "settings", section: "keys" },
  { page: "settings", section: "credentials", variable: "A_KEY" },
  { page: "dashboard" },
];

describe("places", () => {
  it.each(there)("can be written and read: %o", (place) => {
    const [path = "", search] = pathOf(place).split("?");
    expect(placeFrom(path, search)).toEqual(place);
  });

  it("takes what it does not know for a new conversation, and never throws", () => {
    expect(placeFrom("/nonsense/%E0%A4%A")).toEqual({ page: "chat" });
    expect(placeFrom("/settings/nonsense")).toEqual({ page: "settings", section: "preferences" });
  });
});
