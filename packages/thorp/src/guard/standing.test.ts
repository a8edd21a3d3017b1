import { describe, expect, it } from "vitest";
import { effects, type Intent } from "../base/intent.ts";
import { grantCovers, grantFrom, type StandingAsk, standingOf } from "./standing.ts";

const folders = ["/work", "/out"];

function ask({ tool = "act", digest = "d1", ...intent }: Partial<Intent> & { tool?: string; digest?: string }) {
  const whole: Intent = { effect: "write", summary: "act", ...intent };
  const stands = standingOf({ tool, digest, intent: whole, folders });
  return { tool, effect: whole.effect, stands } satisfies StandingAsk;
}

describe("what may stand", () => {
  it("is as narrow as the effect is grave", () => {
    const at = { paths: ["/work/a/b.md"], urls: ["https://shop.example/x?y"] };
    const ways = effects.map((effect) => [
      effect,
      ask({ effect, ...at })
        .stands.map(({ match }) => match)
        .join(" "),
    ]);
    expect(Object.fromEntries(ways)).toEqual({
      none: "tool folder",
      read: "tool folder",
      create: "tool folder",
      write: "tool folder",
      fetch: "host arguments",
      send: "arguments host",
      pay: "",
      delete: "arguments folder",
      exec: "arguments",
    });
  });

  it("offers the tool only for calls inside the workspace, never the root of the disk, nor one of several hosts", () => {
    const ways = (intent: Partial<Intent>) => ask(intent).stands.map(({ match, value }) => `${match} ${value}`);
    expect(ways({ paths: ["/etc/hosts"] })).toEqual(["folder /etc"]);
    expect(ways({ paths: ["/hosts"] })).toEqual([]);
    expect(ways({ paths: ["/work/a/x/1", "/work/a/y/2"] })).toEqual(["tool act", "folder /work/a"]);
    expect(ways({ paths: ["/work/a/1", "/etc/2"] })).toEqual([]);
    expect(ways({ effect: "send", urls: ["https://a.org/", "https://b.org/"] })).toEqual(["arguments d1"]);
    expect(ways({ effect: "send", urls: ["nonsense"] })).toEqual(["arguments d1"]);
  });
});

describe("what was allowed", () => {
  const granted = (intent: Parameters<typeof ask>[0], match?: "tool" | "folder" | "host" | "arguments") => {
    const grant = grantFrom(ask(intent), { scope: "run", match });
    if (grant === undefined) throw new Error("not offered");
    return (later: Parameters<typeof ask>[0]) => grantCovers(grant, ask(later));
  };

  it("covers the same tool and effect alone", () => {
    const covers = granted({ paths: ["/work/a"] });
    expect(covers({ paths: ["/out/b"] })).toBe(true);
    expect(covers({ paths: ["/out/b"], tool: "other" })).toBe(false);
    expect(covers({ paths: ["/out/b"], effect: "create" })).toBe(false);
    expect(covers({ paths: ["/home/ann/.bashrc"] })).toBe(false);
  });

  it("covers what lies below a folder", () => {
    const covers = granted({ paths: ["/work/notes/a"] }, "folder");
    expect(covers({ paths: ["/work/notes/deep/b"] })).toBe(true);
    expect(covers({ paths: ["/work/notes/../b"] })).toBe(false);
    expect(covers({ paths: ["/work/notesbook/b"] })).toBe(false);
    expect(covers({ paths: ["/work/notes/a", "/work/b"] })).toBe(false);
    expect(covers({})).toBe(false);
  });

  it("covers a host to the port, and exactly the same arguments", () => {
    const host = granted({ effect: "send", urls: ["https://a.org/x"] }, "host");
    expect(host({ effect: "send", urls: ["https://a.org/y"] })).toBe(true);
    for (const url of [
      "https://a.org:8443/y",
      "https://a.org.evil.org/",
      "https://evil.org/?a.org",
      "https://a.org@evil.org/",
    ])
      expect(host({ effect: "send", urls: [url] })).toBe(false);
    expect(host({ effect: "send", urls: ["https://a.org/y", "https://evil.org/"] })).toBe(false);
    const exact = granted({ effect: "exec" });
    expect(exact({ effect: "exec" })).toBe(true);
    expect(exact({ effect: "exec", digest: "d2" })).toBe(false);
  });

  it("is nothing that was not offered, nor what a person had to change first", () => {
    expect(grantFrom(ask({ effect: "pay" }), { scope: "run" })).toBeUndefined();
    expect(grantFrom(ask({ effect: "exec" }), { scope: "run", match: "tool" })).toBeUndefined();
    expect(grantFrom(ask({}), { scope: "run", input: {} })).toBeUndefined();
    expect(grantFrom(ask({}), {})).toBeUndefined();
    expect(grantFrom({ tool: "act", effect: "write" }, { scope: "run" })).toBeUndefined();
  });
});
