/** Scans the files of a repository that are, or could be, committed. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Finding, scanText } from "./scan-text.ts";

export interface FileFinding extends Finding {
  readonly path: string;
  /** What goes into allowed.json: it names the text without repeating it. */
  readonly hash: string;
}

export interface AllowedFinding {
  readonly path: string;
  readonly hash: string;
  readonly reason: string;
}

export interface ScanResult {
  readonly files: number;
  readonly findings: readonly FileFinding[];
}

/** Checksums that look random by nature. */
const SKIPPED = /(?:^|\/)package-lock\.json$/;
const LARGEST = 5_000_000;

export function scanFiles(root: string, allowed: readonly AllowedFinding[]): ScanResult {
  const paths = committable(root).filter((path) => !SKIPPED.test(path));
  const findings = paths.flatMap((path) => scanFile(root, path));
  const isAllowed = ({ path, hash }: FileFinding): boolean =>
    allowed.some((entry) => entry.path === path && entry.hash === hash);
  return { files: paths.length, findings: findings.filter((finding) => !isAllowed(finding)) };
}

function scanFile(root: string, path: string): FileFinding[] {
  const bytes = read(join(root, path));
  // A zero byte: not a text.
  if (bytes === undefined || bytes.length > LARGEST || bytes.includes(0)) return [];
  return scanText(bytes.toString("utf8")).map((finding) => ({ path, hash: hashOf(finding.text), ...finding }));
}

/** Undefined for what git knows and the disk does not have, and for links to folders. */
function read(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** Tracked and new files as git sees them; without git (an unpacked archive) all but what is generated. */
function committable(root: string): string[] {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const { status, stdout } = spawnSync("git", args, { cwd: root, encoding: "utf8", maxBuffer: 100_000_000 });
  if (status === 0) return [...new Set(stdout.split("\0").filter((path) => path !== ""))];
  return walk(root, "");
}

const GENERATED = new Set([".git", ".setup", "coverage", "dist", "node_modules"]);

function walk(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return GENERATED.has(entry.name) ? [] : walk(root, path);
    return entry.isFile() ? [path] : [];
  });
}
