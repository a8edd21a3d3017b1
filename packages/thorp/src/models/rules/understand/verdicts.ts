/**
 * Words of judging, feeling and supposing. A file holds what is the case; whether that is generous, fishy or a pity, what
 * would be if, and how to put it to somebody is said by whoever reads it.
 */

const praised =
  "good|bad|great|poor|nice|lovely|awful|terrible|generous|stingy|strict|harsh|lenient|fair|unfair|reasonable|unreasonable|fishy|odd|weird|strange|normal|abnormal|typical|healthy|unhealthy|productive|efficient|inefficient|" +
  "effective|useful|useless|helpful|clear|unclear|confusing|boring|exciting|interesting|dull|funny|sad|happy|unhappy|proud|wise|smart|clever|stupid|silly|sensible|foolish|risky|safe|dangerous|ethical|moral|legal|illegal|" +
  "rude|polite|friendly|hostile|professional|unprofessional|convincing|plausible|credible|honest|dishonest|biased|balanced|ambitious|realistic|unrealistic|optimistic|pessimistic|promising|worrying|alarming|impressive|" +
  "disappointing|surprising|outdated|modern|attractive|ugly|beautiful|elegant|acceptable|adequate|excessive|extreme|suspicious|trustworthy|pointless|worthwhile|justified|appropriate|suitable|competitive|tough|overpaid|" +
  "underpaid|overpriced|underrated|overrated|well-written|readable|enforceable|watertight|bulletproof|vague|misleading|offensive|charming|catchy|lucky|unlucky";
const copula =
  "(?:is|are|was|were|be|been|being|seems?|seemed|looks?|looked|sounds?|sounded|feels?|felt|appears?|appeared|becomes?)";
const degree =
  "(?:a bit |a little |rather |quite |very |really |so |too |truly |particularly |especially |just |still |even |more |less |not )?";

