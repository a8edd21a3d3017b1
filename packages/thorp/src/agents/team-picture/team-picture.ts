/**
 * A team as an SVG made from its folder: agents by kind, with models, tools and documents, and arrows for who hands work to
 * whom. The same folder gives the same bytes. It has words for those who do not see it, and colours for light and dark.
 */
import type { Agent, Team } from "../team.ts";
import { type Arrow, boxWidth, layOutTeam, type PlacedBox } from "./team-layout.ts";

const HEADER = 30;
const LINE = 15;
const PADDING = 9;
/** Characters of 11 px that fit into a box. */
const LINE_LENGTH = 43;

/** A whole file, with a line end at its end. Work must not go round in a circle in the team, which loading it checks. */
export function teamPicture(team: Team): string {
  const layout = layOutTeam(team, { linesOf: (agent) => linesOf(agent, team), heightOf });
  const { width, height } = layout;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title desc">
<title id="title">${escaped(`The team ${team.title}`)}</title>
<desc id="desc">${escaped(describe(team))}</desc>
<style>
svg { font: 11px ui-sans-serif, system-ui, "Segoe UI", Helvetica, Arial, sans-serif; --back: #ffffff; --box: #f6f8fa; --ink: #1f2328; --dim: #57606a; --line: #6e7781; --orchestrator: #0550ae; --manager: #6639ba; --executor: #116329; --observer: #953800; }
@media (prefers-color-scheme: dark) { svg { --back: #0d1117; --box: #161b22; --ink: #e6edf3; --dim: #9da7b1; --line: #8b949e; --orchestrator: #79c0ff; --manager: #d2a8ff; --executor: #7ee787; --observer: #ffa657; } }
.back { fill: var(--back); } .box { fill: var(--box); stroke: var(--line); } .arrow { fill: none; stroke: var(--line); stroke-width: 1.5; } .head { fill: var(--line); }
.name { font-size: 14px; font-weight: 600; fill: var(--ink); } .fact { fill: var(--dim); }
.orchestrator { fill: var(--orchestrator); } .manager { fill: var(--manager); } .executor { fill: var(--executor); } .observer { fill: var(--observer); }
</style>
<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="head" d="M0 0 8 4 0 8z"/></marker></defs>
<rect class="back" width="${width}" height="${height}"/>
${[...layout.arrows.map(drawArrow), ...layout.boxes.map(drawBox)].join("\n")}
</svg>
`;
}

function heightOf(lines: number): number {
  return HEADER + lines * LINE + PADDING;
}

function linesOf(agent: Agent, team: Team): readonly string[] {
  const { local, frontier } = agent.models;
  const list = (label: string, names: readonly string[]): readonly string[] =>
    names.length === 0 ? [] : wrapped(`${label}: ${names.join(", ")}`);
  return [
    ...wrapped(`models: ${modelsOf(local, frontier, agent.threshold)}`),
    ...list("tools", agent.tools),
    ...list("knows", agent.knowledge),
    ...list("skills", agent.skills),
    ...list("may ask", agent.peers),
    ...(isIdle(agent, team) ? ["nobody hands it work"] : []),
  ];
}

function modelsOf(local: string | undefined, frontier: string | undefined, threshold: number): string {
  if (frontier === undefined) return local ?? "rules";
  return local === undefined ? frontier : `${local}, above ${threshold} ${frontier}`;
}

function isIdle(agent: Agent, team: Team): boolean {
  return (
    agent.name !== team.top && ![...team.agentsByName.values()].some(({ delegates }) => delegates.includes(agent.name))
  );
}

function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= LINE_LENGTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function drawBox({ agent, lines, x, y, height }: PlacedBox): string {
  const facts = lines.map(
    (line, at) => `<text class="fact" x="${x + 14}" y="${y + HEADER + 10 + at * LINE}">${escaped(line)}</text>`,
  );
  return [
    `<rect class="box" x="${x}" y="${y}" width="${boxWidth}" height="${height}" rx="6"/>`,
    `<rect class="${agent.kind}" x="${x}" y="${y + 6}" width="4" height="${height - 12}" rx="2"/>`,
    `<text class="name" x="${x + 14}" y="${y + 20}">${escaped(agent.name)}</text>`,
    `<text class="${agent.kind}" x="${x + boxWidth - 12}" y="${y + 20}" text-anchor="end">${agent.kind}</text>`,
    ...facts,
  ].join("\n");
}

/** Curves between columns, straight along a lane. */
function drawArrow({ points }: Arrow): string {
  const [first, ...rest] = points;
  if (first === undefined) return "";
  let path = `M${first[0]} ${first[1]}`;
  let before = first;
  for (const point of rest) {
    const middle = Math.round((before[0] + point[0]) / 2);
    path +=
      before[1] === point[1]
        ? ` L${point[0]} ${point[1]}`
        : ` C${middle} ${before[1]} ${middle} ${point[1]} ${point[0]} ${point[1]}`;
    before = point;
  }
  return `<path class="arrow" d="${path}" marker-end="url(#head)"/>`;
}

function describe(team: Team): string {
  return [...team.agentsByName.values()]
    .map(({ name, kind, delegates }) => {
      const to = delegates.length === 0 ? "" : `, hands work to ${delegates.join(", ")}`;
      return `${name}: ${kind}${name === team.top ? ", talks with the person" : ""}${to}.`;
    })
    .join(" ");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
