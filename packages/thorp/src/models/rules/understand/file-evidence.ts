/** Evidence for working with files: list, read, search, write, and ask a text. */
import { headOf, type Piece } from "./piece.ts";

const fileWords =
  "(?:files?|folders?|director(?:y|ies)|subfolders?|workspace|documents|docs|pdfs?|csvs?|spreadsheets?|images?|logs|scripts|notes files?|#glb)";
const asksList = new RegExp(
  `\\b(?:list|show|see|display|give|get|what|which|are there|is there|any|tell|name|enumerate|listing|print|all|every|everything|how many|count|contents of|browse|look at|find)\\b.*(?:\\b${fileWords}|#fld|#glb)(?![\\w])`,
);
const aboutContent =
  /\b(?:contain\w*|mention\w*|includ(?:e|es|ing)\b.*(?:#qt|word|phrase|text)|say\w*|with (?:the )?(?:word|phrase|text|string)|word(?! (?:documents?|files?))|phrase|occurrences?|search\w*|grep|inside(?! (?:the |my |our |this )?(?:#fld|[a-z]+ (?:folder|directory)))|talk\w* about|appear\w*|occur\w*|the name)\b|#qt/;

/** "files with invoice in the name". */
const inName = new RegExp(
  `\\b${fileWords} (?:with|having|that have|containing) .+ in (?:the|its|their) (?:file)?names?\\b`,
);

/** "what is in docs/", "list all csv files", "dir". */
export function listEvidence({ skeleton }: Piece): number {
  if (/^(?:dir|ls|tree|list files|files)(?: (?:-\w+|#fld|#glb|please|[a-z_-]+))?(?: please)?[ .?]*$/.test(skeleton))
    return 6;
  if (
    /\b(?:save|write|append|store|summar\w+|read|lines?|rows?|columns?|average|total)\b/.test(skeleton) &&
    !/^(?:[a-z]+ ){0,3}list\b/.test(skeleton)
  )
    return 0;
  if (
    /^(?:(?:just|only|all|my|and|also|the|our|every) )*(?:pdfs?|csvs?|spreadsheets|images|scripts|#glb)(?: files?)?(?: please)?[.!?]*$/.test(
      skeleton,
    )
  )
    return 4;
  if (inName.test(skeleton)) return 5.5;
  if (aboutContent.test(skeleton) && !/\bfolders? included\b/.test(skeleton)) return 0;
  if (
    /\b(?:list|listing of|show|see|what(?:'s| is| do)?|contents? of|everything|all)\b.*(?:\b(?:in|of|under|inside|at|from)\b) (?:the |my |our |this )?(?:#fld|(?:[a-z]+ )?(?:folder|directory|workspace|project|repo(?:sitory)?))\b/.test(
      skeleton,
    )
  )
    return 5;
  if (
    /\b(?:listing|list|everything|contents?)\b.*\b(?:in|of|under) (?:the )?[a-z]+$/.test(skeleton) &&
    /\b(?:listing of|everything (?:in|under)|contents? of)\b/.test(skeleton)
  )
    return 4;
  if (asksList.test(skeleton))
    return /#(?:tbl|dcm|txt)\b/.test(skeleton) && !/\ball\b|\blist\b|#fld/.test(skeleton) ? 1.5 : 4.5;
  return /\b(?:folder|directory)\b/.test(skeleton) && /\b(?:list|show|see|put)\b/.test(skeleton) ? 3.5 : 0;
}

const readsLines =
  /\blines? (?:(?:number|no) )?#n|\bfrom line #n|#n(?:st|nd|rd|th)? (?:to #n )?lines?\b|\b(?:first|last|top|bottom|next) (?:#n |few |couple of )?lines?\b|\b(?:first|last) line\b|\bheader (?:row|line)\b|\blines? [a-z]+ (?:to|through) #n/;
const readVerb =
  /^(?:(?:please|can|could|would|will|you|i|want|to|need|i'd|like|let|me|us|just|now|then|and|first|also|go|ahead|\w+ly) )*(?:open|print|display|read|show|cat|view|pull up|bring up|see|type out|dump|output|type|give me|let me see|get me|load|more|head|tail)\b/;
const raw =
  /\b(?:raw|unmodified|whole|entire|full text|full contents?|complete|verbatim|contents? of|as is|as it is|nothing left out|source of|text of|exact(?:ly)?|unedited|unchanged|in full|word for word|what is in|what's in|inside)\b/;
const asksText =
  /\b(?:summar\w+|sum(?:s|med)? (?:it |them )?up|boil down|about|says?|saying|said|key points?|main points?|gist|tl;?dr|according to|highlights?|takeaways?|overview|explain\w*|stated?|states|decided?|agreed|attended|mentions?|deadline|describe\w*|outline|conclu\w+|digest|recap|topics?|pages?|sections?|paragraphs?|chapters?|clauses?|who|when|where|why|what|how|which|does|is|are|was|were|did|can|answer|find out|look up|tell me|extract)\b/;

/** "print notes.md", "lines 10-20 of log.txt", "the raw text of orders.json". */
export function readEvidence({ skeleton, readables, namesTable }: Piece): number {
  const file = readables.length > 0 || namesTable;
  if (!file) return 0;
  if (
    readsLines.test(skeleton) &&
    !/\b(?:contain\w*|mention\w*|with|have|has|matching|including|count|how many)\b/.test(skeleton)
  )
    return 5.5;
  const binary =
    /#dcm\b/.test(skeleton) && !/#txt\b/.test(skeleton) && !readables.some((path) => /\.html?$/i.test(path));
  if (
    /\b(?:every|all|each|any|those|only)?(?: the)? ?lines? (?:with|containing|that|where|which|mentioning|matching|having)\b/.test(
      skeleton,
    )
  )
    return 0;
  const opens = readVerb.test(skeleton);
  if (binary) return opens && raw.test(skeleton) ? 2.5 : 0;
  if (namesTable && readables.length === 0) {
    if (/\b(?:chart|table|sum|average|total|by|per|rows|where)\b/.test(skeleton)) return 0;
    return raw.test(skeleton) || /\b(?:open|print|cat|dump|raw)\b/.test(skeleton)
      ? 4
      : opens && skeleton.split(" ").length <= 5
        ? 2.5
        : 0;
  }
  if (raw.test(skeleton)) return opens || /\b(?:what|show|want|need|see)\b/.test(skeleton) ? 5 : 3.5;
  if (!opens) return 0;
  return /\b(?:about|says?|summar\w+|gist|overview|outline|points|recap|highlights|takeaways|and tell|what|who|when|why|how)\b/.test(
    skeleton,
  )
    ? 1.5
    : 4.5;
}

/** Questions to a document, page or note: "what does the handbook say about overtime". */
export function textEvidence({ skeleton, readables, namesTable }: Piece): number {
  const document = /#dcm\b/.test(skeleton);
  if (readables.length === 0 && !document) {
    return namesTable && /^(?:[a-z]+ ){0,3}(?:summar\w+|describe)\b/.test(skeleton) ? 2.5 : 0;
  }
  if (/\bpages? (?:#n|[a-z]+)|\bchapter\b|\bclause\b/.test(skeleton) && document) return 5.5;
  if (/\b(?:list|all|find|search)\b.*\b(?:files|folders)\b/.test(skeleton)) return 1;
  if (document) return asksText.test(skeleton) ? 4.8 : 3.5;
  return asksText.test(skeleton) ? 3.8 : 1;
}

const searching = /\b(?:search\w*|find|grep|look\w*|scan|locate|hunt|seek|check)\b/;
const where = "(?:in|across|through|within|inside|among|over|of|from|under)";
const place =
  "(?:#fld|#glb|#txt|#tbl|#dcm|(?:[a-z]+ ){0,4}(?:files?|folders?|director(?:y|ies)|documents|docs|workspace|project|repo(?:sitory)?|logs?|notes|code ?base|sources?|csvs?|pdfs?))";
const searchForms: readonly (readonly [RegExp, number])[] = [
  [
    new RegExp(
      `\\b(?:search\\w*|grep|scan|hunt|look)\\b.*\\bfor\\b.*\\b${where} (?:all |every |any |each |the |my |our |these |those )*${place}`,
    ),
    5.3,
  ],
  [
    new RegExp(
      `\\b(?:search|grep|scan|look through|go through|look in|comb)\\b (?:in |through |across |within |inside )?(?:all |every |any |each |the |my |our |these |those )*${place}.*\\bfor\\b`,
    ),
    5.3,
  ],
  [
    new RegExp(
      `\\b(?:find|grep|locate|search|look)\\b.*(?:#qt|\\bword\\b|\\bphrase\\b|\\btext\\b|\\bstring\\b|\\bmentions?\\b|\\boccurrences?\\b|\\bterm\\b).*\\b${where} (?:all |every |any |each |the |my |our )*${place}`,
    ),
    5.3,
  ],
  [
    new RegExp(
      `\\b(?:which|what|any|all|every|does any|do any|list|show|find|are there|is there|name)\\b.*\\b(?:files?|documents?|docs|texts|text that|notes|logs|pages|csvs?|pdfs?|#glb|lines?)\\b.*\\b(?:contain\\w*|mention\\w*|includ(?:e|es|ing)|(?<!\\b(?:i|we|you|they) )have|has|use|uses|using|appear\\w*|occur\\w*|reference\\w*|refer\\w*|say|says|with|talk\\w*)\\b`,
    ),
    5,
  ],
  [
    /\bwhere(?: (?:in|within|on) (?:[a-z#]+ ){1,3})? ?(?:\S+ ){0,5}?(?:is|are|was|were|does|do|did|have|has|gets?)(?: \S+){0,5} (?:used|mentioned|defined|appear\w*|occur\w*|referenced|called|set|stand|written|come up|show up|found)\b/,
    5,
  ],
  [
    /\b(?:lines?|occurrences?|mentions?|instances?|hits?|places?|matches)\b.*\b(?:in|of|from|across)\b.*(?:#txt|\blogs?\b|\bfiles?\b|#fld|#glb)/,
    4.8,
  ],
  [/\b(?:occurrences?|mentions?|instances?|hits|matches) (?:of|for) /, 3.5],
  [/\b(?:search|grep)\b (?:for )?(?:#qt|[a-z_]+$)/, 4.5],
  [/\b(?:search|grep|look) for #qt/, 4.5],
  [/^grep\b/, 5.5],
  // "find TODO in docs": what is looked for is no kind of file.
  [
    new RegExp(
      `^(?:please )?(?:find|locate) (?:all |every |the |any )*(?!\\S*#)(?!(?:(?!in |across |within |inside )[a-z]+ ){0,2}${fileWords}\\b)[^ ,]+(?: [^ ,]+){0,2} (?:in|across|within|inside) (?:all |the |my |our )*(?:#fld|#glb|docs|code|sources?|src|notes|logs|files|workspace|project)(?: folder)?[.?!]*$`,
    ),
    5.3,
  ],
  [
    /\b(?:search|grep|scan) (?:in |through )?(?:the |my |all |our )*(?:code|files|docs|documents|notes|logs|project|workspace|#fld)\b/,
    4,
  ],
  [
    /\b(?:which|what) (?:files?|documents?|notes?|pages?) (?:is|are|was|were)\b.*\b(?:named|mentioned|listed|used|found)\b/,
    5,
  ],
  [/(?:#qt|\b(?:string|word|phrase|term)\b).*\b(?:anywhere|somewhere)\b/, 5],
];

/** "which files mention solar", "find the word invoice in all my files", "WARN lines in the log". */
export function searchEvidence(piece: Piece): number {
  const { skeleton } = piece;
  if (/\blines? (?:from |number )?#n|\b(?:first|last) (?:#n )?lines?\b/.test(skeleton)) return 0;
  // One document that is asked whether it mentions something is read, not searched.
  if (/^(?:does|do|did|is|are|has|have|what|who|when|how) (?:the |my |our )?#(?:dcm|txt)\b/.test(skeleton)) return 0;
  if (/\bsynonyms?\b/.test(skeleton) || inName.test(skeleton)) return 0;
  // Asking one document with no word to look for is reading it.
  const asksDocument =
    /#dcm\b/.test(skeleton) && !/#fld|#glb|\b(?:word|phrase|files|folder|documents)\b/.test(skeleton);
  const strongest = Math.max(0, ...searchForms.map(([form, weight]) => (form.test(skeleton) ? weight : 0)));
  if (
    strongest > 0 &&
    piece.columns >= 1 &&
    !/\b(?:files?|folders?|#fld|#glb|lines?|#qt|#txt|#dcm|word|phrase)\b|#/.test(skeleton)
  )
    return 1.5;
  if (asksDocument) return Math.min(strongest, 3);
  return strongest === 0 && searching.test(skeleton) && /#qt/.test(skeleton) && piece.columns === 0 ? 3 : strongest;
}

const target = "#(?:txt|tbl|fil|dcm)\\b";
const filler = "(?:(?:a|the|my|our|new|file|text|markdown|csv|plain|called|named|document|another|this|it|at|path) )*";
const writeForms: readonly (readonly [RegExp, number])[] = [
  [
    new RegExp(
      `\\b(?:write|writes|written|save|saves|saved|store|stored|put|append|appended|add|keep|record|note|create|make|overwrite|replace|export|exported|dump|log|jot|copy|insert|update|set|place|output|file)\\b.*\\b(?:to|in|into|as|under|at|with|called|named|onto) ${filler}${target}`,
    ),
    5.2,
  ],
  [
    new RegExp(
      `\\b(?:overwrite|create|replace|update|append|make)\\b (?:[a-z]+ ){0,5}${filler}${target}(?! (?:a |the )?(?:chart|table|report))`,
    ),
    5,
  ],
  [new RegExp(`#qt.*\\b(?:end|top|bottom|beginning|start|head) of ${filler}${target}`), 5.4],
  [new RegExp(`\\b(?:note|memo|reminder)(?: [a-z]+){0,3} (?:in|to) ${filler}${target}`), 5.2],
  [
    new RegExp(
      `\\b(?:in|into|to|on) ${filler}${target},? (?:please )?(?:write|put|add|append|save|note|store|record)\\b`,
    ),
    5.2,
  ],
  [new RegExp(`^${target} (?:, )?(?:write|put|add|append|save|note|store)\\b`), 5.2],
  [/\b(?:create|make|write|start|new) (?:me )?(?:a |an |the )?(?:new )?(?:[a-z]+ )?file\b/, 4],
  [
    /\b(?:save|store|write|export|append) (?:it|that|this|them|the (?:result|results|answer|output|summary|findings|text|total|number|numbers|list))\b/,
    3.5,
  ],
  [/\b(?:save|saved|write|append|store)\b.*\bfile\b/, 3.5],
];

/** "append X to notes.md", "saved to out/costs.csv", "note to self in todo.txt: …". */
export function writeEvidence({ skeleton }: Piece): number {
  // What stands behind a colon is the text to be written.
  const head = new RegExp(`^${target} [:,] `).test(skeleton) ? skeleton.replace(" :", "") : headOf(skeleton);
  if (/\b(?:chart|graph|plot)\b/.test(head) && !/\b(?:save|append|write)\b/.test(head)) return 0;
  if (/\badd(?:ing)? up\b/.test(head)) return 0;
  return Math.max(0, ...writeForms.map(([form, weight]) => (form.test(head) ? weight : 0)));
}
