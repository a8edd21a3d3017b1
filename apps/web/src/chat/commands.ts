/** What `/` at the beginning of a request can do, and what `@` in it names. */
import type { ServerOffers } from "@thorp/client";

export interface Command {
  /** As it is typed after its sign. */
  readonly name: string;
  /** Default: a slash. */
  readonly sign?: "@";
  readonly about: string;
  /** Gives a text that shall stand in the field instead of what was typed, or does something. */
  readonly run: () => string | void;
}

/** Commands that fit what is typed; undefined while it is no command. */
export function commandsFor(text: string, commands: readonly Command[]): readonly Command[] | undefined {
  const typed = /^\/([\w :.-]*)$/.exec(text)?.[1];
  if (typed === undefined) return undefined;
  const wanted = typed.toLowerCase();
  const found = commands.filter(({ name }) => name.toLowerCase().startsWith(wanted));
  return found.length === 0 && wanted.includes(" ") ? undefined : found;
}

/** Prompts of MCP servers, called like commands: what they ask for is typed after them. */
export function promptCommands({ prompts }: Pick<ServerOffers, "prompts">): readonly Command[] {
  return prompts.map(({ server, name, description = "", arguments: gaps }) => ({
    name: `${server}:${name}`,
    about: [description, ...gaps.map((gap) => (gap.isRequired ? gap.name : `[${gap.name}]`))].join(" "),
    run: () => `/${server}:${name} `,
  }));
}

/** Resources of MCP servers that fit the `@` at the end of what is typed; undefined where nothing does. */
export function resourcesFor(
  text: string,
  { resources }: Pick<ServerOffers, "resources">,
): readonly Command[] | undefined {
  const [, before = "", typed = ""] = /^([\s\S]*?)(?<!\S)@(\S*)$/.exec(text) ?? [];
  const isOpen = /(?<!\S)@\S*$/.test(text);
  const wanted = typed.toLowerCase();
  const found = resources.flatMap(({ server, uri, name, description }): readonly Command[] => {
    const written = `${server}:${uri}`;
    const fits = written.toLowerCase().startsWith(wanted) && written.toLowerCase() !== wanted && !/\s/.test(uri);
    return fits ? [{ name: written, sign: "@", about: description ?? name, run: () => `${before}@${written} ` }] : [];
  });
  return isOpen && found.length > 0 ? found : undefined;
}
