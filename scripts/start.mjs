/**
 * `npm start -- ARGUMENTS`: sets up, then runs the program in the folder the person stands in. Without arguments it
 * serves the page.
 */
import { join } from "node:path";
import { runAttached } from "./run-attached.mjs";
import { setupOrExit } from "./setup.mjs";
import { nodeBinary, repositoryRoot } from "./workspace.mjs";

await setupOrExit();
const program = join(repositoryRoot, "packages/thorp/bin/thorp.js");
const cwd = process.env.INIT_CWD ?? process.cwd();
const given = process.argv.slice(2);
const words = given.length > 0 ? given : ["serve"];
process.exit(await runAttached(nodeBinary(repositoryRoot), [program, ...words], { cwd }));
