/** Fills the input of a tool: by what the tool is for where that is known, else by its schema. */
import type { BriefTool } from "../../brief.ts";
import { type Affordance, affordanceOf, slotsOf } from "../understand/affordance.ts";
import { fillCalculation, fillConversion, fillDates } from "./fill-basic.ts";
import { fillChart, fillQuery, fillTable } from "./fill-data.ts";
import { fillDocument, fillFetch, fillKnowledge, fillList, fillRead, fillSearch, fillWrite } from "./fill-files.ts";
import { fillGeneric } from "./fill-generic.ts";
import { fillReport } from "./fill-report.ts";
import type { Filled, SlotContext } from "./slot-context.ts";

const fillers: Readonly<Record<Affordance, (context: SlotContext) => Filled>> = {
  calculate: fillCalculation,
  convert: fillConversion,
  calendar: fillDates,
  list: fillList,
  read: fillRead,
  search: fillSearch,
  write: fillWrite,
  document: fillDocument,
  query: fillQuery,
  table: fillTable,
  chart: fillChart,
  report: fillReport,
  fetch: fillFetch,
  knowledge: fillKnowledge,
};

/** The input as far as the words carry, and the required slots that they leave open. */
export function fillSlots(tool: BriefTool, context: SlotContext): Filled {
  const affordance = affordanceOf(tool);
  if (affordance === undefined) return fillGeneric(slotsOf(tool.input), context);
  const { input, missing } = fillers[affordance](context);
  // A team's own tool of the same shape may lack an optional slot.
  const known = new Set(slotsOf(tool.input).map((slot) => slot.name));
  return { input: Object.fromEntries(Object.entries(input).filter(([name]) => known.has(name))), missing };
}
