/**
 * What no file holds, asked about a file: prose beside a result, a verdict on it, a text made over for someone else.
 * The file makes such requests look like work for a tool, so they are recognised by what is wanted of it.
 */
import { omissions, suppositions, verdicts } from "./verdicts.ts";

const article = "(?:an?|some|#n|another|your own|a few|a couple of)";
const composition =
  "(?:poems?|raps?|ballads?|haikus?|limericks?|sonnets?|stor(?:y|ies)|jokes?|songs?|rhymes?|riddles?|recipes?|programs?|functions?|essays?|letters?|e-?mails?|speech|slogans?|captions?|tweets?|posts?|agenda|proverbs?|quotes?|fun facts?|toast|script|anecdotes?|commentary|interpretation|verdict|assessment|evaluation|analogy|metaphor)";
const advice =
  "(?:recommendations?|suggestions?|tips|advice|action plan|action points|next steps|insights?|commentary|interpretation|ideas|improvements|lessons learned|talking points)";
const verdict =
  "(?:a lot|a little|much|too (?!#)[a-z]+|good|bad|normal|usual|unusual|typical|enough|fine|healthy|reasonable|impressive|common|rare|realistic|plausible|surprising|suspicious|worrying|acceptable|competitive|high|low)";

const languages =
  "french|german|spanish|italian|portuguese|dutch|polish|russian|chinese|mandarin|japanese|korean|arabic|hindi|latin|greek|turkish|swedish|norwegian|danish|finnish|czech|welsh|ukrainian|hungarian|romanian|hebrew";
const stance =
  "(?:take|views?|verdict|opinions?|thoughts?|impressions?|feelings?|reaction|judge?ment|assessment|guess|preference|pick|favou?rite|recommendations?|advice|suggestions?|instinct|sense|hunch|bet|criticism|praise)";
const shortForm =
  "(?:tweet|haiku|slogan|headline|caption|post|poem|rhyme|song|e-?mail|memo|letter|pitch|story|press release|limerick|toast|proverb|motto)";

/** What somebody holds of a thing, or would do about it: no file says that. */
const stances: readonly RegExp[] = [
  new RegExp(
    `\\byour (?:own |honest |frank |personal |gut |first |general |overall |professional |candid |considered )*${stance}\\b`,
  ),
  /\b(?:seems?|seemed|looks?|looked|sounds?|sounded|feels?|felt|appears?)\b.*\bto you\b|\bstrikes? you\b|\bdo you (?:agree|approve|doubt|think|believe|like|feel|know|recommend|suggest|reckon|suppose|figure|see|trust|mind|care)\b/,
  /\b(?:what|which|who|whom|where|when|how)\b(?! (?:much|many|long|far|often)\b).* would (?:you|an?|any|anyone|anybody|most) (?!like\b|please\b)/,
  /^would (?:an?|any|anyone|anybody|most|the average) (?:[a-z]+ )?(?!rows?|orders?)[a-z]+\b/,
  /\bought to\b|\bhad better\b|\bsupposed to (?:do|think|feel|say|mean)\b/,
  /\b(?:something|anything|nothing|reasons?|cause|need|grounds) (?:to|for) (?:celebrat\w+|worry|be (?:proud|worried|happy|concerned|afraid|sorry)|concern|fear|cheer|panic|alarm|optimism|pessimism|hope|complain\w*|regret|pride|joy)\b/,
  /\b(?:good|best|sensible|smart|wise|clever|reasonable|practical|quick|easy|first|next|right) (?:first |next )?(?:steps?|moves?|measures?|approach|strategy|remedy|remedies|fix|course of action) (?:to|for|would|that|be|here|now|against)\b/,
  /\b(?:measures?|steps?|actions?|changes?|moves?|incentives?|strateg(?:y|ies)) (?:would|could|might|can|will|to take|should)\b/,
  /\bjudging (?:from|by)\b|\b(?:do|does|did) (?:[a-z]+ ){0,3}really (?:want|think|mean|feel|need|care|believe)\b|\bbetween the lines\b/,
  /\bin (?:whose|our|their|my|your) favou?r\b|\bbenefits? (?:more|most|less|least)\b|\b(?:better|worse) off\b|\bone(?: - |-| )sided\b|\bus or them\b|\bon (?:whose|our|my) side\b/,
  new RegExp(`\\b(?:${languages}) (?:version|translation|copy|edition|summary|text)\\b(?! of the (?:file|table))`),
];

