/**
 * `npm start -- ARGUMENTS`: sets up, then runs the program in the folder the person stands in.
 */
import { join } from "node:path";
import { runAttached } from "./run-attached.mjs";
import { setupOrExit } from "./setup.mjs";
import { nodeBinary, repositoryRoot } from "./workspace.mjs";

await setupOrExit();
const program = join(repositoryRoot, "packages/thorp/dist/cli/main.js");
const cwd = process.env.INIT_CWD ?? process.cwd();
process.exit(await runAttached(nodeBinary(repositoryRoot), [program, ...process.argv.slice(2)], { cwd }));
