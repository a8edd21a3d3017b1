/** Evidence for what is to be made: a chart, a table, a report. */
import type { Piece } from "./piece.ts";

const chartNoun =
  "(?:charts?|graphs?|plots?|diagrams?|histograms?|visuali[sz]ations?|sparklines?|pie|scatter ?plots?|scattergrams?)";
const chartForms: readonly (readonly [RegExp, number])[] = [
  [
    new RegExp(
      `\\b(?:bar|line|pie|area|scatter|column|point|donut|doughnut|stacked|time series)[- ]?(?:${chartNoun})\\b`,
    ),
    5.6,
  ],
  [
    /^(?:[a-z]+ ){0,5}?(?:visuali[sz]e|plot|graph|chart|scatter|draw|sketch)\b(?! (?:a |an |the |me a )?(?:picture|cat|dog|conclusion|up\b))/,
    5.4,
  ],
  [/\b(?:visuali[sz]e|plot|graph|chart|scatter) (?:it|that|them|this|these|those|the)\b/, 5.4],
  [
    new RegExp(
      `\\b(?:a|an|another|one|as|in|me|into|of|the|#n|and|with|nice|simple|quick) (?:[a-z]+ ){0,3}?${chartNoun}\\b`,
    ),
    5.2,
  ],
  [new RegExp(`^(?:[a-z#]+ ){0,3}${chartNoun}\\b`), 5.2],
  [/\b(?:plotted|charted|graphed|visuali[sz]ed)\b/, 5.2],
  [/\b(?:bars|a line|a pie|slices)\b/, 1.5],
];

/** "bar chart of revenue", "plot temperature over time", "shown as a graph". */
export function chartEvidence({ skeleton }: Piece): number {
  const weight = strongest(chartForms, skeleton);
  if (weight === 0) return 0;
  // A chart inside a report is what the report contains, and a chart that is there already is none to make.
  if (/\breport\b.*\b(?:with|containing|including|around|about|from|on) (?:the|that|this|both|all)\b/.test(skeleton))
    return 2;
  return weight;
}

const tableForms: readonly (readonly [RegExp, number])[] = [
  [
    /\b(?:in|into|as|to|onto) (?:a|an|one|the same)? ?(?:[a-z#-]+ ){0,3}?tables?\b(?! (?:lamp|tennis|called|named data))/,
    5.4,
  ],
  [
    /\b(?:make|create|build|draw|generate|give|show|want|need|get|produce|prepare|present|format|put|turn|tabulate|render|like|and|then|have|print|display|compile|set up|lay out)\b (?:[a-z#']+ ){0,5}?tables?\b(?! (?:lamps?|tennis|instead))/,
    5.3,
  ],
  [
    /^(?:(?:a|an|the|one|#n|simple|small|quick|short|now|also|please|next) )*(?:[a-z#-]+ ){0,3}?tables?\b(?! (?:lamp|tennis))/,
    5.3,
  ],
  [/\btabulate\b|\btabular\b/, 5.3],
  [/\b(?:with|each|of) (?:a )?table\b/, 3],
  [/\ba (?:[a-z-]+ ){0,2}table (?:each|of|with|from|for|showing|listing)\b/, 5.3],
];

/** "in a table", "csv table with vendor and amount", "tabulate". Not "the sales table", which is a source. */
export function tableEvidence({ skeleton }: Piece): number {
  if (
    /\bfrom (?:a|the) (?:[a-z]+ )?table\b/.test(skeleton) &&
    !/\b(?:make|create|build) (?:a|an) table\b/.test(skeleton)
  )
    return 0;
  return strongest(tableForms, skeleton);
}

const reportForms: readonly (readonly [RegExp, number])[] = [
  [
    /\b(?:write|create|make|generate|produce|prepare|build|compile|assemble|draw up|draft|put together|start|issue|give me|set up|need|want|new|do|finish with|get me|like|compose|file|deliver|add|save)\b (?:[a-z#"'-]+ ){0,5}?reports?\b/,
    5.6,
  ],
  [
    /\b(?:put|turn|collect|combine|gather|bundle|summari[sz]e|merge|bring|wrap|pack|work|compile|write)\b.*\b(?:in|into|as|to|for|up in) (?:a|an|one|the) (?:[a-z-]+ ){0,3}?report\b/,
    5.8,
  ],
  [
    /^(?:(?:a|an|the|one|and|then|short|brief|final|quick|please|also|new|finally) )*report(?: (?:with|on|about|titled|called|named|of|from|for|that|covering|around|containing|including|to|#qt|both|it|them|that|this|everything|the findings?)|$| :| ,| -| #qt)/,
    5.6,
  ],
  [/\b(?:in|into|as) (?:a|an|one) (?:[a-z-]+ ){0,3}?report\b/, 5.6],
  [/\b(?:then|and) (?:a|an) (?:[a-z-]+ ){0,2}?report\b/, 5.6],
  [/\bwrite (?:it|this|that|them|everything|both|all of it) up\b|\bwrite-?up\b/, 5],
];

/** "write a report", "put both in a report". Not "the report", which is a source. */
export function reportEvidence({ skeleton }: Piece): number {
  if (/\b(?:report|reports) writing\b|\btranslate\b/.test(skeleton)) return 0;
  return strongest(reportForms, skeleton);
}

function strongest(forms: readonly (readonly [RegExp, number])[], skeleton: string): number {
  return Math.max(0, ...forms.map(([form, weight]) => (form.test(skeleton) ? weight : 0)));
}
