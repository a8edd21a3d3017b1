import { describe, expect, it } from "vitest";
import type { Intent } from "../base/intent.ts";
import { decideCapability } from "./capability-policy.ts";
import type { CapabilityList, CapabilityRule } from "./capability-rule.ts";
import { createKnownUrls } from "./known-urls.ts";
import { decidePolicy } from "./policy.ts";

type Written = Partial<CapabilityRule> & Pick<CapabilityRule, "verdict">;

function rulesOf(...written: readonly Written[]): readonly CapabilityRule[] {
  return written.map((rule, index) => ({
    ...{ tools: [], effects: [], paths: [], hosts: [], file: "team.yaml", line: index + 1 },
    ...rule,
  }));
}
const listOf = (owner: string, ...rules: readonly Written[]): CapabilityList => ({ owner, rules: rulesOf(...rules) });

function verdict(rules: readonly Written[], intent: Partial<Intent>, tool = "act") {
  const call = { tool, intent: { effect: "write" as const, summary: "", ...intent }, workspace: "/work" };
  return decideCapability({ team: listOf("team"), agents: [listOf("a", ...rules)] }, call)?.verdict;
}

describe("one list", () => {
  it("lets the first rule count that fits, and none has no say", () => {
    const rules: readonly Written[] = [
      { verdict: "ask", effects: ["send"], hosts: ["mail.example"] },
      { verdict: "deny", effects: ["send"] },
    ];
    expect(verdict(rules, { effect: "send", urls: ["https://mail.example/a"] })).toBe("ask");
    expect(verdict(rules, { effect: "send", urls: ["https://evil.example/a"] })).toBe("deny");
    expect(verdict(rules, { effect: "fetch", urls: ["https://evil.example/a"] })).toBeUndefined();
  });

  it("decides each path and address by itself and keeps to the strictest", () => {
    const rules: readonly Written[] = [
      { verdict: "allow", effects: ["write"], paths: ["notes/**"] },
      { verdict: "deny", paths: ["secret/**"] },
    ];
    expect(verdict(rules, { paths: ["/work/notes/a", "/work/notes/b/c"] })).toBe("allow");
    expect(verdict(rules, { paths: ["/work/notes/a", "/work/other"] })).toBeUndefined();
    expect(verdict(rules, { paths: ["/work/notes/a", "/work/secret/key"] })).toBe("deny");
  });

  it("asks where a call does not say what a rule is about, and allows nothing for it", () => {
    expect(verdict([{ verdict: "deny", paths: ["secret/**"] }], {})).toBe("ask");
    expect(verdict([{ verdict: "allow", paths: ["**"] }], {})).toBeUndefined();
    expect(verdict([{ verdict: "deny", hosts: ["a.org"] }], { effect: "exec" })).toBe("ask");
    expect(verdict([{ verdict: "deny", hosts: ["a.org"] }], { effect: "write" })).toBeUndefined();
  });
});

describe("what a rule fits", () => {
  it.each([
    ["notes/*.md", "/work/notes/a.md", "deny"],
    ["notes/*.md", "/work/notes/deep/a.md", undefined],
    ["notes/**", "/work/notes", "deny"],
    ["**/*.key", "/work/a.key", "deny"],
    ["**/*.key", "/work/x/y/a.key", "deny"],
    ["NOTES/?.md", "/work/notes/a.md", "deny"],
    ["notes/**", "/work/notes/../other", undefined],
    ["notes/**", "/work/x/../notes/a", "deny"],
    ["**", "/etc/passwd", undefined],
    ["/etc/**", "/etc/passwd", "deny"],
    ["secret/**", "/work", "deny"],
    ["a/secret/**", "/work/a", "deny"],
    ["a/secret/**", "/work/b", undefined],
    ["a+(b)/*", "/work/a+(b)/c", "deny"],
  ])("%s and %s: %s", (glob, path, expected) =>
    expect(verdict([{ verdict: "deny", paths: [glob] }], { effect: "read", paths: [path] })).toBe(expected),
  );

  it.each([
    ["a.org", "https://a.org/x", "deny", "allow"],
    ["a.org", "https://A.ORG./x", "deny", "allow"],
    ["a.org", "https://a.org:8443/", "deny", undefined],
    ["a.org:8443", "https://a.org:8443/", "deny", "allow"],
    ["a.org:443", "https://a.org/", "deny", "allow"],
    ["*.a.org", "https://x.y.a.org/", "deny", "allow"],
    ["*.a.org", "https://a.org/", undefined, undefined],
    ["a.org", "https://a.org.evil.org/", undefined, undefined],
    ["a.org", "https://a.org@evil.org/", undefined, undefined],
    ["a.org", "https://evila.org/", undefined, undefined],
    ["a.org", "no address", "deny", undefined],
  ])("%s and %s: denied %s, allowed %s", (host, url, denied, allowed) => {
    const fetch = { effect: "fetch" as const, urls: [url] };
    expect(verdict([{ verdict: "deny", hosts: [host] }], fetch)).toBe(denied);
    expect(verdict([{ verdict: "allow", hosts: [host] }], fetch)).toBe(allowed);
  });

  it("amounts beyond, in another currency, or not told; names with stars", () => {
    const above: readonly Written[] = [{ verdict: "deny", above: { value: 20, currency: "EUR" } }];
    const pays = (amount?: Intent["amount"]) => verdict(above, { effect: "pay", ...(amount && { amount }) });
    expect(pays({ value: 20, currency: "EUR" })).toBeUndefined();
    expect(pays({ value: 20.01, currency: "EUR" })).toBe("deny");
    expect(pays({ value: 1, currency: "USD" })).toBe("deny");
    expect(pays({ value: Number.NaN, currency: "EUR" })).toBe("deny");
    expect(pays()).toBe("deny");
    expect(verdict(above, { effect: "send" })).toBeUndefined();
    const named: readonly Written[] = [{ verdict: "deny", tools: ["read_*", "a.b"] }];
    expect(["read_file", "spread_it", "a.b", "axb"].map((tool) => verdict(named, {}, tool))).toEqual([
      "deny",
      undefined,
      "deny",
      undefined,
    ]);
  });
});

