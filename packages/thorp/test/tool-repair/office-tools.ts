/** Tools that the product does not have: a repair that only knows the built-in ones would show here. */
import { z } from "zod";
import type { Effect } from "../../src/base/intent.ts";
import { defineTool, type Tool } from "../../src/tools/tool.ts";

const text = z.string().min(1);
const hour = z.int().min(0).max(24);

export function officeTools(): readonly Tool[] {
  return [
    officeTool("get_weather", "fetch", {
      city: text,
      days: z.int().min(1).max(14).optional(),
      units: z.enum(["celsius", "fahrenheit"]).optional(),
    }),
    officeTool("send_mail", "send", {
      to: z.array(text).min(1),
      subject: text,
      body: text,
      urgent: z.boolean().optional(),
    }),
    officeTool("book_room", "send", {
      room: text,
      date: text,
      people: z.int().min(1),
      slot: z.object({ from: hour, to: hour }),
      equipment: z.array(text).optional(),
    }),
    officeTool("translate_text", "none", { text, into: text }),
    officeTool("find_contact", "read", {
      name: text,
      fields: z.array(z.enum(["mail", "phone", "address"])).optional(),
      active: z.boolean().optional(),
    }),
    officeTool("remove_file", "delete", { path: text }),
  ];
}

function officeTool(name: string, effect: Effect, shape: z.ZodRawShape): Tool {
  return defineTool({
    name,
    capability: name,
    description: `Office: ${name}`,
    examples: [],
    input: z.object(shape),
    effect,
    repeatable: false,
    cacheable: false,
    describe: () => ({ effect, summary: name }),
    execute: () => Promise.resolve({ ok: false, text: "Nothing is carried out here." }),
  });
}
