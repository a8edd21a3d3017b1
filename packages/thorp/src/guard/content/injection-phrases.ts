/**
 * What a text says when it talks to the assistant that reads it. It is a signal and no boundary: what a model may be
 * made to do is decided from labels and arguments, whether or not one of these is found.
 */
import { type ContentRule, near, phraseRule, words } from "./content-rule.ts";

const RULES =
  "(?:instructions?|prompts?|rules?|guidelines?|directions?|commands?|orders|constraints|training|programming|context)";

const injection = phraseRule("injection", [
  near(
    "ignore|disregard|forget|override|bypass|do not follow|don't follow|stop following|discard",
    `(?:previous|prior|earlier|above|preceding|all|any|your|the|system|original|everything)(?:\\W+\\w+){0,3}?\\W+${RULES}|everything (?:above|before|you were told)|what you were told`,
    2,
  ),
  near(
    "new|updated|real|actual|secret|hidden|following|important",
    "(?:instructions?|task|orders|objective) (?:is|are|for (?:you|the assistant|the ai))",
    2,
  ),
  words("your (?:new |real |actual |true )?(?:task|goal|role|instructions?|purpose|mission) (?:is|are) (?:now )?to"),
  words(
    "you are (?:now (?:an?|dan|acting|playing|operating|free of|unrestricted)|no longer (?:an?|bound|restricted|limited))",
  ),
  words("(?:act|behave|respond) as (?:if you (?:are|were|have)|an unrestricted|a different)"),
  near(
    "reveal|print|repeat|output|show|leak|display|tell me|send",
    "(?:your|the) (?:system|initial|hidden|original|secret) (?:prompt|instructions?|message|rules)",
    3,
  ),
  near(
    "do not|don't|never|without",
    "(?:tell|telling|inform|informing|mention(?:ing)?|alert(?:ing)?|notify(?:ing)?|ask(?:ing)?) (?:this to |any of this to )?(?:the )?(?:user|person|human|owner)",
    3,
  ),
  words(
    "(?:attention|note to|message (?:to|for)|dear|hey|hello|important)[:,]?\\s{0,2}(?:the |all |any )?(?:ai|llm|assistants?|ai (?:agent|assistant|model)s?|language models?|chat ?bots?|agents?)",
  ),
  words("(?:ai|llm) (?:agents?|assistants?|models?) (?:reading|processing|summari[sz]ing|must|should|that reads?)"),
  words("if you are an? (?:ai|llm|assistant|language model|agent|bot)"),
  near(
    "assistant|agent|ai",
    "(?:must|should|please|has to|needs to) (?:now |immediately |also )?(?:send|forward|delete|email|post|upload|transfer|call|execute|run|fetch)",
    1,
  ),
  words("developer mode|jailbreak(?:ed)?|do anything now|dan mode|god mode|sudo mode"),
  words("(?:end|begin|start) of (?:system |user |the )?(?:prompt|instructions?|message|conversation)"),
  /(?:^|\n)[ \t]*(?:\[|<)?(?:system|assistant|developer)(?:\]|>)?[ \t]*:[ \t]*(?:you|ignore|from now|the user|new|please|do|always|never|send)\b/gi,
  /<\/?(?:important|system|instructions?|admin)>/gi,
]);

/** The one rule of its category. */
export const injectionPhrases: readonly ContentRule[] = [injection];
