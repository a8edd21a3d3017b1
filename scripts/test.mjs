/** `npm test`: sets up, then runs all checks and tests. Works on a fresh clone. */
import { runAttached } from "./run-attached.mjs";
import { setup } from "./setup.mjs";
import { nodeBinary, repositoryRoot, say, toolEnvironment } from "./workspace.mjs";

try {
  await setup();
} catch (error) {
  say(error.message);
  console.log("0 passed, 1 failed, 0 skipped");
  process.exit(1);
}
const options = { cwd: repositoryRoot, env: toolEnvironment(repositoryRoot) };
process.exit(await runAttached(nodeBinary(repositoryRoot), ["scripts/check.ts", ...process.argv.slice(2)], options));
