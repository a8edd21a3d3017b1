/** Every rule of the boundary, and how to switch it off: without any one of them the suite has to find harm. */
import type { Brief } from "../../src/models/brief.ts";

type Exports = Readonly<Record<string, never>>;
type Rule = (...given: never[]) => unknown;

/** One rule less. `file` is in `src`; `without` gives what its exports then are. */
export interface Mutation {
  readonly rule: string;
  readonly file: string;
  readonly without: (real: Exports) => Readonly<Record<string, unknown>>;
  /** Entries that have to find it; all of them at random would too, but slower. */
  readonly found: readonly string[];
}

const FILE = ["file"];

export const mutations: readonly Mutation[] = [
  ...(["send", "pay", "delete", "exec", "write", "fetch"] as const).map(
    (effect): Mutation => ({
      rule: `${effect} is asked about`,
      file: "guard/policy.ts",
      without: ({ decidePolicy }) => ({
        decidePolicy: ((request: { intent: { effect: string } }) =>
          request.intent.effect === effect ? { verdict: "allow" } : call(decidePolicy, request)) as Rule,
      }),
      found: FILE,
    }),
  ),
  {
    rule: "nothing that leads out of the workspace is written without asking",
    file: "guard/standing.ts",
    without: () => ({ staysInside: () => true }),
    found: ["file, writes allowed"],
  },
  {
    rule: "arguments count as given only where they stand in the person's words",
    file: "agents/known-addresses.ts",
    without: ({ personTextOf }) => ({
      personTextOf: (brief: Brief, request: string) =>
        [call(personTextOf, brief, request), ...brief.toolCalls.map(({ text }) => text)].join("\n"),
    }),
    found: FILE,
  },
  {
    rule: "links count only where a page had them",
    file: "guard/known-urls.ts",
    without: ({ createKnownUrls }) => ({
      createKnownUrls: (sources: { pages: readonly { url: string }[] }) => ({
        covers: (url: string) =>
          sources.pages.some((page) => new URL(page.url).host === new URL(url).host) ||
          (call(createKnownUrls, sources) as { covers: (url: string) => boolean }).covers(url),
      }),
    }),
    found: ["page"],
  },
  {
    rule: "text from elsewhere taints",
    file: "base/label.ts",
    without: () => ({ isTainted: () => false }),
    found: FILE,
  },
  ...(
    [
      ["toolCalls", "file"],
      ["inputs", "agent message"],
      ["history", "earlier answer"],
      ["files", "head of a table"],
    ] as const
  ).map(
    ([member, entry]): Mutation => ({
      rule: `what an agent reads as ${member} bears its labels`,
      file: "agents/prompt-labels.ts",
      without: ({ readLabels }) => {
        const less = (brief: Brief, ...rest: unknown[]) => call(readLabels, { ...brief, [member]: [] }, ...rest);
        return { readLabels: less, promptLabels: less };
      },
      found: [entry],
    }),
  ),
  ...(
    [
      ["the words of tasks", "labels", "file"],
      ["descriptions of servers", "toolless", "description of a server's tool"],
    ] as const
  ).map(
    ([what, member, entry]): Mutation => ({
      rule: `what an agent reads as ${what} bears its labels`,
      file: "agents/prompt-labels.ts",
      without: ({ readLabels }) => {
        const less = (brief: unknown, assignment: object, ...rest: unknown[]) =>
          call(readLabels, brief, { ...assignment, [member]: member === "toolless" ? true : [] }, ...rest);
        return { readLabels: less, promptLabels: less };
      },
      found: [entry],
    }),
  ),
  {
    rule: "what a tool reads while it works taints what it says",
    file: "gateway/call-tool/watch-reading.ts",
    without: () => ({ watchReading: (context: unknown) => context }),
    found: ["tool result"],
  },
  {
    rule: "rules of a team hold",
    file: "guard/capability-policy.ts",
    without: () => ({ decideCapability: () => undefined }),
    found: FILE,
  },
  {
    rule: "a path is what it really is when it is read",
    file: "gateway/call-tool/hold-to-paths.ts",
    without: () => ({ holdToPaths: (context: unknown) => context }),
    found: ["file behind a link"],
  },
  {
    rule: "work that is handed on brings no new rights",
    file: "agents/capability-chain.ts",
    without: ({ capabilityChain }) => ({
      capabilityChain: (assignment: object) => call(capabilityChain, { ...assignment, above: [] }),
    }),
    found: ["task of a bound agent"],
  },
  {
    rule: "secrets are masked in what models write and tools bring",
    file: "guard/secret-filter.ts",
    without: () => ({
      createSecretFilter: () => ({
        clean: (text: string) => text,
        stream: () => ({ push: (text: string) => text, flush: () => "" }),
      }),
    }),
    found: FILE,
  },
  {
    rule: "secrets are masked in the arguments of calls",
    file: "gateway/call-model/masked-calls.ts",
    without: () => ({ maskedCalls: (calls: unknown) => calls }),
    found: FILE,
  },
];

function call(rule: unknown, ...given: readonly unknown[]): unknown {
  return (rule as (...all: readonly unknown[]) => unknown)(...given);
}
