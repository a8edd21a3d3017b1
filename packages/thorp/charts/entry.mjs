/**
 * What the chart bundle exports: a Vega-Lite specification in, an SVG text out.
 *
 * Vega's renderer for text needs no canvas and no browser. The loader is replaced by one that refuses, so that a
 * specification can never read a file or ask another machine.
 */
import { Error as ErrorLevel, parse, View } from "vega";
import { compile } from "vega-lite";

const refuse = () => Promise.reject(new Error("A chart takes its data from its specification only."));
const closedLoader = { load: refuse, sanitize: refuse, http: refuse, file: refuse };

/** Throws when the specification is wrong. Warnings of the compiler are dropped: nothing may be printed from here. */
export async function renderSvg(spec) {
  const silent = {
    level: () => silent,
    error: () => silent,
    warn: () => silent,
    info: () => silent,
    debug: () => silent,
  };
  const { spec: vegaSpec } = compile(spec, { logger: silent });
  const view = new View(parse(vegaSpec), { renderer: "none", loader: closedLoader, logLevel: ErrorLevel });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}
