/** Greetings, thanks and "what can you do": the only talk that rules hold. */
import type { Brief, BriefTool } from "../../brief.ts";

const greeting =
  /^(?:(?:hi|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day)|hello there|hi there|hey there|yo|moin)[\s,!.]*(?:thorp|team|there|all|everyone|everybody|again)?[\s!.?]*)+$/;
const thanks =
  /^(?:(?:ok|okay|great|perfect|super|cool|nice|good|awesome|well done|excellent|alright)[\s,!.]*)*(?:thanks?(?: you)?|thx|cheers|much appreciated|ta|many thanks|thank you very much|thanks a lot|thanks so much)(?: (?:for|a|so|very|that|you|again)\b.{0,40})?[\s!.]*$/;
const praise =
  /^(?:ok|okay|great|perfect|super|cool|nice|awesome|well done|excellent|alright|good|fine|got it|i see|understood)(?: (?:job|work|one|thanks))?[\s!.]*$/;
const farewell = /^(?:bye|goodbye|good ?night|see you(?: later)?|ciao|so long|until next time)[\s!.]*$/;
const abilities =
  /^(?:(?:hi|hello|hey)[\s,!.]*)?(?:please |so |and )*(?:what (?:can|could|do) you (?:do|help(?: me)? with|offer|know how to do)|what (?:else )?(?:can|could) (?:you do|i (?:ask|do|use)(?: you)?(?: here| with (?:this|you|thorp))?)|how (?:can|could|do) you (?:help|work)|what are (?:you|your) (?:able to do|capable of|abilities|capabilities|skills|tools|functions|features)|help(?: me)?|what is thorp|what tools do you have|which tools (?:do you have|are there)|how does this work|how do i use (?:this|thorp|you)|show (?:me )?(?:your )?(?:help|capabilities|tools))(?: (?:for me|today|exactly|here|now|then|please))*[\s!.?]*$/;

/** Thanks, praise and greetings: they change nothing of what a conversation is about. */
export function isPlainTalk(request: string): boolean {
  const text = plainOf(request);
  return text.length <= 120 && [greeting, thanks, farewell, praise].some((form) => form.test(text));
}

function plainOf(request: string): string {
  return request.trim().toLowerCase().replaceAll("’", "'").replace(/\s+/g, " ");
}

/** The answer to plain talk, or undefined for everything else. */
export function smallTalk(request: string, brief: Pick<Brief, "tools" | "agent">): string | undefined {
  const text = plainOf(request);
  if (text.length > 120) return undefined;
  if (abilities.test(text)) return abilitiesOf(brief.tools);
  if (greeting.test(text))
    return "Hello. What should I do? Ask “what can you do” to see what works without a language model.";
  if (thanks.test(text)) return "You are welcome.";
  if (farewell.test(text)) return "Goodbye.";
  return praise.test(text) ? "Good. What next?" : undefined;
}

/** One line per capability with something to try. */
function abilitiesOf(tools: readonly BriefTool[]): string {
  const byCapability = new Map<string, BriefTool>();
  for (const tool of tools) if (!byCapability.has(tool.capability)) byCapability.set(tool.capability, tool);
  if (byCapability.size === 0)
    return "Nothing by myself: no tools are set up. `thorp tools` shows what there is, `thorp models` connects a language model.";
  const lines = [...byCapability.values()].slice(0, 20).map((tool) => {
    const example = tool.examples[0] === undefined ? "" : ` — for example: “${tool.examples[0]}”`;
    return `- **${tool.capability}**: ${firstSentence(tool.description)}${example}`;
  });
  return [
    "Without a language model I plan and use these tools, also several in one request:",
    "",
    ...lines,
    "",
    "Free writing, translation, explanation and open knowledge need a language model; `thorp models` shows how to connect one.",
  ].join("\n");
}

function firstSentence(text: string): string {
  const sentence = /^.+?[.!?](?=\s|$)/.exec(text)?.[0] ?? text;
  return sentence.length <= 110 ? sentence : `${sentence.slice(0, 110).replace(/[,;:(]?\s+\S*$/, "")} …`;
}
