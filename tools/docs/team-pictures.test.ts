import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { listTeams } from "../../packages/thorp/src/agents/team-folder/load-team.ts";
import { boxWidth } from "../../packages/thorp/src/agents/team-picture/team-layout.ts";
import { shippedTeamsFolder } from "../../packages/thorp/src/engine/shipped-files.ts";
import { teamPictures } from "./team-pictures.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

it("the pictures are made from the teams' folders as they are (else run `npm run docs`)", async () => {
  const pictures = await teamPictures();
  for (const [path, svg] of pictures) expect(readFileSync(`${root}${path}`, "utf8"), path).toBe(svg);
  expect(readdirSync(`${root}docs/pictures`).sort()).toEqual(
    [...pictures.keys()].map((path) => path.replace("docs/pictures/", "")).sort(),
  );
});

it("each says in words what it shows, and shows every agent with its kind and every arrow", async () => {
  const pictures = await teamPictures();
  for (const entry of await listTeams([shippedTeamsFolder()])) {
    if (!entry.ok) throw new Error(entry.failure.message);
    const { team } = entry;
    const svg = pictures.get(`docs/pictures/team-${team.name}.svg`) ?? "";
    const agents = [...team.agentsByName.values()];
    expect(svg).toContain(`<title id="title">The team ${team.title}</title>`);
    expect(svg).toContain("prefers-color-scheme: dark");
    const desc = /<desc id="desc">(.*)<\/desc>/.exec(svg)?.[1] ?? "";
    for (const { name, kind, delegates, tools } of agents) {
      expect(desc).toContain(`${name}: ${kind}`);
      expect(svg).toContain(`>${name}</text>`);
      for (const word of [...delegates, ...tools]) expect(svg, word).toContain(word);
    }
    const arrows = agents.flatMap(({ delegates }) => delegates).length;
    expect(svg.match(/<path class="arrow"/g)?.length ?? 0).toBe(arrows);
  }
});

it("no box lies on another, and no text is longer than its box", async () => {
  for (const [path, svg] of await teamPictures()) {
    const boxes = [...svg.matchAll(/<rect class="box" x="(\d+)" y="(\d+)" width="\d+" height="(\d+)"/g)].map(
      ([, x, y, height]) => ({ x: Number(x), y: Number(y), end: Number(y) + Number(height) }),
    );
    for (const one of boxes)
      for (const other of boxes)
        if (one !== other && one.x === other.x) expect(one.end <= other.y || other.end <= one.y, path).toBe(true);
    // 11 px of a usual sans serif are six pixels a character on average.
    for (const [, text = ""] of svg.matchAll(/<text class="fact"[^>]*>([^<]*)</g))
      expect(text.length * 6, `${path}: ${text}`).toBeLessThanOrEqual(boxWidth);
  }
});
