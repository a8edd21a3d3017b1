import { describe, expect, it } from "vitest";
import { takeSteps } from "./answer-steps.ts";
import { readXml } from "./read-xml.ts";
import { resultText } from "./result-text.ts";

describe("XML", () => {
  const lists = new Set(["entry"]);
  it("becomes data: attributes, texts, lists where they are meant", () => {
    const text = `<?xml version="1.0"?><!DOCTYPE x><feed><!-- c --><entry a="1&amp;2"><title>A &lt;b&gt;
      c</title><x:t/></entry><raw><![CDATA[<p>]]></raw></feed>`;
    expect(readXml(text, lists)).toEqual({
      feed: { entry: [{ "@a": "1&2", title: "A <b> c", "x:t": "" }], raw: "<p>" },
    });
  });

  it.each(["", "<a>", "<a></b>", "</a>", "<a><b></a></b>", "text", "<".repeat(1000), "<a>".repeat(100)])(
    "that is none is told apart: %j",
    (text) => expect(readXml(text, lists)).toBeUndefined(),
  );

  it("never grows: entities of a document are not put in", () => {
    const bomb = '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><r>&b;</r>';
    expect(JSON.stringify(readXml(bomb, lists) ?? "").length).toBeLessThan(100);
  });
});

describe("steps", () => {
  it("turn signs and codes of services into words", () => {
    expect(takeSteps({ a: ["An <b>old</b>&nbsp;word &amp; more"] }, ["strip-html"])).toEqual({
      a: ["An old word & more"],
    });
    expect(takeSteps({ q: "Which%20gas%3F", broken: "100%" }, ["percent-decode"])).toEqual({
      q: "Which gas?",
      broken: "100%",
    });
    expect(takeSteps({ data: '{"a":1}', text: "{no" }, ["json-strings"])).toEqual({ data: { a: 1 }, text: "{no" });
    expect(takeSteps({ now: { weather_code: 61 }, days: { weather_code: [0, 95, 1234] } }, ["weather-codes"])).toEqual({
      now: { weather: "light rain" },
      days: { weather: ["clear sky", "thunderstorm", 1234] },
    });
  });
});

describe("the text of a result", () => {
  it("is a line for each thing, without what is empty", () => {
    expect(resultText([{ title: "A", tags: ["x", "y"], none: null, empty: [] }, "plain"])).toBe(
      "1. title: A; tags: x, y\n2. plain",
    );
    expect(resultText({ name: "A", inner: { b: 1, c: { d: true } }, list: [{ e: 2 }] })).toBe(
      "name: A\ninner:\n  b: 1\n  c:\n    d: true\nlist:\n  1. e: 2",
    );
  });

  it("stands a table up that lies on its side", () => {
    expect(resultText({ days: { date: ["Mon", "Tue"], high: [17, 18] } })).toBe(
      "days:\n  date: Mon; high: 17\n  date: Tue; high: 18",
    );
  });
});
