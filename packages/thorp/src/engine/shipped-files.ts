/** Where the files that ship with Thorp are: beside the built code, or in the repository when run from source. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** `dist/teams` of the package, `teams` of the repository. */
export function shippedTeamsFolder(): string {
  return shipped("../teams", "../../../../teams");
}

/** `dist/catalog/apis.generated.json` of the package, the same of the repository; `npm run docs` makes it. */
export function shippedApisFile(): string {
  return shipped("../catalog/apis.generated.json", "../../../../catalog/apis.generated.json");
}

/** `dist/web`, also when run from source: the page is always built. */
export function shippedWebFolder(): string {
  return shipped("../web", "../../dist/web");
}

function shipped(inPackage: string, inRepository: string): string {
  const built = fileURLToPath(new URL(inPackage, import.meta.url));
  return existsSync(built) ? built : fileURLToPath(new URL(inRepository, import.meta.url));
}
