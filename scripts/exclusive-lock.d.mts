/** Types of exclusive-lock.mjs for the TypeScript that uses it. */
export function withLock<T>(
  folder: string,
  work: () => Promise<T>,
  onWait?: (owner: string | undefined) => void,
): Promise<T>;