describe("several lists", () => {
  const fetch = {
    tool: "f",
    intent: { effect: "fetch", summary: "", urls: ["https://a.org/"] },
    workspace: "/",
  } as const;
  const allows: Written = { verdict: "allow", hosts: ["a.org"] };
  const word = (team: readonly Written[], ...agents: readonly (readonly Written[])[]) => {
    const lists = agents.map((rules, at) => listOf(`agent-${at}`, ...rules));
    return decideCapability({ team: listOf("team", ...team), agents: lists }, fetch)?.verdict;
  };

  it("whoever is handed work keeps only what all above it may do", () => {
    expect(word([], [allows], [allows])).toBe("allow");
    expect(word([], [], [allows])).toBeUndefined();
    expect(word([], [allows], [])).toBeUndefined();
    expect(word([allows], [], [])).toBe("allow");
    expect(word([], [{ verdict: "deny" }], [allows])).toBe("deny");
    expect(word([], [{ verdict: "ask" }], [allows])).toBe("ask");
    expect(word([{ verdict: "deny" }], [allows])).toBe("deny");
  });

  it("lose only, whatever lists are put together", () => {
    const rank = { allow: 0, default: 1, ask: 2, deny: 3 } as const;
    const lists: readonly (readonly Written[])[] = [[], [allows], [{ verdict: "ask" }], [{ verdict: "deny" }]];
    for (const team of lists)
      for (const own of lists)
        for (const above of lists)
          expect(rank[word(team, above, own) ?? "default"]).toBeGreaterThanOrEqual(rank[word(team, own) ?? "default"]);
  });
});

describe("together with the default", () => {
  const decide = (rules: readonly Written[], intent: Partial<Intent>, approve: "ask" | "yes" = "ask") =>
    decidePolicy({
      tool: "act",
      intent: { effect: "write", summary: "", ...intent },
      context: ["person", "web:https://evil.example/"],
      // A fetch in the person's own words would be allowed by default.
      literals: intent.effect === "fetch" ? ["composed"] : ["given"],
      personText: "given",
      knownUrls: createKnownUrls({ personText: "", searchResults: [], pages: [] }),
      approve,
      folders: ["/work", "/out"],
      capabilities: { team: listOf("team", ...rules), agents: [] },
    });

  it("narrows whatever the default allows, with file and line", () => {
    expect(decide([{ verdict: "deny", why: "not here" }], { effect: "read" })).toMatchObject({
      verdict: "deny",
      why: "team.yaml:1 forbids it: not here",
    });
    expect(decide([{ verdict: "ask" }], { effect: "none" }).verdict).toBe("ask");
    expect(decide([{ verdict: "ask" }], { effect: "send" }).verdict).toBe("ask");
    expect(decide([], { effect: "send" }).verdict).toBe("allow");
    expect(decide([{ verdict: "ask" }], { paths: ["/work/a"] }, "yes").verdict).toBe("ask");
  });

  it("widens only files in the workspace and hosts that are named", () => {
    const everything: readonly Written[] = [{ verdict: "allow" }];
    expect(decide([{ verdict: "allow", paths: ["a/**"] }], { paths: ["/work/a/b"] }).verdict).toBe("allow");
    expect(
      decide([{ verdict: "allow", hosts: ["a.org"] }], { effect: "fetch", urls: ["https://a.org/?q"] }).verdict,
    ).toBe("allow");
    expect(decide([{ verdict: "allow", paths: ["/etc/**"] }], { paths: ["/etc/hosts"] }).verdict).toBe("ask");
    expect(decide(everything, {}).verdict).toBe("ask");
    expect(decide(everything, { effect: "fetch" }).verdict).toBe("ask");
    expect(decide(everything, { effect: "delete", paths: ["/work/a"] }, "ask").verdict).toBe("allow");
    for (const effect of ["send", "pay", "delete", "exec"] as const) {
      const capabilities = { team: listOf("team", ...everything), agents: [] };
      const intent = { effect, summary: "", paths: ["/work/a"], urls: ["https://a.org/"] };
      const request = {
        tool: "act",
        intent,
        context: [],
        literals: ["composed"],
        personText: "",
        approve: "yes",
      } as const;
      const knownUrls = createKnownUrls({ personText: "", searchResults: [], pages: [] });
      expect(decidePolicy({ ...request, knownUrls, capabilities, folders: ["/work", "/out"] }).verdict).toBe("ask");
    }
  });
});
