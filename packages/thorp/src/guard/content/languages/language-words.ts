/**
 * What harm sounds like in one language, as sources of expressions without accents, and the rules that are made of it.
 *
 * Languages put their words in another order ("wie kann ich eine Bombe bauen"), so most pairs are looked for both ways.
 */
import type { ContentCategory } from "../../../events/content-finding.ts";
import { near, words } from "../content-rule.ts";

/** All of it is matched as whole words, in either case. */
export interface LanguageWords {
  /** Asks for a way to do something: "how do I", "show me how". */
  readonly how: string;
  /** Makes a thing. */
  readonly make: string;
  readonly weapon: string;
  /** A text that says how: "recipe", "manual". */
  readonly manual: string;
  /** Writes or spreads a program. */
  readonly write: string;
  readonly malicious: string;
  readonly steal: string;
  readonly loot: string;
  readonly disable: string;
  readonly protection: string;
  readonly selfHarm: string;
  /** How much of something, near what it shall do. */
  readonly lethal: readonly [amount: string, effect: string];
  readonly group: string;
  /** What is said of a group, with its verb: "are vermin", "must be killed". */
  readonly verdict: string;
  /** What shall be done to a group, before its name. */
  readonly wipeOut: string;
  readonly sexual: string;
  readonly young: string;
  /** Says both at once. */
  readonly sexualYoung: string;
  /** Sets instructions aside, and what is set aside. */
  readonly ignore: readonly [verb: string, rules: string];
  /** Asks for what an assistant keeps to itself, and that. */
  readonly reveal: readonly [verb: string, secret: string];
  /** Turns to an assistant, as a heading does. */
  readonly address: readonly [word: string, assistant: string];
  /** Gives an assistant another part, or keeps something from the person. */
  readonly takeOver: string;
}

/** Words between the two. */
const FEW = 3;
const SOME = 6;

/** The expressions of each kind; for texts whose accents are folded. */
export function phrasesOf(language: LanguageWords): Readonly<Partial<Record<ContentCategory, readonly RegExp[]>>> {
  const { how, make, weapon, manual, write, malicious, steal, loot, disable, protection, group, sexual, young } =
    language;
  return {
    weapons: [
      near(`(?:${how})${gap(SOME)}(?:${make})`, weapon, SOME),
      near(`(?:${how})${gap(SOME)}(?:${weapon})`, make, SOME),
      near(manual, weapon, SOME),
    ],
    malware: [near(write, malicious, FEW), ...bothWays(steal, loot, SOME), ...bothWays(disable, protection, FEW)],
    "self-harm": [words(language.selfHarm), ...bothWays(...language.lethal, FEW)],
    hate: [near(group, language.verdict, 1), near(language.wipeOut, group, FEW)],
    "sexual-minors": [...bothWays(sexual, young, FEW), words(language.sexualYoung)],
    injection: [
      near(...language.ignore, 2),
      near(...language.reveal, 2),
      near(...language.address, 1),
      words(language.takeOver),
    ],
  };
}

function gap(most: number): string {
  return `(?:[^\\w.!?\\n]+[\\w'-]+){0,${most}}?[^\\w.!?\\n]+`;
}

function bothWays(one: string, other: string, most: number): readonly RegExp[] {
  return [near(one, other, most), near(other, one, most)];
}
