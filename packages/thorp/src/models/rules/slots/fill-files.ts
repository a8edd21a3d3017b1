/** Slots of tools that work with files and pages. */
import { numberFromWord, withDigits } from "../text/numbers.ts";
import { fileClassOf } from "../understand/mentions.ts";
import { type Filled, filled, pathFor, pathsIn, type SlotContext } from "./slot-context.ts";
import { writtenText } from "./written-text.ts";

const kinds: Readonly<Record<string, string>> = {
  csv: "*.csv",
  pdf: "*.pdf",
  json: "*.json",
  markdown: "*.md",
  md: "*.md",
  text: "*.txt",
  txt: "*.txt",
  html: "*.html",
  word: "*.docx",
  docx: "*.docx",
  doc: "*.docx",
  excel: "*.xlsx",
  xlsx: "*.xlsx",
  log: "*.log",
  yaml: "*.yaml",
  image: "*.{png,jpg,jpeg,gif,svg,webp}",
  picture: "*.{png,jpg,jpeg,gif,svg,webp}",
  spreadsheet: "*.{csv,tsv,xlsx}",
  script: "*.{js,ts,py,sh}",
  typescript: "*.ts",
  javascript: "*.js",
  python: "*.py",
  xml: "*.xml",
  svg: "*.svg",
  png: "*.png",
};

