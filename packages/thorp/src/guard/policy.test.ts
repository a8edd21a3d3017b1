import { describe, expect, it } from "vitest";
import { type Effect, effects } from "../base/intent.ts";
import type { Labels } from "../base/label.ts";
import { createKnownUrls } from "./known-urls.ts";
import { decidePolicy, type PolicyRequest } from "./policy.ts";

const clean: Labels = ["person", "team"];
const tainted: Labels = ["person", "web:https://evil.org/"];

interface Overrides extends Partial<Omit<PolicyRequest, "intent">> {
  readonly effect: Effect;
  readonly urls?: readonly string[];
  readonly paths?: readonly string[];
}

function verdict({ effect, urls, paths, ...rest }: Overrides): string {
  const personText = rest.personText ?? "Do what https://given.org/a says.";
  const intent = { effect, summary: "do it", ...(urls && { urls }), ...(paths && { paths }) };
  const knownUrls = createKnownUrls({
    personText,
    searchResults: [],
    pages: [{ url: "https://site.org/", links: ["https://site.org/more"] }],
  });
  return decidePolicy({
    tool: "act",
    intent,
    capabilities: { team: { owner: "team", rules: [] }, agents: [] },
    context: clean,
    literals: ["something"],
    personText,
    knownUrls,
    approve: "ask",
    folders: ["/work", "/out"],
    ...rest,
  }).verdict;
}

describe("each effect", () => {
  const free: readonly Effect[] = ["none", "read", "create"];

  it.each(effects)("%s: in a clean context and in a tainted one, with and without --yes", (effect) => {
    const asks = (context: Labels, approve: "ask" | "yes") =>
      verdict({ effect, context, approve, urls: ["https://composed.org/?q=1"], paths: ["/work/a.md"] });
    const expected = (context: Labels, approve: "ask" | "yes") => {
      if (free.includes(effect)) return "allow";
      if (effect === "write") return approve === "yes" ? "allow" : "ask";
      if (effect === "fetch") return context === tainted ? "ask" : "allow";
      return "ask";
    };
    for (const context of [clean, tainted])
      for (const approve of ["ask", "yes"] as const) expect(asks(context, approve)).toBe(expected(context, approve));
  });
});

describe("fetch in a tainted context", () => {
  const fetchOf = (...urls: string[]) => verdict({ effect: "fetch", context: tainted, urls });

  it("goes to what the person wrote, and to links within a host", () => {
    expect(fetchOf("https://given.org/a")).toBe("allow");
    expect(fetchOf("https://site.org/more")).toBe("allow");
  });
  it("asks for what was put together, alone or beside a known one", () => {
    expect(fetchOf("https://given.org/a?data=secret")).toBe("ask");
    expect(fetchOf("https://given.org/a", "https://evil.org/")).toBe("ask");
  });
  it("asks when the tool does not say where it goes", () => expect(fetchOf()).toBe("ask"));
  it.each([
    [["given.org"], "ask"],
    [["https://given.org/a"], "allow"],
    [["says", "what https://given.org/a"], "allow"],
    [["says", "what you read"], "ask"],
    [["true", "says"], "ask"],
    [[], "allow"],
  ])("to an address that is not told, with %j: %s", (literals, expected) =>
    expect(verdict({ effect: "fetch", context: tainted, literals })).toBe(expected),
  );
  it.each(["workspace", "attachment", "memory", "agent"] as const)("%s taints as well", (origin) =>
    expect(verdict({ effect: "fetch", context: [origin], urls: ["https://new.org/"] })).toBe("ask"),
  );
});

describe("--yes", () => {
  const written = (...paths: string[]) => verdict({ effect: "write", approve: "yes", paths });

  it.each(["/work/a", "/work/deep/b.md", "/out/c", "/work/..name"])("covers %s", (path) =>
    expect(written(path)).toBe("allow"),
  );
  it.each(["/etc/passwd", "/workshop/a", "/work/../home/a", "/"])("does not cover %s", (path) =>
    expect(written(path)).toBe("ask"),
  );
  it("does not cover one inside with one outside, nor a tool that names no file", () => {
    expect(written("/work/a", "/etc/passwd")).toBe("ask");
    expect(verdict({ effect: "write", approve: "yes" })).toBe("ask");
  });
  it("a new file outside of the folders is no harmless creation", () =>
    expect(verdict({ effect: "create", paths: ["/home/ann/.bashrc"] })).toBe("ask"));
});

describe("arguments that the person gave literally", () => {
  const given = (personText: string, ...literals: string[]) =>
    verdict({ effect: "delete", context: tainted, personText, literals });

  it.each([
    ["Delete old.md please.", ["old.md"]],
    ["Delete old.md", ["old.md"]],
    ["Delete 'my old notes.md'!", ["my old notes.md"]],
    ["Delete (a.md), b.md; done", ["a.md", "b.md"]],
    ["Pay 500 to Bob", ["500", "Bob", ""]],
    ["“rm -r build”, now", ["rm -r build"]],
  ])("%s", (text, literals) => expect(given(text, ...literals)).toBe("allow"));

  it.each([
    ["one that is missing", "Delete old.md", ["old.md", "new.md"]],
    ["a folder above", "Delete /home/ann/notes/old.md", ["/home/ann/notes"]],
    ["the beginning of a name", "Delete notes-2024", ["notes"]],
    ["the end of a name", "Delete my-notes", ["notes"]],
    ["a piece of a number", "Pay 5000 to Bob", ["500", "Bob"]],
    ["a letter of a word", "Delete the cat", ["a"]],
    ["another spelling", "Delete OLD.md", ["old.md"]],
    ["nothing at all", "Delete everything", []],
    ["only empty texts", "Delete everything", ["", ""]],
    ["a switch that nobody named", "Delete old", ["old", "true"]],
  ])("asks for %s", (_what, text, literals) => expect(given(text, ...literals)).toBe("ask"));

  it.each(["send", "pay", "delete", "exec"] as const)("%s: --yes does not help", (effect) => {
    expect(verdict({ effect, approve: "yes", personText: "x", literals: ["composed"] })).toBe("ask");
    expect(verdict({ effect, personText: "do this exactly", literals: ["this exactly"] })).toBe("allow");
  });
});
