import { expect, it } from "vitest";
import { cleanJson } from "./clean-json.ts";
import { createSecretFilter } from "./secret-filter.ts";

it("masks secrets in every text and name, and leaves the rest as it is", () => {
  const secrets = createSecretFilter(['very"secret']);
  const value = { 'at very"secret': [1, null, { deep: 'a very"secret b' }], plain: true };
  expect(cleanJson(secrets, value)).toEqual({
    "at [secret removed]": [1, null, { deep: "a [secret removed] b" }],
    plain: true,
  });
});