/** Wherever they stand. */
export const verdicts: readonly RegExp[] = [
  // "are the rules in the handbook generous?", "which expenses look fishy"
  new RegExp(
    `\\b${copula}\\b(?: [a-z#'-]+){0,7}? ${degree}(?:${praised})(?=$| [.?!,;]|[.?!,;]| (?:enough|for|here|or|about|when|by|on|with|compared|given|at all|anyway|overall)\\b)`,
  ),
  // "is 38 a healthy level"
  new RegExp(`\\b${copula}\\b(?! there\\b)(?: [a-z#'-]+){0,7}? (?:such )?an? ${degree}(?:${praised})\\b`),
  /\bwho (?:was|is|were) (?:right|wrong|to blame|at fault|lying)\b/,
  /\b(?:say|decide|judge|tell (?:me|us)) (?:which|who|what)(?: one| of them| [a-z]+)? (?:is|are|was|were) (?:the )?(?:best|worst|most|least)\b/,
  /\b(?:looks?|seems?|sounds?|feels?) (?:a bit |rather |quite |very |so |too )?(?!like\b|at\b|up\b|for\b|into\b|through\b|in\b|as\b|over\b|to\b|from\b|of\b|free\b)[a-z]+(?:y|ous|ive|ed|ing|ful|less|ic|al|ish)(?=$| ?[.?!,;])/,
  /\b(?:do|does|did|doing|done|performing|perform|performs|performed|read|reads|works?|working|goes|going|went|sells?|selling|handled|managed) (?:so |very |too |rather |really |quite )?(?:well|badly|poorly)\b/,
  /\b(?:what|who|which [a-z]+) (?:really |most |particularly )?(?:annoys?|bothers?|pleases?|delights?|frustrates?|excites?|motivates?|disappoints?|upsets?|satisf(?:y|ies)|matters?|worr(?:y|ies)|scares?|drives?|inspires?|irritates?)\b/,
  /\b(?:what|how|whether|if) you (?:think|feel|believe|make of|like|would|see in|prefer|suggest|recommend|reckon|conclude|notice|admire)\b/,
  /\b(?:traps?|pitfalls?|red flags?|downsides?|upsides?|drawbacks?|blind spots?|shortcomings?|silver linings?)\b/,
  /\b(?:what|how|than|with|to|like) (?:what )?(?:other|most|similar|comparable|rival) (?:firms?|companies|people|teams?|shops?|businesses|employers?|schools?|contracts?|stores?|landlords?|competitors?)\b/,
  /\b(?:what|which) (?:story|message|picture|lessons?|conclusions?|moral)\b|\b(?:story|message|lesson) (?:behind|in|of) (?:the|these|those|our) (?:numbers?|figures?|data|results?)\b/,
  /\bin (?:the|an?) (?:[a-z]+ )?(?:voice|style|manner|tone|spirit) of\b|\binterpret(?:ed|ation|ations|ing)\b/,
  /\bwhat (?:[a-z]+ )?(?:could|can|might) (?:i|we|they) (?:use|say|argue|write|tell|try|claim|add|change|improve|learn)\b|\barguments? (?:for|against|could|can|would|might)\b/,
  /\b(?:reveals?|betrays?)\b.*\babout\b|\b(?:says?|tells?|shows?|suggests?) (?:[a-z]+ )?about (?:me|my (?:character|personality|mood)|our culture)\b/,
  /\bmind ?map\b|\binfographic\b|\bflow ?chart\b|\bposter\b|\bslide ?(?:deck|show)?s?\b|\bcartoon\b|\bcomic\b/,
  /\b(?:write|add|compose|give|include|leave|draft) (?:me |us )?(?:an?|one|some|#n|the) (?:[a-z]+ ){0,2}(?:sentences?|comments?|remarks?|words of)\b(?! (?:column|field|from|in #))/,
  /\b(?:in|as|by|via) (?:an? |my |our )?(?:[a-z]+ ){0,2}(?:letter|e-?mail|mail|memo|speech|tweet|greeting card|thank-?you note|text message)(?=$| ?[.?!,;]| (?:to|for|about)\b)/,
  /^(?:(?:please|can|could|would|you|now|and|then|just) )*(?:re)?(?:negotiate|defend|diagnose|thank|congratulate|invite|praise|scold|apologi[sz]e|console|comfort|advertise|promote|rebut|refute|haggle|bargain|sing|rap|paint|illustrate|dramati[sz]e|parody|mock|troubleshoot|advise|counsel)\b/,
];

/** Of a table: what would be if, and what goes on in people. */
export const suppositions: readonly RegExp[] = [
  /\bwhat (?:do|does|did) (?:[a-z]+ ){0,3}(?:customers?|people|clients?|users?|buyers?|employees?|staff|students?|guests?|respondents?|germans?|colleagues) (?:value|want|expect|fear|hate|love|like|enjoy|think|feel|believe|hope|dream|appreciate)\b/,
  /\bwould\b.*\bif\b|\bif\b.*\bwould\b|\bassuming (?:that )?(?:we|prices?|costs?|sales|everyone|nobody)\b|\bsuppose\b/,
];

/** Of a text: what is not in it, and which part is the silliest. */
export const omissions: readonly RegExp[] = [
  /\b(?:who|which|what)(?: [a-z#]+){0,7} (?:is|are|was|were) (?:the )?(?!earl)[a-z]+iest\b/,
  /\b(?:i|we|you|they) (?:forget|forgot|forgotten|miss|missed|overlook|overlooked|leave out|left out)\b/,
  /\b(?:watch out for|look out for|beware of|be (?:careful|wary) (?:of|about))\b/,
];

/** Words of order that no column stands for: "the nicest weather", "the most potential". `left` are unexplained words. */
export function ranksTheUnmeasured(skeleton: string, left: ReadonlySet<string>): boolean {
  const superlative = skeleton.split(" ").some((word) => /[a-z]{3,}est$/.test(word) && left.has(word));
  const most =
    /\b(?:most|least|greatest|best|highest|strongest|more|less) (?!common|frequent|popular|recent|often|rows?\b)([a-z]+)\b/.exec(
      skeleton,
    )?.[1];
  return superlative || (most !== undefined && left.has(most) && !/s$/.test(most));
}
