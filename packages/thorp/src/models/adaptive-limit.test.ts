import { expect, it } from "vitest";
import { createAdaptiveLimit } from "./adaptive-limit.ts";

it("starts at the most, halves what runs, and comes back one by one", () => {
  const limit = createAdaptiveLimit();
  expect(limit.current(16)).toBe(16);
  limit.overloaded(10, limit.round());
  expect(limit.current(16)).toBe(5);
  for (let served = 0; served < 6; served++) limit.served(16);
  expect(limit.current(16)).toBe(6);
  for (let served = 0; served < 500; served++) limit.served(16);
  expect(limit.current(16)).toBe(16);
});

it("counts the calls of one burst once, and never falls below one", () => {
  const limit = createAdaptiveLimit();
  const began = limit.round();
  for (let call = 0; call < 8; call++) limit.overloaded(8 - call, began);
  expect(limit.current(8)).toBe(4);
  for (let again = 0; again < 5; again++) limit.overloaded(1, limit.round());
  expect(limit.current(8)).toBe(1);
});