/** Whatever it is about: prose, verdicts and guesses that stand beside or instead of a result. */
const always: readonly RegExp[] = [
  // "… and a poem about it", "with a program that prints primes", "append a funny quote to #txt"
  new RegExp(
    `\\b(?:and|plus|with|as|into|save|append|add|put|store|insert|record) (?:then )?${article} (?:[a-z-]+ ){0,3}?${composition}\\b(?! (?:file|column|field|count|address))`,
  ),
  /\b(?:write|add|append|include|give|with|and) (?:me |us )?(?:an?|#n|some|a few|a couple of) (?:[a-z]+ )?(?:sentences?|paragraphs?|lines? of (?:prose|text|commentary)) (?:on|about|of (?:prose|commentary|comment)|that|which|explaining|describing|interpreting)\b/,
  /(?:^|\b(?:and|then|please|also|to|you) )(?:comment|reply|respond|react|reflect|opine|speculate|muse|guess|philosophi[sz]e|joke|apologi[sz]e)\b(?! (?:column|field|rate|rates|time|times|by|per))/,
  /\b(?:and|then|also) (?:please )?(?:tell (?:me|us) )?(?:who (?:invented|discovered|owns|wrote)|what happened|what (?:that|this|it|they) (?:means?|tells?|implies|suggests|says) (?:for|about|to)|how (?:that|this|it) came about|where (?:that|the (?:name|word)) comes? from)\b/,
  new RegExp(
    `\\b(?:is|are|was|were|whether|if|seems?|looks?) (?:that|this|it|they|these|those)(?: is| are| was| were| seems?| looks?)? ${verdict}(?=$| [.?!,;)]|[.?!,;)]| (?:for|in|or|to))`,
  ),
  /\b(?:good|best|right|smart|proper|clever|easy|common) (?:way|ways|practice|practices|approach|strategy|time|place) (?:to|of|for)\b/,
  /\b(?:come up with|think up|dream up|brainstorm|invent|make up) (?:an?|some|#n|new|better|good|the|another)\b|\b(?:quiz|entertain|surprise|motivate|cheer|encourage|inspire|congratulate|roast|flatter|teach|coach|interview|tease|insult|convince) (?:me|us|him|her|them)\b/,
  // "is #txt secure?": a verdict on a file as a whole
  /^(?:(?:and|so|well|ok) )*(?:is|are|was|were) #(?:txt|dcm|url|fil|tbl)(?: (?:really|very|any|too|actually))? (?!empty|there|about|in|on|from|available|valid|signed|dated|open)[a-z]+ ?[.?!]*$/,
  /\b(?:most|least) (?!expensive|recent|frequent|frequented|profitable|successful|valuable|productive|absent|senior)(?:[a-z]+(?:ful|ical|ive|ous|ant|ible)|interesting|convincing|promising|surprising|exciting|annoying|boring|reliable|likely|talented|gifted|urgent)\b/,
  /\b(?:catchy|catchier|funny|funnier|witty|poetic|humorous|heartfelt)\b/,
  /\b(?:whether|if) #(?:txt|dcm|url) is (?!empty|valid|signed|dated|open|available)[a-z-]+ ?[.?!]*$/,
  /\bmight (?:do|be|mean|have|want|think|feel|say|happen)\b|\bas (?:if|though)\b|\blike an? (?:pirate|child|poet|expert|lawyer|comedian|story|five|#n)\b/,
  /\bwhat (?:can|could|would) you (?:tell|say|make|learn|conclude|infer|gather)\b|\bwhat (?:does|do|did) .* (?:mean|imply|suggest|tell us|tell you) (?:for|about) (?:us|me|our|my|the (?:company|team|business|future))\b|\bmeans? for (?:us|me|our|my)\b/,
];

/** Of a table: what its columns do not say. */
const ofTables: readonly RegExp[] = [
  new RegExp(
    `\\b(?:with|and|plus|give|make|write|draft|include|including|add|propose|offer|derive|formulate|need|want)\\b (?:me |us )?(?:[a-z]+ ){0,2}${advice}\\b`,
  ),
  /\b(?:who|what|which|where|when|whom|how)\b[^,;:]* should\b/,
  /\b(?:themes?|sentiments?|moods?|emotions?|attitudes?|sarcas\w+|angry|angriest|happy|happier|unhappy|frustrated|annoyed|satisfied people|judging by|personality|motivation|root causes?|trustworthy|reliable|plausible|credible|suspicious|surprising|surprises|noteworthy|remarkable|interesting|promising|worrying|concerning|impressive)\b/,
  /\b(?:categori[sz]e|classify|cluster|label|interpret|rate|judge|assess|evaluate|appraise|tag) (?:all |each |every |the |these |those |our |my |this )*(?:[a-z]+ )?(?:comments?|feedback|reviews?|answers?|responses?|texts?|messages?|performance|quality|situation|results?|data|numbers|figures|#tbl|#col)\b/,
  /\b(?:by|in order of|according to) (?:their |its |the )?(?:importance|relevance|sentiment|mood|tone|usefulness|attractiveness|beauty|potential|meaning|similarity of meaning)\b/,
  /\bhow (?:can|could|might|should|would) (?:i|we|you|they) (?:save|earn|make|sell)\b/,
  /\b(?:likely|unlikely|probably|has a future|have a future|has potential|have potential|going to (?:quit|leave|grow|fail|sell)|deserves?|suited|suitable)\b/,
  /\bwill\b(?!.*\b(?:expires?|ends?|starts?|due|begins?|renews?|retires?)\b).* (?:tomorrow|next (?:week|month|year|quarter|season)|in (?:the )?future)\b|\btypical for\b|\b(?:national|industry|worldwide|global|european) (?:average|standards?|benchmarks?|norm)\b/,
];

/** Of a document, note or page: making it over, checking it against the world, or thinking beyond it. */
const ofTexts: readonly RegExp[] = [
  new RegExp(
    `\\b(?:in|into|to) (?:simple |plain |good |everyday |fluent )*(?:${languages})\\b(?! (?:law|branch|office|market|subsidiary|customers?|version|section))`,
  ),
  // "a warmer wording", "a less stiff tone", "shorten it to a tweet"
  /\b(?:[a-z]+er|more [a-z]+|less [a-z]+|different|better|new|own) (?:wording|tone|phrasing|style|voice|diction)\b/,
  new RegExp(
    `\\b(?:shorten|cut|condense|boil|squeeze|reduce|trim|compress|distil)\\b.* (?:in)?to (?:an? |#n )?(?:[a-z]+ )?${shortForm}s?\\b`,
  ),
  /\bmissing (?:anything|something)\b|\b(?:anything|something) (?:[a-z]+ )?(?:missing|forgotten|odd|strange|unusual|left out)\b/,
  /^(?:(?:so|and|well) )*(?:is|are|was|were) (?:the |this |that |our |my |these |those )?#(?:txt|dcm|url|fil)(?: [a-z]+)? (?:too|very|really|overly|rather|quite|sufficiently) [a-z]+/,
  /\b(?:in|into) (?:plain|simple|simpler|everyday|layman's|layman|easy|own|your own|modern|other|different) (?:language|words|terms|english|speech)\b|\bin (?:rhyme|verse|emojis?|bullet-free prose)\b/,
  /\bfor (?:an? |my |our )?(?:#n(?: - |[ -])year(?: - |[ -])olds?|[a-z]+-year-olds?|#n [a-z ]*\bold|child(?:ren)?|kids?|beginners?|layperson|lay people|laypeople|dummies|grandmother|grandma|toddlers?|teenagers?)\b/,
  /\b(?:correct|fix|mend|check|improve|clean up) (?:all |the |any |its |my )*(?:grammar|spelling|punctuation|style|typos?|wording|language|phrasing|mistakes|errors)\b/,
  /\bmake (?:#txt|#dcm|#url|it|this|that|the [a-z]+) (?:[a-z]+ )?(?:shorter|longer|clearer|simpler|nicer|funnier|better|easier|livelier|readable|formal|friendly)\b/,
  /\bgive (?:#txt|#dcm|#url|it|this|that) (?:an? |#n )?(?:[a-z]+ )?(?:title|name|headline|score|grade|mark|rating|subtitle)\b/,
  /\b(?:would|might|could) (?:an?|my|our|your|any) [a-z]+ (?:say|think|do|object|argue|react|advise)\b/,
  /\b(?:persuasive|punchier|weakest|strongest|attitude|intentions?|subtext|biased|flaws?|fallac(?:y|ies)|iron(?:y|ic)|symboli\w*|metaphors?|rhetoric\w*)\b/,
  /^(?:(?:please|can|could|you|and|then|just) )*(?:continue|finish|complete|extend|expand|tidy up|clean up|reformat|beautify|refactor|optimi[sz]e|debug|solve|answer) (?:up |on )?(?:all |the |these |my )*(?:#(?:txt|dcm|fil|url)|questions?|exercises?|tasks?|problems?|text|notes?)\b/,
  /\b(?:draft|write|compose) (?:me )?(?:an?|my|our) (?:answer|reply|response)\b|\blogical\b/,
  /\b(?:i|we) should\b|\bhow (?:do|can|could|would) (?:i|we) (?:fix|solve|improve|prevent|avoid|optimi[sz]e|debug)\b/,
  /^what (?:does|do) .*\b(?:settings?|options?|flags?|parameters?|functions?|lines?|code|script|keys?|commands?|methods?) (?:[a-z_]+ )?(?:in #\w+ |of #\w+ )?do\b/,
  /^(?:and |so )?what(?:'s| is| seems) missing\b|\bup[ -]to[ -]date with\b|\b(?:comply|complies|compliant|compatible|consistent|in line|conform\w*) with (?:[a-z]+ )?(?:law|laws|regulations?|gdpr|standards?)\b/,
];

/** `skeleton` without quotations and with the names of columns as `#col`; `text`: a document or page is what it asks of. */
export function isBeyondData(skeleton: string, { text }: { readonly text: boolean }): boolean {
  const own = text ? [...ofTexts, ...omissions] : [...ofTables, ...suppositions];
  return [...stances, ...verdicts, ...always, ...own].some((form) => form.test(skeleton));
}
