/**
 * Who may import whom, as a function over the list in floors.json.
 *
 * A room is a folder directly under the source root (or a file there, such as `index.ts`). A room may import itself
 * and every room on a lower floor; the fields of its row narrow or widen that. Tests are free and never get here.
 */
import { posix } from "node:path";

export interface Room {
  readonly floor: number;
  /** Rooms on the same floor that it may import as well. */
  readonly also?: readonly string[];
  /** Rooms on the same floor of which it may import types, not values. */
  readonly typesFrom?: readonly string[];
  /** When given, these and nothing else; `seams` stands for the files of the list `seams`. */
  readonly only?: readonly string[];
  /** When given, the only rooms that may import it. */
  readonly importedBy?: readonly string[];
  /** Its sub-folders are implementations: only the composition room may reach into them. */
  readonly hidesFolders?: boolean;
  /** False: it runs in a browser too, so no `node:` modules. */
  readonly node?: boolean;
  /** Files outside of the source root that it may import, as its own files would name them from the root. */
  readonly outside?: readonly string[];
  /** The third-party packages that it may import. */
  readonly packages?: readonly string[];
}

export interface FloorRules {
  /** The source root, relative to the repository. */
  readonly root: string;
  /** Files, or folders ending in `/`, that hold the types two rooms meet in. */
  readonly seams: readonly string[];
  readonly rooms: Readonly<Record<string, Room>>;
  /** The one room that chooses implementations. */
  readonly composition: string;
}

export interface ImportEdge {
  /** Path of the importing file under the source root, with `/`. */
  readonly from: string;
  readonly specifier: string;
  /** True for `import type` and `export type`: nothing of it is left at run time. */
  readonly typesOnly: boolean;
}

interface Place {
  readonly name: string;
  readonly room: Room;
}

/** What the import breaks, in words that name the rule; undefined when it is allowed. */
export function findBreach(rules: FloorRules, edge: ImportEdge): string | undefined {
  const from = placeOf(rules, edge.from);
  if (from === undefined)
    return `unknown room: ${edge.from} belongs to no room of tools/floors/floors.json; add its folder.`;
  if (edge.specifier.startsWith("node:")) return nodeBreach(from, edge.specifier);
  if (!edge.specifier.startsWith(".")) return packageBreach(from, edge.specifier);
  return fileBreach(rules, from, edge);
}

/** The path of `file` under the source root, or undefined when it lies elsewhere, is a test, or serves tests alone (`test-x.ts`). */
export function sourcePath(rules: FloorRules, file: string): string | undefined {
  const path = file.replaceAll("\\", "/");
  const marker = `/${rules.root}/`;
  const start = `/${path}`.lastIndexOf(marker);
  if (start < 0 || /\.test(-d)?\.tsx?$|(^|\/)(test|testing|fixture)-[\w-]+\.ts$/.test(path)) return undefined;
  return `/${path}`.slice(start + marker.length);
}

function placeOf(rules: FloorRules, path: string): Place | undefined {
  const name = path.split("/")[0] ?? path;
  const room = rules.rooms[name];
  return room === undefined ? undefined : { name, room };
}

function nodeBreach(from: Place, specifier: string): string | undefined {
  if (from.room.node !== false) return undefined;
  return `browser room: ${from.name} also runs in a browser and may not import ${specifier}.`;
}

function packageBreach(from: Place, specifier: string): string | undefined {
  const name = packageName(specifier);
  if (from.room.packages?.includes(name)) return undefined;
  return `packages: ${from.name} may not import ${name}; the packages of each room stand in tools/floors/floors.json.`;
}

function packageName(specifier: string): string {
  const parts = specifier.split("/");
  return specifier.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? specifier);
}

function fileBreach(rules: FloorRules, from: Place, edge: ImportEdge): string | undefined {
  const target = posix.join(posix.dirname(edge.from), edge.specifier);
  if (from.room.outside?.some((folder) => target.startsWith(folder))) return undefined;
  if (target.startsWith("..")) return `source root: ${edge.specifier} lies outside ${rules.root}.`;
  const to = placeOf(rules, target);
  if (to === undefined) return `unknown room: ${target} belongs to no room of tools/floors/floors.json.`;
  if (to.name === from.name) return undefined;
  return (
    closedBreach(from, to) ??
    (from.room.only === undefined ? heightBreach(from, to, edge) : onlyBreach(rules, { from, to, target })) ??
    implementationBreach(rules, { from, to, target })
  );
}

function closedBreach(from: Place, to: Place): string | undefined {
  if (to.room.importedBy === undefined || to.room.importedBy.includes(from.name)) return undefined;
  return `closed room: ${to.name} may be imported only by ${to.room.importedBy.join(", ") || "tests, bench and examples"}, not by ${from.name}.`;
}

function heightBreach(from: Place, to: Place, edge: ImportEdge): string | undefined {
  if (to.room.floor < from.room.floor || from.room.also?.includes(to.name)) return undefined;
  if (from.room.typesFrom?.includes(to.name)) {
    if (edge.typesOnly) return undefined;
    return `types only: ${from.name} may import types of ${to.name}, not values; use \`import type\`.`;
  }
  return `floors: ${from.name} (floor ${from.room.floor}) may not import ${to.name} (floor ${to.room.floor}); only lower floors.`;
}

interface Crossing {
  readonly from: Place;
  readonly to: Place;
  readonly target: string;
}

function onlyBreach(rules: FloorRules, { from, to, target }: Crossing): string | undefined {
  const only = from.room.only ?? [];
  if (only.includes(to.name) || (only.includes("seams") && isSeam(rules, target))) return undefined;
  return `narrow room: ${from.name} may import only ${only.join(", ")}, not ${target}.`;
}

function isSeam(rules: FloorRules, target: string): boolean {
  return rules.seams.some((seam) => (seam.endsWith("/") ? target.startsWith(seam) : target === seam));
}

function implementationBreach(rules: FloorRules, { from, to, target }: Crossing): string | undefined {
  const isInside = target.split("/").length > 2;
  if (!to.room.hidesFolders || !isInside || from.name === rules.composition) return undefined;
  return `implementations: ${target} is an implementation; only ${rules.composition} may import it, ${from.name} takes it as a parameter.`;
}
