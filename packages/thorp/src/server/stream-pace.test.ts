import { expect, it } from "vitest";
import { createStreamPace } from "./stream-pace.ts";

it("writes less often while there is a crowd", () => {
  const pace = createStreamPace();
  const ends = Array.from({ length: 64 }, () => pace.begin());
  expect(pace.gap()).toBe(40);
  const end = pace.begin();
  expect(pace.gap()).toBe(100);
  end();
  end();
  expect(pace.gap()).toBe(40);
  // A stream that ends twice takes nobody else's place.
  ends.pop()?.();
  pace.begin();
  pace.begin();
  expect(pace.gap()).toBe(100);
});
