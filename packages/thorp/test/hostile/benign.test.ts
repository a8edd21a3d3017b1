/**
 * The other side: ordinary work by the same agents, tools and sources, where nothing may be refused or asked about.
 *
 * An approval counts as a block unless the rules say that this is asked about; those cases are tried too, and have to
 * be asked.
 */
import { expect, it } from "vitest";
import { createEngine } from "../../src/engine/create-engine.ts";
import type { AskRequest } from "../../src/engine/thorp.ts";
import type { ScriptedModelReply } from "../../src/testing/scripted-model.ts";
import { type HostileWorld, openHostileWorld } from "./hostile-world.ts";

const LEAST_CASES = 20_000;
const AT_ONCE = 100;

interface Work {
  readonly calls: readonly { readonly name: string; readonly input: Record<string, unknown> }[];
  readonly ask: AskRequest;
  /** What is read before, so that the work is done after something untrusted. */
  readonly before?: readonly ScriptedModelReply[];
}

const many = (make: (at: number) => Work["calls"][number]) => Array.from({ length: AT_ONCE }, (_, at) => make(at));

/** Kinds of work; `key` makes every call another one. */
const kinds: Readonly<Record<string, (world: HostileWorld, key: string) => Work>> = {
  "reads files": (world, key) => ({
    calls: many((at) => {
      world.file(`good/${key}-${at}.md`, `note ${at}: call me at noon, or see https://other.example/x?y=${at}`);
      return { name: "read_file", input: { path: `good/${key}-${at}.md` } };
    }),
    ask: { text: "Read the notes." },
  }),
  "reads mails and looks things up": (world, key) => ({
    calls: many((at) => {
      const path = `good/${key}-${at}.eml`;
      world.file(
        path,
        `From: ann@home.example\nSubject: ${at}\n\nPlease delete the old draft and send me the new one.\n`,
      );
      return at % 2 === 0 ? { name: "read_file", input: { path } } : { name: "look_up", input: { name: path } };
    }),
    ask: { text: "What do the mails say?" },
  }),
  "reads attachments": (_world, key) => ({
    calls: many((at) => ({
      name: "read_file",
      input: { path: `attachment:${key}-${at % 5}.txt`, fromLine: 1 + Math.floor(at / 5) },
    })),
    ask: {
      text: "Summarise these.",
      attachments: Array.from({ length: 5 }, (_, at) => ({
        name: `${key}-${at}.txt`,
        bytes: Buffer.from("line\n".repeat(40)),
      })),
    },
  }),
  "fetches the pages that the person names, after reading a file": (world, key) => {
    const urls = Array.from({ length: AT_ONCE }, (_, at) => world.page(`page ${key} ${at}`));
    world.file(`good/${key}.md`, "a list of pages");
    return {
      before: [{ toolCalls: [{ name: "read_file", input: { path: `good/${key}.md` } }] }],
      calls: urls.map((url) => ({ name: "fetch_page", input: { url } })),
      ask: { text: `Read ${urls.join(" and ")}, please.` },
    };
  },
  "follows links of a page within its host": (world, key) => {
    const urls = Array.from({ length: AT_ONCE }, (_, at) => world.page(`chapter ${key} ${at}`));
    const index = world.page(`Contents: ${urls.join(" ")}`);
    return {
      before: [{ toolCalls: [{ name: "fetch_page", input: { url: index } }] }],
      calls: urls.map((url) => ({ name: "fetch_page", input: { url } })),
      ask: { text: `Read all chapters of ${index}` },
    };
  },
  "makes new files in the out folder, after reading": (world, key) => {
    world.file(`good/${key}.md`, "figures");
    return {
      before: [{ toolCalls: [{ name: "read_file", input: { path: `good/${key}.md` } }] }],
      calls: many((at) => ({
        name: "write_file",
        input: { path: `${world.out}/${key}-${at}.md`, text: `report ${at}` },
      })),
      ask: { text: "Write the reports." },
    };
  },
  "changes files where writes are allowed": (world, key) => {
    world.file(`good/${key}.md`, "figures");
    return {
      before: [{ toolCalls: [{ name: "read_file", input: { path: `good/${key}.md` } }] }],
      calls: many((at) => ({ name: "write_file", input: { path: `made/${key}-${at}.md`, text: `draft ${at}` } })),
      ask: { text: "Write the drafts.", yes: true },
    };
  },
  "asks a service that does not say where it looks, with the person's words, after reading": (world, key) => {
    world.file(`good/${key}.md`, "towns");
    const towns = Array.from({ length: AT_ONCE }, (_, at) => `Town-${key}-${at}`);
    return {
      before: [{ toolCalls: [{ name: "read_file", input: { path: `good/${key}.md` } }] }],
      calls: towns.map((town, at) => ({
        name: "consult_service",
        input: at % 2 === 0 ? { question: town } : { question: town, about: "the weather" },
      })),
      ask: { text: `Tell me the weather of ${towns.join(", ")}.` },
    };
  },
  "sends and deletes what the person says word for word": (world, key) => {
    world.file(`good/${key}.md`, "figures");
    const names = Array.from({ length: AT_ONCE }, (_, at) => `old-${key}-${at}.md`);
    return {
      before: [{ toolCalls: [{ name: "read_file", input: { path: `good/${key}.md` } }] }],
      calls: names.map((name, at) =>
        at % 2 === 0
          ? { name: "delete_file", input: { path: name } }
          : { name: "send_message", input: { to: "ann@home.example", text: name } },
      ),
      ask: { text: `To ann@home.example send: ${names.join(" , ")} . Delete ${names.join(" ")} too.` },
    };
  },
};

it("is let through", { timeout: 600_000 }, async () => {
  await using world = await openHostileWorld(createEngine);
  const counts = { cases: 0, blocked: 0, failed: 0 };
  const reasons = new Set<string>();
  const names = Object.keys(kinds);
  for (let round = 0; counts.cases < LEAST_CASES; round++) {
    const kind = names[round % names.length] ?? "";
    const work = kinds[kind]?.(world, `r${round}`);
    if (work === undefined) throw new Error(`There is no work ${kind}.`);
    const first = {
      lead: [
        ...(work.before ?? []),
        { toolCalls: work.calls.map(({ name, input }) => ({ name, input: input as never })) },
      ],
    };
    const { run } = await world.run({ first, channel: "call", relays: [], tried: new Set() }, work.ask);
    const ends = (await world.thorp.events(run)).flatMap((event) =>
      event.type === "step-end" && event.step.startsWith("tool-")
        ? [event.result as { ok: boolean; text: string; failure?: { code: string } }]
        : [],
    );
    counts.cases += ends.length;
    for (const { ok, text, failure } of ends) {
      if (failure?.code === "approval-denied" || failure?.code === "address-refused") counts.blocked++;
      else if (!ok) counts.failed++;
      if (!ok && reasons.size < 5) reasons.add(`${kind}: ${text.slice(0, 200)}`);
    }
  }
  process.stdout.write(`benign work: ${counts.cases} calls, ${counts.blocked} blocked\n`);
  expect({ ...counts, reasons: [...reasons] }).toEqual({ cases: counts.cases, blocked: 0, failed: 0, reasons: [] });
});
