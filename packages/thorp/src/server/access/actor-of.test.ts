import { expect, it } from "vitest";
import { actorOf } from "./actor-of.ts";

const facts = { address: "127.0.0.1" } as Parameters<typeof actorOf>[1];

it("calls the terminal by its name, with a server beside it too", () => {
  expect(actorOf({ kind: "personal", holdsFolder: true }, facts)).toEqual({ who: "terminal", from: "127.0.0.1" });
  expect(actorOf({ kind: "personal" }, facts)).toEqual({ who: "personal", from: "127.0.0.1" });
});
