import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSecretFilter } from "./secret-filter.ts";

const MASK = "[secret removed]";
const own = "or-key-0123456789abcdef";
const long = `long-${"0123456789".repeat(12)}`;
const filter = createSecretFilter([own, long, "short"]);

const jwt = `eyJhbGciOiJIUzI1NiJ9.${"eyJzdWIiOiIxMjM0NTY3ODkwIn0"}.${"dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"}`;
const longHeaderJwt = `eyJ${"a".repeat(120)}.${"b".repeat(40)}.${"c".repeat(43)}`;
const body = `${`${"MIIEvQIBADANBgkqhkiG9w0BAQEFAASC".repeat(2)}\n`.repeat(20)}`;
const pem = (kind: string) => `-----BEGIN ${kind}PRIVATE KEY-----\n${body}-----END ${kind}PRIVATE KEY-----`;

const secrets: readonly (readonly [string, string])[] = [
  ["a value of the process", own],
  ["a value longer than what is held back", long],
  ["OpenAI", `sk-${"aB3".repeat(16)}`],
  ["OpenAI project", `sk-proj-${"aB3_-".repeat(30)}x`],
  ["Anthropic", `sk-ant-api03-${"aB3_".repeat(24)}AA`],
  ["OpenRouter", `sk-or-v1-${"0af3".repeat(16)}`],
  ["GitHub", `ghp_${"aB3".repeat(12)}`],
  ["GitHub, fine-grained", `github_pat_${"aB3_".repeat(20)}`],
  ["AWS", "AKIAIOSFODNN7EXAMPLE"],
  ["Slack", "xoxb-123456789012-abcdef"],
  ["Google", `AIza${"SyA-bC_".repeat(5)}`],
  ["a web token", jwt],
  ["a web token with a long header", longHeaderJwt],
  ["a private key", pem("")],
  ["an RSA key", pem("RSA ")],
  ["a key in JSON", pem("").replaceAll("\n", "\\n")],
];

function streamed(pieces: readonly string[], { clean = filter } = {}): string {
  const stream = clean.stream();
  return pieces.map((piece) => stream.push(piece)).join("") + stream.flush();
}

describe.each(secrets)("%s", (_name, secret) => {
  const text = `Key: ${secret}, and after it (${secret}) "${secret}"\nend.`;
  const masked = `Key: ${MASK}, and after it (${MASK}) "${MASK}"\nend.`;

  it("is masked in a text", () => expect(filter.clean(text)).toBe(masked));

  it("is masked in a stream that is split anywhere", () => {
    for (let at = 0; at <= text.length; at++) expect(streamed([text.slice(0, at), text.slice(at)])).toBe(masked);
  });

  it("is masked character by character, and never more than 64 characters wait", () => {
    const stream = filter.stream();
    let shown = "";
    for (const sign of text) {
      shown += stream.push(sign);
      const settled = masked.startsWith(shown) || shown === "";
      expect(settled).toBe(true);
    }
    expect(shown + stream.flush()).toBe(masked);
  });
});

describe("a stream that is stopped within", () => {
  it.each([
    ["a value of the process", own],
    ["a long value", long],
    ["a key with a prefix", `sk-${"aB3".repeat(16)}`],
    ["a private key", pem("")],
  ])("%s shows no longer part of it", (_name, secret) => {
    for (let at = 32; at < secret.length; at++) {
      const shown = streamed([`Key: ${secret.slice(0, at - 9)}`, secret.slice(at - 9, at)]);
      expect(shown.includes(secret.slice(5, 32))).toBe(false);
    }
    for (let at = 16; at < Math.min(secret.length, 32) && secret === own; at++)
      expect(streamed([`Key: ${secret.slice(0, at)}`])).toBe(`Key: ${MASK}`);
  });
});

describe("a stream", () => {
  const prose =
    "The task was asked: sketch an axe, -- see https://a.org/sk-1 for AKI and eyes; ghost xo. Disk-space, why?\n";

  it("does not hold back ordinary prose beyond the first letters of a key", () => {
    const stream = filter.stream();
    let given = 0;
    let shown = 0;
    for (const sign of prose.repeat(20)) {
      given++;
      shown += stream.push(sign).length;
      expect(given - shown).toBeLessThanOrEqual(5);
    }
  });

  it("shows a whole word at once when nothing in it can be a key", () => {
    const stream = createSecretFilter(["zq-0123456789"]).stream();
    for (const word of ["Hello", " world,", " this", " is", " plain", " prose.", "\n\nWell"])
      expect(stream.push(word)).toBe(word);
  });

  it("never holds back more than 64 characters, whatever comes", () => {
    const part = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.constantFrom(...secrets.map(([, secret]) => secret)),
      fc.constantFrom(
        "sk-",
        "eyJ",
        "ghp_",
        "-----BEGIN ",
        own.slice(0, 12),
        long.slice(0, 63),
        "-".repeat(70),
        "eyJ.",
        " ",
      ),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), fc.integer({ min: 1, max: 9 }), (parts, step) => {
        const text = parts.join("");
        const stream = filter.stream();
        let shown = "";
        for (let at = 0; at < text.length; at += step) {
          shown += stream.push(text.slice(at, at + step));
          const sure = filter.clean(text.slice(0, at + step));
          expect(sure.length - shown.length).toBeLessThanOrEqual(64);
        }
        expect(shown + stream.flush()).toBe(filter.clean(text));
      }),
      { numRuns: 400 },
    );
  });

  it("can be used again after its end without remembering", () => {
    const stream = filter.stream();
    stream.push("sk-abc");
    expect(stream.flush()).toBe("sk-abc");
    expect(stream.flush()).toBe("");
  });
});

describe("what looks like a key and is none", () => {
  it.each([
    "sk-learn and disk-abcdefghijklmnopqrstuvwxyz are packages",
    "a hash: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "run_01hf3k9x2mabcdefghjk and con_01hf3k9x2m",
    "PEM begins with -----BEGIN PRIVATE KEY----- and ends with -----END PRIVATE KEY-----.",
    "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
    "eyJhIjoxfQ is JSON in base64. eyJ.eyJ.eyJ",
    "a --- b ----- c\n-----\n| - | - |",
    "short",
    "or-key-0123",
  ])("%s", (text) => {
    expect(filter.clean(text)).toBe(text);
    expect(streamed(Array.from(text))).toBe(text);
  });
});

describe("two values", () => {
  it("of which one begins the other are both masked whole", () => {
    const clean = createSecretFilter(["abcdefgh", "abcdefgh-and-more"]);
    for (const text of ["x abcdefgh y", "x abcdefgh-and-more y", "x abcdefgh-and y"])
      expect(streamed(Array.from(text), { clean })).toBe(clean.clean(text));
    expect(clean.clean("abcdefgh-and-more")).toBe(MASK);
    expect(clean.clean("abcdefgh-and")).toBe(`${MASK}-and`);
  });
  it("with signs of regular expressions are taken as they are", () => {
    const clean = createSecretFilter(["a.*b$(c)[d]"]);
    expect(clean.clean("see a.*b$(c)[d]!")).toBe(`see ${MASK}!`);
    expect(clean.clean("see axxb$(c)[d]!")).toBe("see axxb$(c)[d]!");
  });
});

it("takes a megabyte in its stride", () => {
  const text = `${"word sk-learn eyJ ".repeat(60_000)}${own}`;
  expect(filter.clean(text).endsWith(MASK)).toBe(true);
});
