/** The pages of docs/tools: what an engine without settings offers. */
import { toolPages } from "../../packages/thorp/src/cli/tools/tool-pages.ts";
import { createEngine } from "../../packages/thorp/src/engine/create-engine.ts";

export const toolPagesFolder = "docs/tools/";

/** Paths from the root of the repository, with their texts. */
export async function shippedToolPages(): Promise<readonly (readonly [string, string])[]> {
  const engine = await createEngine({ dataDir: "memory", env: {} });
  try {
    return [...toolPages(await engine.listTools())].map(([name, text]) => [`${toolPagesFolder}${name}`, text] as const);
  } finally {
    await engine.close();
  }
}
