/**
 * What rules cannot do: free writing, translation, paraphrase, code, opinion, advice, explanation, open knowledge.
 * Each family is recognised by how people ask for it, whatever it is about.
 */
import { isBeyondData } from "./beyond-data.ts";
import { headOf } from "./piece.ts";

const writing =
  "poem|haiku|limerick|sonnet|verse|rhyme|story|stories|tale|novel|fable|essay|e-?mails?|mail|letter|card|speech|toast|eulogy|song|lyrics|joke|jokes|pun|riddle|slogan|tagline|motto|headline|caption|tweet|post|blog|article|" +
  "newsletter|ad|advert|advertisement|pitch|invitation|invite|thank-?you|apology|reply|response|bio|biography|cv|resume|cover|review|dialogue|conversation|script|screenplay|sketch|monologue|paragraph|prose|sermon|" +
  "press|announcement|obituary|vows|recipe|dish|menu|regex|regexp|code|function|program|class|component|app|website|webpage|query|sql|bash|python|javascript|typescript|java|macro|formula|algorithm|test|tests|unit tests|" +
  "proposal|business plan|strategy|curriculum|lesson|quiz|questions|questionnaire|policy|contract|disclaimer|job description|description|product description|testimonial|complaint|compliment|reminder|introduction|intro|conclusion|abstract|wishes|template|lyrics|insights?|quote|prayer|prompt|message|text message|greeting|wish|rebuttal|critique|flash ?cards?|slides|presentation|faq|cheat ?sheet|agenda|checklist|manifesto|chapter|scene|excuse|rap|ballad|jingle";
const inventing =
  "write|compose|draft|pen|craft|author|invent|make up|come up with|think up|dream up|create|generate|produce|prepare|make|sing|suggest|formulate|word|improvise|imagine";
