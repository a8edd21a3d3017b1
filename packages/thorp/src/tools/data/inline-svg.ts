/** A picture for a page that stands by itself. */

/**
 * The `<svg>` element itself where it is plain shapes and text, else an `<img>`, in which nothing can run. `prefix`
 * keeps the ids of several pictures on one page apart.
 */
export function inlineSvg(svg: string, { prefix, label }: { readonly prefix: string; readonly label: string }): string {
  const element = svg.replace(/^\uFEFF?\s*(<\?xml[^>]*>\s*)?/, "").trim();
  if (!isPlain(element)) {
    const data = Buffer.from(svg).toString("base64");
    return `<img src="data:image/svg+xml;base64,${data}" alt="${escapeAttribute(label)}">`;
  }
  return element.replace(/(\sid=")/g, `$1${prefix}-`).replace(/url\((["']?)#/g, `url($1#${prefix}-`);
}

// An allow list: what is not named here, in elements or in attributes, makes the picture an <img>.
const elements =
  /^(svg|g|path|rect|line|circle|ellipse|polyline|polygon|text|tspan|title|desc|defs|clippath|lineargradient|radialgradient|stop)$/;

function isPlain(svg: string): boolean {
  if (!/^<svg[\s>]/.test(svg) || !svg.endsWith("</svg>") || /<[!?]/.test(svg)) return false;
  for (const [, name] of svg.matchAll(/<\/?([^\s/>]*)/g)) if (!elements.test((name ?? "").toLowerCase())) return false;
  return !/[\s"'/]on\w+\s*=|[\s"'/](?:[\w-]+:)?href\s*=|\sstyle\s*=|url\((?!["']?#)/i.test(svg);
}

function escapeAttribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
