/** Carries out a guide and says what it would have to look like. */
import { openGuideWorld } from "./guide-world.ts";
import { readGuide, withOutputs } from "./read-guide.ts";

/** The page with the outputs as they are now; the same page when the guide is right. */
export async function runGuide(page: string): Promise<string> {
  await using world = await openGuideWorld();
  const outputs: string[] = [];
  for (const step of readGuide(page)) outputs.push(...(await world.carryOut(step)));
  return withOutputs(page, outputs);
}
