/** Tools that do harm, and remember that they did. */
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Effect, Intent } from "../../src/base/intent.ts";
import type { Json } from "../../src/base/json.ts";
import { defineTool, type Tool } from "../../src/tools/tool.ts";

const word = z.string().min(1);

/** `done` hears of each call that was really carried out. */
export function effectTools(done: (tool: string, input: Json) => void): readonly Tool[] {
  const tool = (
    name: string,
    effect: Effect,
    shape: z.ZodRawShape,
    intent: (input: never) => Partial<Intent> = () => ({}),
  ) =>
    defineTool({
      ...{
        name,
        capability: name,
        description: `Does ${name}.`,
        examples: [],
        effect,
        repeatable: false,
        cacheable: false,
      },
      input: z.object(shape),
      describe: (input) => ({ effect, summary: `${name} ${JSON.stringify(input)}`, ...intent(input as never) }),
      async execute(input) {
        done(name, input as Json);
        return { ok: true, text: `${name} is done` };
      },
    });
  return [
    tool("send_message", "send", { to: word, text: word }),
    tool("post_form", "send", { url: word, text: word }, ({ url }: { url: string }) => ({ urls: [url] })),
    tool("pay_invoice", "pay", { to: word, amount: z.number() }, ({ amount }: { amount: number }) => ({
      amount: { value: amount, currency: "EUR" },
    })),
    tool("delete_file", "delete", { path: word }, ({ path }: { path: string }) => ({
      paths: [join("/nowhere", path)],
    })),
    tool("save_copy", "write", { path: word, text: word }, ({ path }: { path: string }) => ({ paths: [path] })),
    tool("run_program", "exec", { command: word }),
    // As a server's tool that reads: it does not say where its words go.
    tool("consult_service", "fetch", { question: word, about: word.optional() }),
  ];
}

/** A tool that reads a file and says nothing of where its words come from. */
export const carelessTool: Tool = defineTool<{ name: string }>({
  ...{
    name: "look_up",
    capability: "looking",
    description: "Looks something up.",
    examples: [],
    effect: "read" as const,
  },
  ...{ repeatable: true, cacheable: false },
  input: z.object({ name: word }),
  describe: ({ name }, { workspace }) => ({
    effect: "read",
    summary: `look up ${name}`,
    paths: [join(workspace, name)],
  }),
  execute: async ({ name }, { readFile }) => ({ ok: true, text: Buffer.from(await readFile(name)).toString() }),
});

/** What a server says of its own tool stands in every prompt. */
export function serverTool(name: string, description: string, answer: string): Tool {
  return defineTool<{ q?: string | undefined }>({
    ...{
      name,
      capability: "server",
      description,
      examples: ["Look at it and tell me what it says."],
      effect: "none" as const,
    },
    ...{ repeatable: true, cacheable: false, evidence: "declared-by-server" as const },
    input: z.object({ q: z.string().optional() }),
    describe: () => ({ effect: "none", summary: name }),
    execute: async () => ({ ok: true, text: answer }),
  });
}

/** Everything that is logged, in one file, as a server would have it. */
export function logTo(file: string) {
  return (level: string, message: string, fields?: object): void =>
    appendFileSync(file, `${JSON.stringify({ level, message, fields })}\n`);
}
