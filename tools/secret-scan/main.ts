/** `npm run check -- secrets`: fails when a file of this repository holds what looks like a secret. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { scanFiles } from "./scan-files.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const allowed = JSON.parse(readFileSync(new URL("allowed.json", import.meta.url), "utf8"));
const { files, findings } = scanFiles(root, allowed);

for (const { path, line, kind, text, hash } of findings) {
  console.error(`${path}:${line}: ${kind}: ${text.slice(0, 6)}... (hash ${hash})`);
}
if (findings.length > 0) {
  console.error("Take it out and revoke it. A false alarm goes to tools/secret-scan/allowed.json with a reason.");
} else if (files === 0) {
  console.error("No file was scanned: that is a fault of the scan, not a clean result.");
} else {
  console.log(`${files} files, no secret found`);
}
process.exitCode = findings.length > 0 || files === 0 ? 1 : 0;
