/** Data that belong to a person or open a door, known by their form. */
import { type ContentRule, formRule } from "./content-rule.ts";

const NAMED =
  "(?:pass(?:word|wort|phrase|code)?|pwd|api[ _-]?key|access[ _-]?key|secret(?:[ _-]key)?|auth[ _-]?token|token|pin)";
const IS = "[\"'`]?\\s{0,3}(?:is|was|lautet|[:=])\\s{0,3}[\"'`]?";
/** A value with a digit or a sign in it: "the password is required" names none. */
const VALUE = "(?=[^\\s\"'`]{0,80}[\\d!@#$%^&*])(?=[^\\s\"'`]{0,80}[A-Za-z])(?![*xX.]+\\b)[^\\s\"'`,;<>()]{6,80}";

const credentials: readonly ContentRule[] = [
  formRule({
    category: "credentials",
    pattern: new RegExp(`(?<=\\b${NAMED}${IS})${VALUE}(?<![.,;:!?])`, "gi"),
    open: new RegExp(`(?<=\\b${NAMED}${IS})[^\\s"'\`,;<>()]{0,80}$`, "i"),
  }),
  formRule({
    category: "credentials",
    pattern: /(?<=\b(?:pin|code) (?:is|was|lautet) )\d{4,8}\b(?![.,]\d)/gi,
    open: /(?<=\b(?:pin|code) (?:is|was|lautet) )\d{0,8}$/i,
  }),
  formRule({
    category: "credentials",
    pattern: /(?<=\b[a-z][a-z0-9+]{1,15}:\/\/[^\s:@/]{1,64}:)[^\s@/]{1,128}(?=@)/gi,
    open: /(?<=\b[a-z][a-z0-9+]{1,15}:\/\/[^\s:@/]{1,64}:)[^\s@/]{0,128}$/i,
  }),
];

const email = formRule({
  category: "email",
  pattern:
    /(?<![\w.+%@-])(?<!:\/\/[^\s/]{0,100})[\w.+%-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?\.){1,8}[a-z]{2,24}(?![\w@-])/gi,
  open: /(?<![\w.+%@-])[\w.+%-]{1,64}(?:@[\w.-]{0,253})?$/,
});

const phone = formRule({
  category: "phone",
  pattern:
    /(?<![\w.,/:+-])(?<!\d )(?:\+|00)[1-9]\d{0,2}[ ./-]?(?:\(0?\d{1,4}\)[ ./-]?)?\d[\d ./-]{5,15}\d(?![\w-])|(?<![\w.,/:+-])(?<!\d )(?:\(0?\d{2,5}\) ?|0\d{2,4}(?: ?[/-] ?| ))\d{2,4}(?:[ -]?\d{2,4}){1,3}(?![\w/.,-]\d|\d)|(?<![\w.,/:+-])(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}(?![\w-])/g,
  open: /(?<![\w.,/:+-])[+(\d][\d ()./-]{0,30}$/,
  isReal: (text) => {
    const digits = text.replace(/\D/g, "").length;
    return digits >= 8 && digits <= 15;
  },
});

const bankAccount = formRule({
  category: "bank-account",
  pattern: /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])/g,
  open: /(?<![A-Za-z0-9])[A-Z](?:[A-Z](?:\d(?:\d[A-Z0-9 ]{0,40})?)?)?$/,
  isReal: hasIbanSum,
});

const card = formRule({
  category: "card",
  pattern: /(?<![\w.,-])[3-6]\d{3}[ -]?(?:\d{4}[ -]?\d{4}[ -]?\d{1,7}|\d{6}[ -]?\d{5})(?![\w-])/g,
  open: /(?<![\w.,-])[3-6][\d -]{0,24}$/,
  isReal: hasLuhnSum,
});

/** ISO 13616: letters count 10 to 35, the whole leaves 1 when divided by 97. */
function hasIbanSum(text: string): boolean {
  const plain = text.replaceAll(" ", "");
  const turned = plain.slice(4) + plain.slice(0, 4);
  let rest = 0;
  for (const sign of turned.split(""))
    for (const digit of String(parseInt(sign, 36))) rest = (rest * 10 + Number(digit)) % 97;
  return plain.length >= 15 && rest === 1;
}

/** ISO 7812: from the right every second digit doubled, the sum ends in 0. */
function hasLuhnSum(text: string): boolean {
  const digits = text.replace(/\D/g, "").split("").map(Number).toReversed();
  const sum = digits.reduce((total, digit, at) => {
    const counted = at % 2 === 0 ? digit : digit * 2;
    return total + (counted > 9 ? counted - 9 : counted);
  }, 0);
  return digits.length >= 13 && digits.length <= 19 && sum % 10 === 0;
}

/** The rules of all these categories. */
export const personalData: readonly ContentRule[] = [...credentials, email, phone, bankAccount, card];
