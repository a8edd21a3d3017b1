/**
 * The addresses that an agent may fetch, and the values it may hand to services, whatever it has read.
 *
 * Links count only where a tool brought them from the page itself: in a text that a model wrote, anybody whose words it
 * read may have put an address together, with what they want to know in it.
 */
import { isTainted, type Label, originOf, sourceOf } from "../base/label.ts";
import { createKnownUrls, type KnownUrls, urlsIn } from "../guard/known-urls.ts";
import { createKnownValues, type KnownValues } from "../guard/known-values.ts";
import type { Brief } from "../models/brief.ts";
import type { ToolSpecs } from "./tool-specs.ts";

type Read = Pick<Brief, "history" | "toolCalls" | "inputs">;

/** Enough to go on with; a page can have thousands. */
const MOST_LINKS = 50;

/** What the person wrote in this conversation; an answer picked from what an agent offered is that agent's text. */
export function personTextOf({ history }: Pick<Brief, "history">, request: string): string {
  const own = history.filter(({ role, labels = [] }) => role === "person" && !isTainted(labels));
  return [request, ...own.map(({ text }) => text)].join("\n");
}

/** Those of the person, links of pages that the agent fetched, and links that results before it brought along. */
export function knownAddresses(brief: Read, personText: string, specs: ToolSpecs): KnownUrls {
  return createKnownUrls({
    personText,
    searchResults: brief.inputs.flatMap(({ links = [] }) => links),
    pages: pagesIn(brief, specs),
  });
}

/**
 * What services whose hosts are declared answered: in this task, or in one before it that read nothing else. Data only,
 * which no model writes; and not of an MCP server, whose hosts nobody declares.
 */
export function answeredValues({ toolCalls, inputs }: Read, specs: ToolSpecs): KnownValues {
  const isService = (tool: string | undefined) =>
    tool !== undefined && specs.get(tool)?.source.kind === "api" && specs.get(tool)?.tool.effect === "fetch";
  // The answer of a service bears its tool and its address; of any other tool at least the tool stands there too, and
  // what was handed to a call by reference as well: a service may repeat what it was sent.
  const isOfServices = (label: Label) =>
    originOf(label) === "tool" ? isService(sourceOf(label)) : originOf(label) === "web" || originOf(label) === "person";
  const calls = toolCalls.filter(({ tool, ok, labels }) => ok && isService(tool) && labels.every(isOfServices));
  const earlier = inputs.filter(
    ({ labels }) => labels.every(isOfServices) && labels.some((label) => originOf(label) === "tool"),
  );
  return createKnownValues([...calls, ...earlier].flatMap(({ data }) => data ?? []));
}

/** The addresses in `text` that whoever works from it may fetch too: none that only a model put together. */
export function linksIn(text: string, brief: Read, specs: ToolSpecs): readonly string[] {
  const known = knownAddresses(brief, "", specs);
  return [...new Set(urlsIn(text))].filter((url) => known.covers(url)).slice(0, MOST_LINKS);
}

function pagesIn({ toolCalls }: Pick<Brief, "toolCalls">, specs: ToolSpecs) {
  return toolCalls
    .filter(({ tool, ok }) => ok && specs.get(tool)?.tool.effect === "fetch")
    .flatMap(({ text, sources }) => {
      const links = urlsIn(text);
      return sources.map(({ location }) => ({ url: location, links }));
    });
}
