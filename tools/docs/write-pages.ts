/** `npm run docs`: writes the pages that are made from code. A test fails while one of them is out of date. */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { errorsPagePath, renderErrorsPage } from "./errors-page.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
writeFileSync(`${root}${errorsPagePath}`, renderErrorsPage());
console.log(`wrote ${errorsPagePath}`);
