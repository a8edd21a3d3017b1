/** The tools of the team in teams/shop, as several examples use them: one that reads, one that acts. */
import { defineTool, type Tool } from "thorp";
import { z } from "zod";

const stock: Readonly<Record<string, number>> = { tea: 3, coffee: 40 };

export const stockLevel: Tool = defineTool({
  name: "stock_level",
  capability: "stock",
  description: "How many packets of something are in stock.",
  examples: ["how much tea is left", "stock of coffee"],
  input: z.object({ goods: z.string().describe("What is looked up: tea, coffee") }),
  effect: "read",
  repeatable: true,
  cacheable: false,
  describe: ({ goods }) => ({ effect: "read", summary: `look up ${goods}` }),
  // An expected failure is told in words that a model can act on.
  execute: async ({ goods }) =>
    goods in stock
      ? { ok: true, text: `${stock[goods]} packets of ${goods}` }
      : { ok: false, code: "tool-failed", text: `There is no ${goods}; there are ${Object.keys(stock).join(", ")}.` },
});

export const orderGoods: Tool = defineTool({
  name: "order_goods",
  capability: "orders",
  description: "Orders packets of something from the wholesaler.",
  examples: ["order 20 packets of tea"],
  input: z.object({ goods: z.string(), packets: z.int().min(1).max(100) }),
  effect: "pay",
  repeatable: false,
  cacheable: false,
  describe: ({ goods, packets }) => ({ effect: "pay", summary: `order ${packets} packets of ${goods}` }),
  execute: async ({ goods, packets }) => ({ ok: true, text: `${packets} packets of ${goods} come on Monday.` }),
});
