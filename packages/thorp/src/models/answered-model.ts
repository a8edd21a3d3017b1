/** Whether the model that a server says answered is the one that was asked. */

/** A dated snapshot, a tag or a variant of the same name is the same model; so is the name without its maker. */
export function isSameModel(asked: string, answered: string): boolean {
  const [one, other] = [plain(asked), plain(answered)];
  if (one === other || one.endsWith(`/${other}`) || other.endsWith(`/${one}`)) return true;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return long.startsWith(short) && /^[-@](\d{4}-?\d{2}-?\d{2}|\d{4}|latest|preview)$/.test(long.slice(short.length));
}

/** In lower case, without what stands after a colon where that is a variant and not a size. */
function plain(name: string): string {
  return name.toLowerCase().replace(/:(latest|free|nitro|floor|online|extended|thinking|beta)$/, "");
}
