/** `npm run docs`: writes the pages that are made from code. A test fails while one of them is out of date. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { cliPagePath, renderCliPage } from "../../packages/thorp/src/cli/cli-page.ts";
import {
  configurationPagePath,
  envExamplePath,
  renderConfigurationPage,
  renderEnvExample,
} from "../../packages/thorp/src/config/configuration-page.ts";
import { apisPagePath, renderApisPage } from "../catalog/apis-page.ts";
import { apisFilePath, compileApis } from "../catalog/compile-apis.ts";
import { clientTypes } from "../client-types/wire-types.ts";
import { errorsPagePath, renderErrorsPage } from "./errors-page.ts";
import { teamPictures } from "./team-pictures.ts";
import { shippedToolPages } from "./tool-pages.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const pages: readonly (readonly [path: string, text: string])[] = [
  [errorsPagePath, renderErrorsPage()],
  [cliPagePath, renderCliPage()],
  [configurationPagePath, renderConfigurationPage()],
  [envExamplePath, renderEnvExample()],
  ...clientTypes(),
  [apisFilePath, compileApis()],
  [apisPagePath, renderApisPage()],
  ...(await teamPictures()),
  ...(await shippedToolPages()),
];
for (const [path, text] of pages) {
  mkdirSync(dirname(`${root}${path}`), { recursive: true });
  writeFileSync(`${root}${path}`, text);
  console.log(`wrote ${path}`);
}
