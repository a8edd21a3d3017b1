/** Compares docs/dependencies.md with the package.json files: every dependency has one line with its reason. */

export interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export interface DependencyGaps {
  /** Depended on, but without a line. */
  readonly missing: readonly string[];
  /** With a line, but no longer depended on. */
  readonly stale: readonly string[];
  /** With a line that gives no reason. */
  readonly unexplained: readonly string[];
}

/** The page lists `| \`name\` | reason |` rows under a heading `## NAME` for each package.json, by its name. */
export function findDependencyGaps(page: string, manifests: readonly Manifest[]): DependencyGaps {
  const reasons = readReasons(page);
  const wanted = manifests.flatMap((manifest) => dependenciesOf(manifest).map((name) => `${manifest.name}: ${name}`));
  return {
    missing: wanted.filter((key) => !reasons.has(key)),
    stale: [...reasons.keys()].filter((key) => !wanted.includes(key)),
    unexplained: [...reasons].filter(([, reason]) => reason.length < 15).map(([key]) => key),
  };
}

function readReasons(page: string): Map<string, string> {
  const reasons = new Map<string, string>();
  let heading = "";
  for (const line of page.split("\n")) {
    heading = /^## (\S+)/.exec(line)?.[1] ?? heading;
    const row = /^\| `([^`]+)` \|(.*)\|$/.exec(line);
    if (row?.[1] !== undefined) reasons.set(`${heading}: ${row[1]}`, row[2]?.trim() ?? "");
  }
  return reasons;
}

function dependenciesOf(manifest: Manifest): string[] {
  const { dependencies, devDependencies, optionalDependencies, peerDependencies } = manifest;
  return Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies, ...peerDependencies });
}
