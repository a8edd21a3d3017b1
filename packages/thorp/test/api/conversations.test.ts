/** Conversations over HTTP: pages, search, branches that destroy nothing, forks, undo, deletion, names. */
import { describe, expect, it } from "vitest";
import { type Answer, type Body, openApi } from "./api-bench.ts";

const texts = (exchanges: Body["exchanges"]) => exchanges.map(({ messages }) => messages.map(({ text }) => text));

describe("a conversation", () => {
  it("grows branches: a retry and an edit stand beside what was there, and see only what came before them", async () => {
    let answers = 0;
    const api = await openApi({ one: () => ({ text: `Answer ${++answers}.` }) });
    const first = await api.ask({ text: "First question" });
    const { conversation } = first;
    const second = await api.ask({ text: "Second question", conversation });
    const again = (await api.call("POST", `/api/runs/${second.run}/retry`, {})).body;
    await api.follow(again.run);
    const edited = (await api.call("POST", `/api/runs/${second.run}/retry`, { text: "Another question" })).body;
    await api.follow(edited.run);
    expect(edited.conversation).toBe(conversation);

    const path = `/api/conversations/${conversation}/exchanges`;
    const here = (await api.call("GET", path)).body.exchanges;
    expect(texts(here)).toEqual([
      ["First question", "Answer 1."],
      ["Another question", "Answer 4."],
    ]);
    expect(here[1]?.branches).toEqual([second.run, again.run, edited.run]);
    const there = (await api.call("GET", `${path}?through=${again.run}`)).body.exchanges;
    expect(texts(there)[1]).toEqual(["Second question", "Answer 3."]);
    const prompt = JSON.stringify(api.models["one"]?.calls.at(-1)?.prompt);
    expect(prompt).toContain("Answer 1.");
    expect(prompt).not.toMatch(/Second question|Answer [23]/);

    // A branch that is not the newest is gone on with by naming its end; the root has branches too.
    const onwards = await api.ask({ text: "And then?", conversation, after: again.run });
    expect(JSON.stringify(api.models["one"]?.calls.at(-1)?.prompt)).toMatch(/Answer 1.*Answer 3/);
    const root = await api.ask({ text: "Anew", conversation, after: "" });
    expect(JSON.stringify(api.models["one"]?.calls.at(-1)?.prompt)).not.toContain("Answer");
    const { tree, head } = (await api.call("GET", `/api/conversations/${conversation}`)).body;
    expect(head).toBe(root.run);
    expect(tree).toEqual([
      { run: first.run, after: "", undone: false },
      { run: second.run, after: first.run, undone: false },
      { run: again.run, after: first.run, undone: false },
      { run: edited.run, after: first.run, undone: false },
      { run: onwards.run, after: again.run, undone: false },
      { run: root.run, after: "", undone: false },
    ]);
    const through = (await api.call("GET", `${path}?through=${again.run}`)).body.exchanges;
    expect(through.map(({ run }) => run.id)).toEqual([first.run, again.run, onwards.run]);
  });

  it("can be forked: the new one begins with what led there, and loses what is deleted", async () => {
    const api = await openApi();
    const first = await api.ask({ text: "Shared beginning" });
    const later = await api.ask({ text: "Only here", conversation: first.conversation });
    const fork = await api.ask({ text: "Elsewhere", after: first.run });
    expect(fork.conversation).not.toBe(first.conversation);
    const prompt = () => JSON.stringify(api.models["one"]?.calls.at(-1)?.prompt);
    expect(prompt()).toContain("Shared beginning");
    expect(prompt()).not.toContain("Only here");
    const path = `/api/conversations/${fork.conversation}/exchanges`;
    expect(texts((await api.call("GET", path)).body.exchanges).map(([said]) => said)).toEqual([
      "Shared beginning",
      "Elsewhere",
    ]);
    expect((await api.call("DELETE", `/api/conversations/${first.conversation}`)).status).toBe(204);
    expect((await api.call("GET", `/api/runs/${later.run}`)).body.code).toBe("run-unknown");
    expect((await api.call("GET", `/api/conversations/${first.conversation}`)).status).toBe(404);
    await api.ask({ text: "Still there?", conversation: fork.conversation });
    expect(prompt()).toContain("Elsewhere");
    expect(prompt()).not.toContain("Shared beginning");
  });

  it("loses its newest branch by undo, and only where nothing follows", async () => {
    const api = await openApi();
    const first = await api.ask({ text: "One" });
    const { conversation } = first;
    const second = await api.ask({ text: "Two", conversation });
    const again = (await api.call("POST", `/api/runs/${second.run}/retry`, {})).body;
    await api.follow(again.run);
    expect((await api.call("POST", `/api/runs/${first.run}/undo`, { forget: true })).body).toMatchObject({
      code: "run-state",
    });
    expect((await api.call("POST", `/api/runs/${again.run}/undo`, { forget: true })).status).toBe(200);
    expect((await api.call("GET", `/api/conversations/${conversation}`)).body.head).toBe(second.run);
    const refused = await api.call("POST", "/api/runs", { text: "More", conversation, after: again.run });
    expect(refused.body).toMatchObject({ code: "run-state", status: 409 });
    const gone = await api.call("POST", "/api/runs", { text: "More", conversation, after: "run_0" });
    expect(gone.body).toMatchObject({ code: "run-unknown" });
  });

  it("keeps its order when a run in its middle is deleted", async () => {
    const api = await openApi();
    const first = await api.ask({ text: "One" });
    const { conversation } = first;
    const second = await api.ask({ text: "Two", conversation });
    await api.ask({ text: "Three", conversation });
    expect((await api.call("DELETE", `/api/runs/${second.run}`)).status).toBe(204);
    await api.ask({ text: "Four", conversation });
    const prompt = JSON.stringify(api.models["one"]?.calls.at(-1)?.prompt);
    expect(prompt).toMatch(/One.*Three.*Four/);
    expect(prompt).not.toContain("Two");
  });

  it("comes page by page, with links", async () => {
    const api = await openApi();
    const { conversation } = await api.ask({ text: "q1" });
    for (const text of ["q2", "q3", "q4", "q5"]) await api.ask({ text, conversation });
    const pages: string[][] = [];
    let path: string | undefined = `/api/conversations/${conversation}/exchanges?limit=2`;
    while (path !== undefined) {
      const { body, headers }: Answer = await api.call("GET", path);
      pages.push(texts(body.exchanges).map(([said]) => said ?? ""));
      path = /^<([^>]+)>; rel="next"$/.exec(headers.get("link") ?? "")?.[1];
    }
    expect(pages).toEqual([["q4", "q5"], ["q2", "q3"], ["q1"]]);
  });

  it("is listed by its newest run, page by page, named, found by its words, and taken along", async () => {
    const api = await openApi();
    const all: string[] = [];
    for (const text of ["Hens and eggs", "Ducks", "Geese"]) all.push((await api.ask({ text })).conversation);
    const [hens = "", ducks = "", geese = ""] = all;
    await api.ask({ text: "More hens", conversation: hens });
    const ids = async (path: string) => {
      const { body, headers } = await api.call("GET", path);
      const next = /<([^>]+)>/.exec(headers.get("link") ?? "")?.[1];
      return { ids: body.conversations.map(({ id }) => id), next };
    };
    const page = await ids("/api/conversations?limit=2");
    expect(page.ids).toEqual([hens, geese]);
    expect((await ids(page.next ?? "")).ids).toEqual([ducks]);
    const renamed = await api.call("PATCH", `/api/conversations/${ducks}`, { title: "Water  birds" });
    expect(renamed.body).toMatchObject({ id: ducks, title: "Water birds", runs: 1, cost: 0 });
    const found = (await api.call("GET", "/api/conversations/search?q=hens")).body.found;
    expect(found.map((each) => [each.message.text, each.title])).toEqual([
      ["More hens", "Hens and eggs"],
      ["Hens and eggs", "Hens and eggs"],
    ]);
    const taken = (await api.call("GET", `/api/conversations/${hens}/export`)).body;
    expect(taken.exchanges.map((each) => each.request)).toEqual(["Hens and eggs", "More hens"]);
    for (const path of ["", "/exchanges", "/export"])
      expect((await api.call("GET", `/api/conversations/con_none${path}`)).body.code).toBe("conversation-unknown");
    expect((await api.call("DELETE", "/api/conversations/con_none")).status).toBe(404);
  });
});
