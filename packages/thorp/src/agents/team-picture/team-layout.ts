/**
 * Where the agents of a team stand in its picture: in columns by how far they are from the top, each box as high as its
 * text. An arrow that passes over a column gets a lane between its boxes.
 */
import type { Agent, Team } from "../team.ts";

/** Of every agent's box, in pixels. */
export const boxWidth = 270;
const GAP_X = 72;
const GAP_Y = 18;
const MARGIN = 16;
const LANE = 6;

/** An agent at its place; pixels. */
export interface PlacedBox {
  readonly agent: Agent;
  readonly lines: readonly string[];
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

/** Who hands work to whom, as a line. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** At least two; the first is at the right of a box, the last at the left of another. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** Where everything stands, in pixels from the upper left. */
export interface TeamLayout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  readonly arrows: readonly Arrow[];
}

interface Slot {
  /** An agent, or the lane of an arrow on its way to one. */
  readonly name: string;
  readonly target: string;
  readonly agent?: Agent;
  readonly lines: readonly string[];
  readonly height: number;
}

/** `linesOf`: what is written into an agent's box; `heightOf`: how high a box with so many lines is, in pixels. */
export function layOutTeam(
  team: Team,
  { linesOf, heightOf }: { linesOf: (agent: Agent) => readonly string[]; heightOf: (lines: number) => number },
): TeamLayout {
  const depths = depthsOf(team);
  const edges = [...depths.keys()].flatMap((from) =>
    (team.agentsByName.get(from)?.delegates ?? []).map((to) => ({ from, to })),
  );
  const slotFor = (agent: Agent): Slot => {
    const lines = linesOf(agent);
    return { name: agent.name, target: agent.name, agent, lines, height: heightOf(lines.length) };
  };
  const columns: Slot[][] = [];
  for (const [name, depth] of depths) {
    const agent = team.agentsByName.get(name);
    if (agent !== undefined) (columns[depth] ??= []).push(slotFor(agent));
  }
  for (const { from, to } of edges)
    for (let depth = depthOf(depths, from) + 1; depth < depthOf(depths, to); depth++)
      columns[depth]?.push({ name: laneName(from, to), target: to, lines: [], height: LANE });
  sortByTargets(columns, team);
  // Nobody hands these work: they stand below the others, in the last column.
  const idle = [...team.agentsByName.values()].filter((agent) => !depths.has(agent.name)).map(slotFor);
  columns.at(-1)?.push(...idle);

  const heights = columns.map((column) => column.reduce((sum, slot) => sum + slot.height + GAP_Y, -GAP_Y));
  const inner = Math.max(...heights);
  const places = new Map<string, { x: number; y: number; slot: Slot }>();
  columns.forEach((column, at) => {
    let y = MARGIN + (inner - (heights[at] ?? 0)) / 2;
    for (const slot of column) {
      places.set(slot.name, { x: MARGIN + at * (boxWidth + GAP_X), y: Math.round(y), slot });
      y += slot.height + GAP_Y;
    }
  });
  return {
    width: 2 * MARGIN + columns.length * boxWidth + (columns.length - 1) * GAP_X,
    height: Math.round(2 * MARGIN + inner),
    boxes: [...places.values()].flatMap(({ x, y, slot }) =>
      slot.agent === undefined ? [] : [{ agent: slot.agent, lines: slot.lines, x, y, height: slot.height }],
    ),
    arrows: edges.map(({ from, to }) => ({ from, to, points: pointsOf(from, to, { depths, places }) })),
  };
}

/** The longest way from the top, in the order in which a reader comes to them. */
function depthsOf(team: Team): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  const walk = (name: string, depth: number): void => {
    if ((depths.get(name) ?? -1) < depth) depths.set(name, depth);
    for (const delegate of team.agentsByName.get(name)?.delegates ?? []) walk(delegate, depth + 1);
  };
  walk(team.top, 0);
  return depths;
}

function depthOf(depths: ReadonlyMap<string, number>, name: string): number {
  return depths.get(name) ?? 0;
}

function laneName(from: string, to: string): string {
  return `${from} -> ${to}`;
}

/** Columns with lanes: each slot near what its arrows lead to, so that few of them cross. */
function sortByTargets(columns: Slot[][], team: Team): void {
  for (let at = columns.length - 2; at > 0; at--) {
    const column = columns[at] ?? [];
    if (column.every((slot) => slot.agent !== undefined)) continue;
    const next = (columns[at + 1] ?? []).map((slot) => slot.target);
    const place = (slot: Slot): number => {
      const targets = slot.agent === undefined ? [slot.target] : (team.agentsByName.get(slot.name)?.delegates ?? []);
      const found = targets.map((target) => next.indexOf(target)).filter((index) => index >= 0);
      return found.length === 0 ? next.length : found.reduce((sum, index) => sum + index, 0) / found.length;
    };
    column.sort((one, other) => place(one) - place(other));
  }
}

function pointsOf(
  from: string,
  to: string,
  {
    depths,
    places,
  }: {
    depths: ReadonlyMap<string, number>;
    places: ReadonlyMap<string, { x: number; y: number; slot: Slot }>;
  },
): Arrow["points"] {
  const points: (readonly [number, number])[] = [];
  const start = places.get(from);
  const end = places.get(to);
  if (start === undefined || end === undefined) return points;
  points.push([start.x + boxWidth, start.y + Math.round(start.slot.height / 2)]);
  for (let depth = depthOf(depths, from) + 1; depth < depthOf(depths, to); depth++) {
    const lane = places.get(laneName(from, to));
    if (lane !== undefined) points.push([lane.x, lane.y + LANE / 2], [lane.x + boxWidth, lane.y + LANE / 2]);
  }
  points.push([end.x, end.y + Math.round(end.slot.height / 2)]);
  return points;
}