/** Folder and pattern, each where it is named. */
function placeOf(context: SlotContext): {
  readonly folder: string | undefined;
  readonly pattern: string | undefined;
} {
  const { tokens, goal, files } = context;
  const paths = tokens.filter((token) => token.kind === "path").map((token) => token.value);
  const glob = paths.find((path) => fileClassOf(path, files) === "pattern");
  const inFolder = /\b(?:folder|directory)\b/i.test(goal);
  const file = (inFolder ? paths : pathsIn(context)).find((path) =>
    ["table", "document", "text", "other"].includes(fileClassOf(path, files)),
  );
  const folder =
    paths.find((path) => fileClassOf(path, files) === "folder")?.replace(/(?<=.)\/$/, "") ?? folderInWords(goal);
  const ending = /\b(?:ending (?:in|with|on)|extension) \.?(\w+)\b/i.exec(goal)?.[1];
  const kind = /\b([a-z]+?)s? (?:files?|documents?)\b|\b(pdf|csv|spreadsheet|image|picture|script)s\b/i.exec(
    goal.replace(/\b(?:all|any|the|my|our|every|which|what|these) (?=files?\b)/gi, ""),
  );
  const named =
    /\b(?:called|named|with|containing) (?:the word )?["“']?([\w-]+)["”']? in (?:the|its|their) names?\b/i.exec(
      goal,
    )?.[1] ?? /\bfiles? (?:called|named) ["“']?([\w.-]+)/i.exec(goal)?.[1];
  const pattern =
    glob ??
    (ending === undefined ? undefined : `*.${ending}`) ??
    (named === undefined ? undefined : `*${named}*`) ??
    kinds[(kind?.[1] ?? kind?.[2] ?? "").toLowerCase()];
  if (file === undefined) return { folder, pattern };
  const slash = file.lastIndexOf("/");
  return { folder: slash > 0 ? file.slice(0, slash) : folder, pattern: file.slice(slash + 1) };
}

function folderInWords(goal: string): string | undefined {
  const found =
    /\b(?:in|of|from|under|inside|through|into|is|ls|dir)(?: the| my| our)? ([\w./-]+) (?:folder|directory)\b/i.exec(
      goal,
    ) ??
    /\b(?:the|my|our|a) ([\w./-]+) (?:folder|directory)\b/i.exec(goal) ??
    /\b(?:folder|directory) (?:called |named )?["“']?([\w./-]+)/i.exec(goal);
  const name = found?.[1];
  if (
    name !== undefined &&
    !/^(?:this|that|current|whole|same|which|what|is|are|and|contents?|work|working|project|other)$/i.test(name)
  )
    return name;
  const bare =
    /\b(?:^(?:ls|dir)|search|scan|stored under|everything (?:in|under)|listing of (?:everything in )?|in|through) (?:the )?(docs|logs|src|data|out|examples|notes|reports|contracts|scripts|images)\b/i.exec(
      goal,
    )?.[1];
  return bare?.toLowerCase();
}

/** The whole workspace when no folder is named. */
export function fillList(context: SlotContext): Filled {
  const first = orders.find(([form]) => form.test(context.goal))?.[1];
  return filled({ ...placeOf(context), first }, []);
}

const orders = [
  [/\b(?:biggest|largest|heaviest|by size|most space)\b/i, "largest"],
  [/\bsmallest\b/i, "smallest"],
  [
    /\b(?:newest|latest|most recent(?:ly)?|last (?:changed|modified|edited)|recently (?:changed|modified|edited))\b/i,
    "newest",
  ],
  [/\b(?:oldest|least recent(?:ly)?)\b/i, "oldest"],
] as const;

/** What is searched for, and where. */
export function fillSearch(context: SlotContext): Filled {
  const { folder, pattern } = placeOf(context);
  return filled({ text: searchedText(context), folder, pattern }, ["text"]);
}

/** The quotation, else what stands behind "for", "word", "mention", else what is said to be used somewhere. */
function searchedText({ tokens, goal }: SlotContext): string | undefined {
  const quotation = tokens.find((token) => token.kind === "quoted")?.value;
  if (quotation !== undefined) return quotation;
  const forms = [
    /^(?:please )?(?:find|locate) (?!.*\b(?:word|phrase|string|term|text|name|lines?)\b)(?:all |every |the |any )*(\S+(?: \S+){0,2}?) (?:in|across|within|inside) (?:all |the |my |our )*[\w./-]+(?: (?:folder|directory|files))?[?.!]*$/i,
    /\b(?:word|phrase|string|term|text|name|expression|keyword|variable|function|constant|setting|option|key)s? (?:of )?(?!in\b|is\b|are\b)(.+?)(?:,| (?:in|across|anywhere|appear|occur|within|inside|through|from|on|used|mentioned|written)\b.*)?[?.!]*$/i,
    /\b(?:files?|documents?|docs|texts?|notes|pages) where (.+?) (?:is|are|was|were|gets?) (?:used|mentioned|defined|set|called|referenced|written|found|named)\b/i,
    /\b(?:files?|documents?|docs|texts?|notes|pages) (?:with|having|that (?:has|have)) (.+?) (?:in|inside|within) (?:it|them)\b/i,
    /\bwhere (?:is|are|was|were|does|do)(?: the)? (.+?) (?:used|mentioned|defined|set|called|referenced|written|appear|occur|come up|show up|found|stand)\b/i,
    /\b(?:mention|mentions|mentioning|contain|contains|containing|include|includes|including|talk(?:s|ing)? about|files? that says?|occurrences? of|mentions? of|instances? of|lines? with|hits for) (?:the (?:word|phrase) |an? )?(.+?)(?:,? (?:in|across|within|inside|through|from|and (?:list|show|name|give|tell))\b.*|, (?:list|show|name|give|tell)\b.*)?[?.!]*$/i,
    /\bfor (?:the (?:word|phrase) )?(.+?)(?: (?:in|across|within|inside|through|on)\b.*)?[?.!]*$/i,
    /^(?:grep|search|find|locate|look up) (?:-\w+ )?(.+?)(?: (?:in|across|within|through)\b.*)?[?.!]*$/i,
    /^(?:all |every |the |show |show me |list |find |get |give me )*([A-Z][A-Z\d_-]+|\w+) lines?\b/i,
  ];
  for (const form of forms) {
    const found = form
      .exec(goal)?.[1]
      ?.trim()
      .replace(/^of (?:the )?/i, "");
    const place =
      /^(?:the |my |all |our |these )*(?:files?|documents?|docs|notes|workspace|folder|logs?|code|project|it|them)$/i;
    if (found !== undefined && found !== "" && found.split(" ").length <= 6 && !place.test(found)) return found;
  }
  return undefined;
}

/** The file, and the lines where some are named. */
export function fillRead(context: SlotContext): Filled {
  const path = pathFor(context, (kind) => kind !== "folder" && kind !== "pattern");
  return filled({ path, ...linesOf(context.goal) }, ["path"]);
}

/** "lines 10-20", "from line 5 to 9", "first 10 lines", "line 88"; the last lines are not known beforehand. */
function linesOf(goal: string): { readonly fromLine?: number; readonly toLine?: number } {
  const text = withDigits(goal).replace(/\b(\d+)(?:st|nd|rd|th)\b/g, "$1");
  const range = /\blines? (?:number )?(\d+)(?: ?(?:-|–|to|through|until|till|and) ?(?:line )?(\d+))?/i.exec(text);
  if (range !== null) {
    const fromLine = Number(range[1]);
    const onwards = /\b(?:onwards?|on|and (?:on|following)|to the end)\b/i.test(
      text.slice(range.index + range[0].length, range.index + range[0].length + 14),
    );
    if (range[2] === undefined && onwards) return { fromLine };
    return { fromLine, toLine: range[2] === undefined ? fromLine : Number(range[2]) };
  }
  const first = /\b(?:first|top) (\d+|couple of|few)? ?(?:lines?|rows?)\b|\b(?:first|top) (\d+)\b/i.exec(text);
  if (first === null) return {};
  const count = Number(first[1] ?? first[2] ?? (/lines/i.test(first[0]) ? 10 : 1));
  return { fromLine: 1, toLine: Number.isNaN(count) ? (numberFromWord(first[1] ?? "") ?? 5) : count };
}

/** Appends or replaces only where the words say so. */
export function fillWrite(context: SlotContext): Filled {
  const { goal, tokens } = context;
  const paths = tokens.filter((token) => token.kind === "path");
  const path = paths.at(-1)?.value ?? pathsIn(context)[0];
  const text = writtenText(context, path);
  const append = /\b(?:append|add|at the end|to the end|log|note to self|keep a line|jot)\b/i.test(goal);
  const replace = /\b(?:overwrite|replace|replacing|rewrite|new content)\b/i.test(goal);
  return filled({ path, text, ...(append ? { mode: "append" } : replace ? { mode: "replace" } : {}) }, [
    "path",
    "text",
  ]);
}

/** The document, its pages, and the question to it. */
export function fillDocument(context: SlotContext): Filled {
  const path =
    pathFor(context, (kind) => kind === "document" || kind === "text") ??
    pathFor(context, (kind) => kind !== "folder" && kind !== "pattern");
  const pages = /\bpages? (\d+(?:\s*(?:-|–|to|through|,|and)\s*\d+)*)/i.exec(withDigits(context.goal))?.[1];
  const range = pages?.replace(/\s*(?:–|to|through)\s*/g, "-").replace(/\s*(?:,|and)\s*/g, ",");
  return filled({ path, pages: range, question: questionOf(context) }, ["path"]);
}

/** The address has to stand in the goal. */
export function fillFetch(context: SlotContext): Filled {
  const url = context.tokens.find((token) => token.kind === "url")?.value;
  return filled({ url, question: questionOf(context) }, ["url"]);
}

/** Where to look is not what to look for. */
const place =
  /\b(?:(?:look|search|check|see|find)(?: it)?(?: up| out)? )?(?:in|through|at|with)?\s*(?:the|our|your|my) (?:own )?(?:team'?s? )?(?:knowledge ?base|knowledge|handbook|guidelines|documentation|docs|manual|documents)\b(?: for| about| says?(?: about| on)?)?/gi;

/** The question without the place where to look; words that say nothing are left out by the search. */
export function fillKnowledge({ goal }: SlotContext): Filled {
  const question = goal.replace(place, " ").replace(/\s+/g, " ").trim();
  return filled({ query: (/[\p{L}\p{N}]{2}/u.test(question) ? question : goal).slice(0, 1000) }, ["query"]);
}

/** What is asked of a text, without its name; undefined where the whole or a summary of it is wanted. */
export function questionOf({ goal, tokens, files }: SlotContext): string | undefined {
  const offset = tokens[0]?.start ?? 0;
  let text = goal;
  for (const token of [...tokens].reverse()) {
    if (token.kind !== "path" && token.kind !== "url") continue;
    const before = text.slice(0, token.start - offset);
    const place = before.replace(
      /\b(?:according to|in|of|from|on|at|about|to)(?: the| my)?(?: page| file| document| site)?(?: at)?\s*$/i,
      "",
    );
    text = `${place}${place === before && /[a-z]\s*$/i.test(before) ? "it" : ""}${text.slice(token.end - offset)}`;
  }
  const asked = text
    .replace(/\([^)]*\)\s*$/, "")
    .replace(
      /^(?:please |can you |could you |then |and )*(?:read|open|load|fetch|get|visit|go to|see|check|look at|look in|pull|download|go through|look up)?(?: the)?(?: page| site| website| file| document| link| article)?(?: at| on| in)?[\s,]*(?:and |then )*/i,
      "",
    )
    .replace(/\b(?:according to|in|of|from|on|at|about)(?: the)?\s*(?:page|file|document)?\s*[,?.]?\s*$/i, "")
    .replace(/^[,\s]*(?:and |then )*(?:please )?(?:tell me|find out|show me|give me|let me know)?\s*/i, "")
    .replace(/\s+(?=[?.!,]|\s)/g, "")
    .replace(/\s+/g, " ")
    .trim();
  const words = asked
    .replace(/[?.!,]/g, "")
    .split(" ")
    .filter((word) => word.length > 2);
  const whole =
    /\b(?:summar\w+|sum (?:it |them )?up|gist|tl;?dr|overview|key points|main points|highlights|essentials|digest|what (?:does|do) (?:it|the page|this page|this) say|what(?:'s| is) (?:it|this|[\w./-]+) about|whole|entire|contents?)\b/i.test(
      goal,
    ) && !/\b(?:say|says) (?:about|on)\b/i.test(goal);
  const known = new Set(files.flatMap((file) => file.path.toLowerCase().split(/[^a-z0-9]+/)));
  const telling = words.filter(
    (word) =>
      !known.has(word.toLowerCase()) &&
      !/^(?:the|page|pages|say|says|said|what|does|tell|about|read|show|please|this|that|its|and|for|are|from|with|open|fetch|document|file|website|text)$/i.test(
        word,
      ),
  );
  return whole || telling.length === 0 ? undefined : asked;
}
