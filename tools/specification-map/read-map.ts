/** Reads docs/specification-map.md and says what is wrong with it. */

export interface MapRow {
  /** Line of the page, 1 for the first. */
  readonly line: number;
  /** Heading above the row. */
  readonly document: string;
  readonly part: string;
  readonly where: string;
  readonly test: string;
}

export interface MapWorld {
  /** True when the path, relative to the repository, is a file or a folder. */
  readonly exists: (path: string) => boolean;
  readonly rooms: ReadonlySet<string>;
}

export function readMap(page: string): MapRow[] {
  let document = "";
  return page.split("\n").flatMap((text, index) => {
    document = /^## (.+)$/.exec(text)?.[1] ?? document;
    const cells = text.split("|").map((cell) => cell.trim());
    const [, section = "", part = "", where = "", test = ""] = cells;
    const isRow = text.startsWith("|") && section !== "§" && !section.startsWith("---");
    return isRow ? [{ line: index + 1, document, part, where, test }] : [];
  });
}

/** One sentence for each fault of the rows; empty when all paths exist and all cells are well formed. */
export function findMapFaults(rows: readonly MapRow[], world: MapWorld): string[] {
  return rows.flatMap((row) => {
    const faults = [...cellFaults(row.where, world), ...testFaults(row, world)];
    return faults.map((fault) => `line ${row.line} (${row.part}): ${fault}`);
  });
}

function testFaults({ where, test }: MapRow, world: MapWorld): string[] {
  if (where.startsWith("dropped:")) return test === "-" ? [] : ["a dropped part has the test -"];
  if (where.startsWith("waits:") && !test.startsWith("waits:")) return ["it waits, but names a test"];
  if (test.startsWith("dropped:")) return ["only a part can be dropped"];
  const others = pathsIn(test).filter((path) => world.exists(path) && !path.endsWith(".test.ts"));
  return [...cellFaults(test, world), ...others.map((path) => `${path} is no test`)];
}

function cellFaults(cell: string, { exists, rooms }: MapWorld): string[] {
  const waits = /^waits: (.+)$/.exec(cell)?.[1];
  if (waits !== undefined) return rooms.has(waits) ? [] : [`there is no room ${waits}`];
  if (/^dropped: .{10,}$/.test(cell)) return [];
  const paths = pathsIn(cell);
  if (paths.length === 0 || paths.map((path) => `\`${path}\``).join(", ") !== cell) {
    return [`"${cell}" is neither paths in backticks nor "waits: ROOM" nor "dropped: REASON"`];
  }
  return paths.filter((path) => !exists(path)).map((path) => `${path} does not exist`);
}

function pathsIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, path = ""]) => path);
}