const asking = "give me|give us|give our|tell|tell me|tell us|i need|i want|i'd like|need|want";
const between = "(?: (?!#|table\\b|chart\\b|report\\b|list\\b|graph\\b|file\\b)[a-z'-]+){0,6}?";
const notData = "(?! (?:file|files|table|chart|graph|column|columns|per|by|score|scores|address|count|revenue))";
const turnsInto = new RegExp(
  `\\b(?:turn|make|convert|transform|change|put)\\b.* into (?:an? )?(?:[a-z]+ )?(?:${writing})\\b`,
);
const writesFreely = new RegExp(`\\b(?:${inventing})\\b${between} (?:${writing})(?:s|es)?\\b${notData}`);
// Only a report, a file and what stands there already can be written without inventing it.
const writesAnything =
  /^(?:(?:please|can|could|would|you|now|and|then|also|just) )*(?:write|compose|draft|pen)\b(?! (?:it|that|this|them|those|these|down|up|to|in|into|out|over|both|all|everything|the (?:result|results|total|answer|number|numbers|sum|findings?|date|output|value|values|difference|average|text|word|words|line))\b)(?!.*(?:#(?:txt|tbl|fil|dcm|qt|n)\b|\b(?:reports?|table|csv|list|file|chart|note|total|write-?up)\b| : ))/;
// "give me the headline" invents one, unless there is a page to take it from.
const givesFreely = new RegExp(`\\b(?:${asking})\\b${between} (?:${writing})\\b${notData}`);
// None of the three matches without such a word, and compiling them takes a tenth of a start.
const namesWriting = new RegExp(`\\b(?:${writing})(?:s|es)?\\b`);
const eachWriting = new RegExp(`\\b(?:${writing})`, "g");

/** Asked whatever there is to work on. */
const generative: readonly RegExp[] = [
  /\b(?:what do you (?:think|feel|like|prefer|believe|want)|do you (?:think|believe|like|know|feel|agree|want|have|love|recommend|suggest)|are you|were you|who are you|you're|you are|how are you|your thoughts|your opinion|your advice|your favou?rite|pros and cons)\b/,
  /^(?:(?:please|can|could|would|you|just|now|and|then) )*(?:recommend|advise|suggest)\b/,
  /^should\b|\bwhat would you\b|\binsights?\b|\bwhat (?:drives|explains|causes|motivates)\b/,
  /\b(?:translat\w*|rephras\w*|paraphras\w*|rewrite|rewriting|reword\w*|proofread\w*|copy-?edit|polish|embellish|transliterate|localise|localize|simplify the (?:language|text|wording))\b/,
  /\b(?:in|into|to) (?:french|german|spanish|italian|portuguese|dutch|polish|russian|chinese|mandarin|japanese|korean|arabic|hindi|latin|greek|turkish|swedish|norwegian|danish|finnish|czech|welsh|plain english|simpler words|simple words|layman)\b/,
  /\b(?:friendlier|funnier|persuasive|convincing|catchy|witty|poetic|more polite|politer|more formal|nicer tone|professional tone|writing style|punchier|in an? (?:[a-z-]+ )?(?:tone|style|voice)|tone of|in the style of)\b/,
  /\b(?:improve|polish|fix|debug|refactor|review|optimi[sz]e|critique|shorten|correct|edit|finish|continue|expand on|elaborate)\b(?: [a-z']+){0,3} (?:bug|code|grammar|spelling|wording|text|writing|essay|function|script|sentence|paragraph|draft|typos|mistakes|style|program|story|argument|cv|resume)\b/,
  /\b(?:explain|describe how|describe why|elaborate|discuss|argue|justify|convince|persuade|debate|interpret|critique|criticise|criticize|brainstorm|imagine|pretend|role-?play|act as|philosophi[sz]e|teach me|help me (?:understand|write|apologi[sz]e|decide|prepare|learn|think|choose|plan|come|draft|word|study|phrase))\b/,
  /\b(?:predict|forecast|foresee|extrapolate|prognos\w+|what would happen|what will happen|what happens if|what if|how would .* (?:react|feel|change))\b/,
  new RegExp(`\\b(?:should|shall|ought) (?:i|we|you|they|one|he|she|it|my|our|the|management)\\b`),
  /\bwhat (?:\w+ ){0,3}should\b|\bwhich (?:\w+ ){0,3}should\b|\bshould (?:do|buy|choose|use|be|know)\b|\bworth (?:it|buying|doing|seeing|visiting|reading)\b|\bbetter(?: to| than| choice| option)?\b(?! (?:day|week|month|quarter|year|region|product)\b).*\bor\b/,
  /\b(?:how|what) (?:do|can|could|would|should|might|to) (?:i|we|you|one|people|someone) (?!get if|(?:spend|earn|pay|sell|sold|make|have|need|owe|save)\b)\w+/,
  /\bhow to \w+/,
  /\bwhy\b(?! (?:not|don't (?:you|we))\b)/,
  /\b(?:prove|disprove|derive|deduce)\b (?:that|the|it|this|why)\b/,
  /\b(?:answer|reply to|respond to|react to)\b (?:(?:the|these|this|that|my|our|all|to) )*(?:[a-z]+ )?(?:comments?|e-?mails?|letters?|messages?|complaints?|reviews?|questions?|feedback|customers?)\b/,
  /\bwill (?:\w+ )?(?:quit|leave|grow|rise|fall|drop|happen|win|succeed|fail|sell)\b|\bnext (?:year|month|quarter|week)'s (?:revenue|sales|figures|numbers|results|rainfall|costs)\b/,
  /\bwhat (?:can|could|might|would) (?:we|i|you|they|one)\b(?! (?:get|pay|owe|spend|earn|see|find|ask))/,
  /\bis (?:it|this|that|there) (?:healthy|safe|legal|good|bad|ethical|right|wrong|true|normal|dangerous|ok|okay|possible|worth|better|rude|fair|wise|smart|life|a god)\b/,
  /^(?:(?:so|and|hey|ok|well|but) )*(?:is|are|was|were) (?:the |this |that |our |my |these |those )?(?:#\w+|[a-z]+)(?: [a-z]+)? (?:fair|reasonable|good|bad|legal|okay|ok|enforceable|risky|safe|well[ -]written|convincing|biased|realistic|ethical|too \w+|worth|nice|clear|persuasive|professional|healthy|boring|polite|harsh)\b/,
  /\b(?:summari[sz]e|describe|explain|tell me|what is|retell) the plot\b|^(?:(?:please|can|could|you) )*(?:book|reserve|order|buy) (?:a|an|me|us|the|two|some|#n)\b/,
  /\b(?:make|making) .*\b(?:sound|look|feel|more (?:professional|formal|concise|readable|friendly|polite|exciting)|shorter|clearer|nicer|funnier)\b|\bgo wrong\b|\bcould (?:be )?(?:improved?|better)\b|\bbe (?:improved|better|clearer)\b/,
  /\b(?:marketing|ad|sales|web|advertising) copy\b/,
  /\bplan (?:a|an|my|our|the|me|us)\b|\b(?:itinerary|workout|meal plan|diet|training plan|study plan|road ?map)\b/,
  /\b(?:code|script|function|program|snippet|regex|regexp|class|macro|one-?liner|unit tests?|algorithm|component)\b(?: [a-z]+){0,2} (?:that|which|to|for|in|matching|with)\b(?!.*(?:#txt|#tbl|#dcm|files?\b|folder\b))/,
  /\bin (?:python|javascript|typescript|java|rust|haskell|c\+\+|ruby|php|kotlin|swift|bash|golang)\b/,
  /\b(?:write|say|put) (?:something|anything|a few words|some words)\b/,
  /\bname (?:a |an |some |three |two |five |all |the )*(?:#n )*(?:famous|good|nice|great|popular|important|well-known|countries|cities|planets|animals|books|films|movies)\b/,
];

/** Things that people have a model think up; in a table or text at hand they are just data. */
const topics: readonly RegExp[] = [
  /\b(?:recommend\w*|advise|advice|suggestions?|opinion|feedback)\b/,
  /\b(?:ideas?|idaes|tips|tricks|hints|inspiration|alternatives to|names? for|synonyms?|antonyms?|rhymes?|rhyming|acronym|metaphor|analogy|moral of|meaning of|definition of|define|etymology|plot of (?:the |a )?(?:film|movie|book|novel|story|play|series)|lyrics|trivia|fun fact|interesting (?:fact|thing)?|something (?:interesting|funny|nice)|somthing)\b/,
  /\b(?:jokes?|riddle|recipe for|haiku|limerick|poem|sonnet|essay|fairy tale|bedtime story)\b(?!.*(?:#url|#dcm|#txt))/,
];

/** Open knowledge: only where no table or text is at hand that could hold the answer. */
const knowledge: readonly RegExp[] = [
  /\bhow (?:does|do|did|is|was|were|are|come) (?!.*(?:#tbl|#dcm|#txt|#url|#n\b))(?:[a-z'-]+ )*(?:work|works|function|made|called|possible|happen|form|formed|evolve|invented|grow|learn|sleep|about|pronounced|spelled|came)\b/,
  /\b(?:difference|differences|similarit(?:y|ies)) between (?!(?:the )?(?:#|them\b|these\b|those\b|both\b|it\b|\d|sales|revenue|planned|actual|total|today|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|christmas|now|this|last|next|monday|tuesday|wednesday|thursday|friday|saturday|sunday))(?:an? |the )?[a-z]/,
  /\b(?:who|what) (?:was|is|were|are) (?:the )?(?:first|fastest|tallest|oldest|youngest|longest|largest|biggest|smallest|best|richest|most famous|current|president|king|queen|capital|inventor|author|founder|ceo|population|currency|prime minister|mayor|meaning)\b/,
  /\b(?:capital of|president of|population of|currency of|inventor of|author of|history of|life of|biography of|theory of|philosophy of|wikipedia)\b/,
  /\bstands? for\b/,
  // Rates of exchange change by the hour.
  /\b(?:convert|exchange|change)\b.*#n (?:us |american |canadian |australian |swiss |japanese )?(?:dollars?|euros?|yen|francs?|rupees?|yuan|pesos?|kron(?:a|e|or|er)|usd|eur|gbp|chf|jpy)\b/,
  // "what is a csv file" asks for a definition.
  /^what(?:'s| is| are) (?:an? )(?:[a-z-]+ ){0,3}[a-z-]+ ?[.?!]*$/,
  /\bfile (?:formats?|types?|extensions?|systems?)\b/,
  /\b(?:french|german|spanish|italian|portuguese|dutch|polish|russian|chinese|japanese|korean|arabic|hindi|latin|greek|turkish|swedish|norwegian|danish|finnish|czech|welsh) (?:for|words?|expressions?|phrases?|equivalents?)\b/,
  /\bwhat (?:happened|took place|is celebrated|was going on)\b(?!.*#)/,
  /\bhow (?:many [a-z]+|far|long) (?:is|are|was|does|do|would|will)\b(?!.*#).* from [a-z]+ to [a-z]+/,
  /\bwho (?:wrote|owns|owned|invented|discovered|painted|composed|founded|won|directed|played|sang|killed|built|said|created|designed|starred)\b/,
  /\b(?:world cup|world war|nobel|oscars?|olympics?|roman empire|big bang|quantum|black holes?|photosynthesis|shakespeare|einstein|bitcoin|horoscope|zodiac)\b/,
  new RegExp(
    `\\b(?:stock price|share price|exchange rate|news|headlines|traffic|weather (?:in|for|today|tomorrow|like|forecast))\\b(?!.*#)`,
  ),
];

/** What only a document, a page or a file can answer; questions about such text are asked of the text. */
const namesText = /#(?:dcm|url|txt)\b/;
const judging =
  /\b(?:fair|reasonable|good|bad|well[ -]written|convincing|legal|friendlier|tone|persuasive|professional|translat\w*|rewrite|rephras\w*|paraphras\w*|reword\w*|proofread|improve\w*|your advice|advisable|critique|criticise|(?:would|do|can|could|please) (?:you )?(?:recommend|suggest)|your opinion|should (?:we|i|they|you)|simplify|explain|interpret|(?:you|we) think|would you|go wrong|wrong with|sounds? [a-z]+|safely|dangerous|(?:best|worst|good|bad|critical|important) for us|moral of|risky|loopholes?|weakness(?:es)?|strengths?|in your (?:view|eyes)|convince|persuade|justify|argue|more (?:formal|professional|concise)|polite(?:ly)?|compare\w* .* (?:with|to) (?!#|the #|what #)(?:the |an? |our |other |industry |standard |common |usual )*(?:standards?|practices?|others?|industry|competitors?|law|market))\b/;
// Even a sum is beyond rules when it is to be proved, told or translated.
const beyondSums =
  /\b(?:prove|disprove|proof|derive|explain|why|translat\w*|in (?:roman|french|german|spanish|latin|words)|story|joke|poem|rhyme|what happened|(?:which|what) (?:[a-z]+ )?(?:holidays?|saints?|feasts?|events?)|(?:worst|best|luckiest|unluckiest|nicest) days?|who was born)\b/;

// "what should I do when I am sick, according to #dcm": the advice stands there.
const attributed =
  /\b(?:according to|as (?:stated|written|said|set out) in|(?<=, |^)per|going by) (?:the |my |our |this )?#(?:dcm|txt|url)\b|\b(?:does|do|did) (?:the |my |our |this )?#(?:dcm|txt|url) (?:say|state|recommend|advise|suggest|mention|require|allow|forbid|prescribe)\b/;
const madeOver =
  /\b(?:translat\w*|rephras\w*|paraphras\w*|rewrit\w*|reword\w*|simplif\w*|explain\w*|fair|wrong with|convinc\w*|persua\w*|your opinion|you think)\b/;

/** What a piece has to stand on; rules can do more with it. */
export interface Ground {
  /** A table, document or page is at hand for it. */
  readonly grounded: boolean;
  /** It holds a whole calculation, conversion or question of dates. */
  readonly exact: boolean;
  /** It brings the text to be written, the rows to be shown or the words to be searched for. */
  readonly supplied: boolean;
  /** It may ask about a text that an earlier part of the request gets. */
  readonly aboutText: boolean;
  /** Names of columns at hand, in lower case: as data they ask for no verdict. */
  readonly columns?: ReadonlySet<string>;
  /** It ranks by what no column of its table holds. */
  readonly unmeasured?: boolean;
}

/** What the piece wants written freely, in its own word: poem, e-mail; undefined when it wants nothing of the kind. */
export function writtenKind(skeleton: string): string | undefined {
  const head = headOf(skeleton);
  if (!namesWriting.test(head)) return undefined;
  const wish = (writesFreely.exec(head) ?? givesFreely.exec(head))?.[0];
  return wish === undefined ? undefined : [...wish.matchAll(eachWriting)].at(-1)?.[0];
}

/** True when the piece asks for what only a language model can give. `skeleton` hides quotations. */
export function needsLanguageModel(
  whole: string,
  { grounded, exact, supplied, aboutText, columns = new Set(), unmeasured = false }: Ground,
): boolean {
  // A word that is looked for steers as little as a quotation.
  const skeleton = headOf(whole).replace(/\b(the (?:word|phrase|term|string)) [a-z]+\b/, "$1 #qt");
  const any = (forms: readonly RegExp[]) => forms.some((form) => form.test(skeleton));
  const atHand = aboutText || namesText.test(skeleton);
  const writes =
    writesAnything.test(skeleton) ||
    (namesWriting.test(skeleton) &&
      (writesFreely.test(skeleton) || turnsInto.test(skeleton) || (!atHand && givesFreely.test(skeleton))));
  if (exact && !writes) return beyondSums.test(skeleton);
  if (supplied && !beyondSums.test(skeleton)) return false;
  if (unmeasured) return true;
  const named = skeleton.split(" ").map((word) => (columns.has(word) ? "#col" : word));
  // "does #txt explain the installation?" asks what stands there.
  const says =
    /^(?:does|do|did|where (?:does|do)|how does|which (?:part|section|page) of) (?:the |this |our |my )?#(?:dcm|txt|url)\b.* (?:explain|describe|interpret|justify|argue)\b/;
  if (atHand && says.test(skeleton)) return false;
  if (atHand && attributed.test(skeleton)) return writes || madeOver.test(skeleton);
  if (isBeyondData(named.join(" "), { text: atHand })) return true;
  if (atHand) return writes || judging.test(skeleton) || (any(generative) && /^should\b|\binsights?\b/.test(skeleton));
  if (!grounded && (any(knowledge) || any(topics))) return true;
  return writes || any(generative);
}
