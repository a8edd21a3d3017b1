/** The limit that a refused call ran into, from the headers of OpenRouter, OpenAI and others. */

const KINDS = ["", "-requests", "-tokens", "-requests-day", "-tokens-minute"] as const;

/** ` (0 of 20 left)`, ` (0 of 60 requests left)`; empty when no header says. The wait stands elsewhere. */
export function rateLimitWords(headers: Readonly<Record<string, string>>): string {
  for (const kind of KINDS) {
    const [limit, left] = ["limit", "remaining"].map((part) => headers[`x-ratelimit-${part}${kind}`]);
    if (limit === undefined || left === undefined || !isCount(limit) || !isCount(left)) continue;
    // Of several limits the one that is used up is the reason.
    if (kind !== "" && Number(left) > 0) continue;
    return ` (${left} of ${limit}${kind.replaceAll("-", " ")} left)`;
  }
  return "";
}

function isCount(text: string): boolean {
  return /^\d{1,12}$/.test(text);
}
