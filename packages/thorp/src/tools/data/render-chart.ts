/** Vega, loaded when the first chart is drawn. */
import { access } from "node:fs/promises";
import { ThorpError } from "../../base/errors.ts";

/** The bundle that `packages/thorp/charts/build.mjs` makes; the same file serves the source and the built program. */
const bundle = new URL(
  import.meta.url.endsWith(".ts") ? "../../../dist/charts/vega.mjs" : "../../charts/vega.mjs",
  import.meta.url,
);

interface ChartBundle {
  renderSvg(spec: unknown): Promise<string>;
}

/** An SVG text without scripts, links or fonts of its own. Throws `tool-failed` when the bundle is missing. */
export async function renderChart(spec: unknown): Promise<string> {
  await access(bundle).catch((error: unknown) => {
    throw new ThorpError("tool-failed", "The chart bundle is missing from this installation.", {
      hint: "Run `node packages/thorp/charts/build.mjs`, or install Thorp again.",
      cause: error,
    });
  });
  const { renderSvg } = (await import(bundle.href)) as ChartBundle;
  return renderSvg(spec);
}
