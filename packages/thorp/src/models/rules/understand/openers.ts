/** How a new task begins: with a verb that commands, a question, a thing to be made, or a participle of passing on. */

const verbs = new Set(
  (
    "add analyse analyze answer append apply assemble ask average be book break bring browse build calculate call cancel check choose clean close collect combine come compare compile compose compute condense continue convert copy " +
    "correct count craft create cut debug decide define delete deliver describe design determine divide do download draft draw dump edit email enter estimate evaluate examine execute explain export express extract fetch figure fill " +
    "filter find finish fix follow forecast format forward generate get give go grab graph grep group guess help highlight identify implement import improve include increase inspect install interpret introduce invent investigate join keep " +
    "learn let list load locate log look make mail mark measure merge message modify monitor move multiply name note notify open order organise organize outline output overwrite paste pick plan play plot post predict prepare present print " +
    "proofread propose provide publish pull push put query quote rank rate read recommend record reduce refactor remember remind remove rename render rephrase replace reply report research reserve resolve retrieve review rewrite round run " +
    "save say scan scatter schedule scrape search see select send set share shorten show sketch solve sort speak split spell start state stop store submit subtract suggest sum summarise summarize swap tabulate take tell test think total " +
    "track transform translate trim try turn type update upload use verify view visualise visualize visit wait work write chart table tally document jot overwrite note file save look pull bring hand display grab condense gather"
  ).split(" "),
);

/** Words that are nouns as often as verbs: after "and" they need an object to be verbs. */
const nounToo = new Set(
  (
    "chart graph plot table list report search count sum total average name note document file order share state test review research rank rate record view query log set start stop type update use work schedule plan mail email message " +
    "answer call check copy cut design draft dump estimate export extract filter forecast group highlight import increase join keep load look mark measure move outline output pick play post present print quote reply round run sketch sort " +
    "split sum tally track trim try turn upload visit wait document change break display hand format"
  ).split(" "),
);
const numeric = new Set([
  "sum",
  "total",
  "average",
  "count",
  "rank",
  "rate",
  "order",
  "share",
  "state",
  "name",
  "note",
  "file",
  "type",
  "set",
  "document",
  "query",
  "log",
  "group",
  "change",
  "start",
  "output",
  "display",
]);
const objects =
  /^(?:the|a|an|it|them|that|this|these|those|me|us|my|our|your|all|every|each|any|both|everything|how|what|which|up|out|down|for|#.*)$/;

const questions = new Set("what which who whom whose when where why how what's who's where's when's how's".split(" "));
const auxiliaries = new Set("is are was were do does did can could will would has have had should may".split(" "));
const subjects = /^(?:the|a|an|it|that|this|there|any|you|we|i|my|our|they|he|she|these|those|#.*)$/;
/** Words that may stand before the opener. */
const leadWords: ReadonlySet<string> = new Set(
  "please kindly then also next finally lastly first second third firstly secondly thirdly afterwards now just and or but so once more again after that, too maybe perhaps ok okay well hey hi hello too additionally furthermore moreover in addition besides".split(
    " ",
  ),
);

const wants =
  /^(?:i(?:'d| would)? (?:also |first |then |now )?(?:want|need|like|love|have to|wish)|(?:i'd|i would) (?:also |first |then )?(?:like|love)|(?:can|could|would|will) you|we (?:want|need|would like)|let's|let me|i am looking for|i'm looking for|you (?:should|must|can))\b/;
const outputHead =
  /^(?:(?:a|an|the|another|one|also|nice|short|brief|simple|small|quick|final|html|csv|markdown|#n) )*(?:(?:bar|line|pie|area|scatter|column|point|csv|html|markdown|stacked|summary|one-page|two-column|[a-z]+) )?(?:charts?|graphs?|plots?|diagrams?|histograms?|tables?|reports?)\b/;
const participle =
  /^(?:(?:all|and|then|it|both|everything) )*(?:converted|saved|written|stored|exported|appended|shown|presented|displayed|plotted|charted|visuali[sz]ed|put|expressed|formatted|rendered|summed up) (?:it |them )?(?:to|into|in|as|under|at|on)\b/;
/** ", both in a report": what came before, gathered. */
const gathered =
  /^(?:and |then |put )*(?:both|all|everything|all of (?:it|them|that)|it all|them all)(?: (?:together|of them))* (?:in|into|as) (?:an?|one) (?:[a-z-]+ ){0,2}(?:reports?|tables?|charts?|graphs?)\b/;
const applied =
  /^(?:multiplied|divided|times|plus|minus|increased|decreased|reduced|raised)\b(?: (?:by|to))? (?:#n|it|that|the)\b/;

/** In which form the task begins. */
export type Opener = "verb" | "question" | "want" | "output" | "participle" | "applied";

/** What kind of beginning the skeleton words from `at` on are; undefined when they begin nothing. */
export function openerAt(
  words: readonly string[],
  at: number,
  after: "start" | "sentence" | "then" | "and" | "comma",
): Opener | undefined {
  let from = at;
  while (leadWords.has(words[from] ?? "")) from++;
  const word = words[from] ?? "";
  const next = words[from + 1] ?? "";
  const rest = words.slice(from, from + 9).join(" ");
  if (participle.test(rest) || gathered.test(rest)) return "participle";
  if (applied.test(rest)) return "applied";
  if (wants.test(rest)) return "want";
  if (outputHead.test(rest) && !(nounToo.has(word) && objects.test(next))) return "output";
  // ", which is …" says more about what came before.
  if (questions.has(word))
    return after === "comma" && /^(?:which|who|where|when|whose)$/.test(word) && !/^(?:many|of|[a-z]+s?)$/.test(next)
      ? undefined
      : relativeOrQuestion(words, from, after);
  if (
    /^(?:on|in|at|for|by|from|to|since|until|with) (?:what|which|whom|whose|how)\b|^(?:at|with|for) [^,]{2,30} how (?:many|much)\b/.test(
      rest,
    )
  )
    return "question";
  if (auxiliaries.has(word) && subjects.test(next)) return "question";
  if (!verbs.has(word)) return undefined;
  if (after === "start" || after === "sentence") return "verb";
  if (!nounToo.has(word)) return "verb";
  if (numeric.has(word)) return objects.test(next) && next !== "for" && next !== "how" ? "verb" : undefined;
  if (next === "" || /^(?:of|and|or|in|from|,|\.|is|are|was|with|by|to|\?|:|;|-)$/.test(next) || /ing$/.test(next))
    return undefined;
  return "verb";
}

function relativeOrQuestion(words: readonly string[], at: number, after: string): Opener | undefined {
  const word = words[at] ?? "";
  const next = words[at + 1] ?? "";
  if (after === "comma" && /^(?:which|who|where|when)$/.test(word) && auxiliaries.has(next))
    return word === "who" || word === "when" || word === "where" ? "question" : undefined;
  return "question";
}

/** A beginning that only sets the scene: "using sales.csv,", "once you have that,", "for each of …,". */
export function isPrefix(skeleton: string): boolean {
  return /^(?:(?:and|then|so|also|now) )*(?:using|with|from|based on|for|in|on|given|once|when|after|if|as soon as|according to|out of|within|looking at|regarding|about|taking|by|per|of|before|when you|having|as for|i have|there is|here is|here are|hello|hi|hey|good morning|thanks|thank you|dear)\b/.test(
    skeleton,
  );
}
