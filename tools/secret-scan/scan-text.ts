/**
 * Finds what looks like a secret in a text: keys of known services by their shape, and values of high entropy that
 * stand where a password or a token stands. A signal, not a proof: false alarms go to allowed.json with a reason.
 */

export interface Finding {
  /** 1 for the first line. */
  readonly line: number;
  readonly kind: string;
  readonly text: string;
}

/** Shapes that the services themselves publish; each has a fixed prefix, so a match is rarely an accident. */
const knownShapes: readonly { readonly kind: string; readonly shape: RegExp }[] = [
  { kind: "OpenAI or OpenRouter key", shape: /\bsk-(?:proj-|or-v1-|svcacct-)?[A-Za-z0-9_-]{32,}/g },
  { kind: "Anthropic key", shape: /\bsk-ant-[A-Za-z0-9_-]{32,}/g },
  { kind: "AWS access key", shape: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g },
  { kind: "GitHub token", shape: /\b(?:gh[oprsu]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})/g },
  { kind: "GitLab token", shape: /\bglpat-[A-Za-z0-9_-]{20,}/g },
  { kind: "Google key", shape: /\bAIza[A-Za-z0-9_-]{35}/g },
  { kind: "Hugging Face token", shape: /\bhf_[A-Za-z0-9]{30,}/g },
  { kind: "npm token", shape: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { kind: "Slack token", shape: /\bxox[abeoprs]-[A-Za-z0-9-]{20,}/g },
  { kind: "Stripe key", shape: /\b[rs]k_(?:live|test)_[A-Za-z0-9]{20,}/g },
  { kind: "Telegram bot token", shape: /\b\d{8,10}:AA[A-Za-z0-9_-]{33}/g },
  { kind: "private key", shape: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----/g },
  { kind: "JSON web token", shape: /\beyJ[A-Za-z0-9_-]{15,}\.eyJ[A-Za-z0-9_-]{15,}\.[A-Za-z0-9_-]{20,}/g },
  // With a digit in it: `USER:PASSWORD@` is documentation.
  {
    kind: "password in a URL",
    shape: /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"'`$<{]+:(?=[^\s@]*\d)[^\s/:@"'`$<{]{8,}@[a-z0-9.-]+/gi,
  },
];

/** `apiKey: "..."`, `PASSWORD=...` and their like; group 1 is the value. */
const assignment =
  /(?:api[_-]?key|secret|token|passw(?:or)?d|credential|authorization)["']?\s*[:=]\s*["'`]?(?:Bearer\s+)?([A-Za-z0-9+/=_-]{20,})/gi;
/** Bits per character. Random base64 of this length lies above 4, words and identifiers below. */
const LEAST_ENTROPY = 4;
/** Random hexadecimal cannot exceed 4. */
const LEAST_HEX_ENTROPY = 3;

export function scanText(text: string): Finding[] {
  return text.split("\n").flatMap((line, index) => scanLine(line).map((found) => ({ line: index + 1, ...found })));
}

function scanLine(line: string): Omit<Finding, "line">[] {
  const known = knownShapes.flatMap(({ kind, shape }) => matches(line, shape).map(([text]) => ({ kind, text })));
  const assigned = matches(line, assignment)
    .map((match) => match[1] ?? "")
    .filter((value) => isRandom(value) && !known.some(({ text }) => text.includes(value) || value.includes(text)))
    .map((text) => ({ kind: "value that looks random", text }));
  // One key may fit two shapes; the more telling one stands first for the reader.
  return [...new Map([...known, ...assigned].map((found) => [found.text, found])).values()];
}

function matches(line: string, shape: RegExp): RegExpExecArray[] {
  return [...line.matchAll(shape)];
}

function isRandom(value: string): boolean {
  if (!/\d/.test(value) || !/[A-Za-z]/.test(value)) return false;
  const least = /^[0-9a-f]+$/i.test(value) ? LEAST_HEX_ENTROPY : LEAST_ENTROPY;
  return entropy(value) >= least;
}

/** Shannon's entropy of the characters, in bits per character. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}
