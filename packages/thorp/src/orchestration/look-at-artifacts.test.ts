import { describe, expect, it } from "vitest";
import type { ReadArtifact } from "../agents/assignment.ts";
import type { Artifact } from "../events/task-result.ts";
import { artifactProblem, artifactWords, lookAtArtifacts } from "./look-at-artifacts.ts";
import { valueOf } from "./test-world.ts";

const artifactOf = (title: string, mediaType: string): Artifact => ({
  id: title,
  title,
  mediaType,
  bytes: 5,
  file: title,
});
const contents: Readonly<Record<string, string>> = {
  "report.md": "# Sales\nNorth leads.",
  "page.html": "<style>p{}</style><h1>Sales</h1><script>alert(1)</script><p>North</p>",
  "chart.png": "\u0089PNG",
  "empty.csv": "",
  "long.txt": "x".repeat(5000),
};
const readArtifact: ReadArtifact = async ({ title }, limit) => {
  if (title === "broken") throw new Error("disk");
  const text = contents[title];
  return text === undefined ? undefined : Buffer.from(text).subarray(0, limit);
};
const look = async (...artifacts: readonly Artifact[]) => {
  const { value, events } = await valueOf(
    (context) => lookAtArtifacts(context, { name: "look", artifacts, readArtifact }),
    {
      runtime: "strict",
    },
  );
  return { seen: value, events };
};

describe("lookAtArtifacts", () => {
  it("gives how the text begins, without marks, and only that others are there", async () => {
    const { seen } = await look(
      artifactOf("report.md", "text/markdown"),
      artifactOf("page.html", "text/html"),
      artifactOf("chart.png", "image/png"),
      artifactOf("long.txt", "text/plain"),
    );
    expect(seen.map(({ text }) => text?.slice(0, 20))).toEqual([
      "# Sales\nNorth leads.",
      "Sales North",
      undefined,
      "x".repeat(20),
    ]);
    expect(seen[3]?.text).toHaveLength(1504);
    expect(artifactProblem(seen)).toBeUndefined();
    expect(artifactWords(seen.slice(0, 3))).toBe(
      "report.md (text/markdown, 20 bytes):\n# Sales\nNorth leads.\n\npage.html (text/html, 69 bytes):\nSales North\n\nchart.png (image/png, 5 bytes)",
    );
  });

  it("sees what is gone, broken or empty", async () => {
    expect(artifactProblem((await look(artifactOf("gone.md", "text/markdown"))).seen)).toContain(
      "gone.md is not there",
    );
    expect(artifactProblem((await look(artifactOf("broken", "text/plain"))).seen)).toContain("broken is not there");
    expect(artifactProblem((await look(artifactOf("empty.csv", "text/csv"))).seen)).toBe(
      "The file empty.csv is empty.",
    );
  });

  it("takes no step when there is nothing to look at", async () => {
    const { seen, events } = await look();
    expect(seen).toEqual([]);
    expect(events.some((event) => event.type === "step-start")).toBe(false);
  });
});
