/** What `/` at the beginning of a request can do. */

export interface Command {
  /** As it is typed after the slash. */
  readonly name: string;
  readonly about: string;
  readonly run: () => void;
}

/** Commands that fit what is typed; undefined while it is no command. */
export function commandsFor(text: string, commands: readonly Command[]): readonly Command[] | undefined {
  const typed = /^\/([\w -]*)$/.exec(text)?.[1];
  if (typed === undefined) return undefined;
  const wanted = typed.toLowerCase();
  const found = commands.filter(({ name }) => name.toLowerCase().startsWith(wanted));
  return found.length === 0 && wanted.includes(" ") ? undefined : found;
}
