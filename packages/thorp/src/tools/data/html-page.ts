/** A page that stands by itself: no script, nothing loaded from elsewhere, readable on a telephone and on paper. */
import { escapeHtml } from "./table-text.ts";

/** `body` must be escaped already. The policy in the head is the second line of defence: it forbids all scripts. */
export function htmlPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

const style = `
body { margin: 0; background: #fff; color: #1a1a1a; font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 52rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 1rem; }
h2 { font-size: 1.3rem; margin: 2.2rem 0 .6rem; }
h3, h4, h5, h6 { font-size: 1.05rem; margin: 1.4rem 0 .4rem; }
.summary { padding: .8rem 1.1rem; border-left: 4px solid #0072b2; background: #f2f7fb; }
.summary > :first-child { margin-top: 0; } .summary > :last-child { margin-bottom: 0; }
table { border-collapse: collapse; margin: 1rem 0; font-size: .93rem; }
th, td { padding: .35rem .7rem; border-bottom: 1px solid #d5d5d5; text-align: left; vertical-align: top; }
th { border-bottom: 2px solid #666; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; }
figure { margin: 1.2rem 0; } figure svg, figure img { max-width: 100%; height: auto; }
figcaption, .note { color: #555; font-size: .88rem; }
pre { overflow-x: auto; padding: .8rem; background: #f5f5f5; } code { font-family: ui-monospace, monospace; font-size: .9em; }
blockquote { margin: 1rem 0; padding-left: 1rem; border-left: 3px solid #bbb; color: #444; }
ol.sources { font-size: .93rem; overflow-wrap: anywhere; }
@media print {
  @page { margin: 18mm; }
  body { font-size: 10.5pt; } main { max-width: none; padding: 0; }
  h2, h3, h4 { break-after: avoid; } figure, tr, .summary { break-inside: avoid; } thead { display: table-header-group; }
  .wide { overflow: visible; }
}
`;
