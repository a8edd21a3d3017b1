import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { findDependencyGaps, type Manifest } from "./dependencies.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

function manifests(): Manifest[] {
  const folders = ["packages", "apps"].flatMap((above) =>
    readdirSync(`${root}${above}`).map((name) => `${above}/${name}/`),
  );
  return ["", ...folders, "tools/docs-tools/", "tools/prism/"]
    .map((folder) => `${root}${folder}package.json`)
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, "utf8")));
}

it("has a line with a reason for every dependency, and none for others", () => {
  const page = readFileSync(`${root}docs/dependencies.md`, "utf8");
  expect(findDependencyGaps(page, manifests())).toEqual({ missing: [], stale: [], unexplained: [] });
});

it("looks at more than the root", () => {
  expect(manifests().length).toBeGreaterThan(1);
});

it("tells missing, stale and unexplained lines apart", () => {
  const page = "## app (the product)\n| `zod` | Shapes of what comes from outside. |\n| `left-pad` | x |\n";
  const manifest = { name: "app", dependencies: { zod: "4" }, devDependencies: { vitest: "5" } };
  expect(findDependencyGaps(page, [manifest])).toEqual({
    missing: ["app: vitest"],
    stale: ["app: left-pad"],
    unexplained: ["app: left-pad"],
  });
});
