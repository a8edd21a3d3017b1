/** "which ones?", "list the ones in Vienna", "whose is it?", "what is her salary?": the things of the request before. */

const leads = /^(?:(?:and|so|ok|okay|now|then|please)\b[\s,]*)+/i;

/** The same rows counted, listed or named; undefined where the words say more than that. */
export function asSameThings(request: string, before: string): string | undefined {
  const base = before.replace(/[?.!\s]+$/, "");
  const plain = request
    .trim()
    .replace(leads, "")
    .replace(/[?.!\s]+$/, "");
  return (
    counted(plain, base) ?? listed(plain, base) ?? theOnes(plain, base) ?? owner(plain, base) ?? grouped(plain, base)
  );
}

/** "how many are there?" after a total or a list. */
function counted(plain: string, base: string): string | undefined {
  const asks = /^how many(?: of (?:them|those|these))?(?: (?:are|were|is))?(?: (?:there|that|they|it))?$/i.test(plain);
  if (!asks) return undefined;
  const measured =
    /^(?:what (?:is|was) )?(?:the )?(?:total|sum|average|mean|median|highest|lowest)(?: of)?(?: the)? [a-z_]+ (?:of|for|from)(?: all| the)* (.+)$/i.exec(
      base,
    )?.[1] ?? /^(?:list|show|find|give me|show me|which|name)(?: all| the| me)* (.+)$/i.exec(base)?.[1];
  return measured === undefined ? undefined : `How many ${measured}`;
}

/** "which ones?", "who are they?", "list them": the rows behind a number. */
function listed(plain: string, base: string): string | undefined {
  const asks =
    /^(?:(?:which|what) ones?(?: (?:are|were) (?:they|that|those))?|who (?:are|were) (?:they|those)|which (?:are|were) (?:they|those)|(?:list|show|name|give)(?: me)?(?: all(?: of)?)? (?:them|those|these)(?: all)?)$/i.test(
      plain,
    );
  const things = /^how many (.+)$/i.exec(base)?.[1];
  if (!asks || things === undefined) return undefined;
  return `List the ${things.replace(/ (are|were) (?!there\b)/, " that $1 ").replace(/ (?:are|were) there\b/, "")}`;
}

/** "list the cancelled ones", "only the ones in Vienna": what "ones" stands for. */
function theOnes(plain: string, base: string): string | undefined {
  if (!/^(?:list|show|name|give me|find|how many|count|which|chart|plot|tell me)\b.*\bones\b/i.test(plain))
    return undefined;
  const noun =
    /^(?:how many|which|list|show|name|count|find|give me|show me)(?: all| the| me)* ((?!ones?\b)[a-z]+)\b/i.exec(
      base,
    )?.[1] ?? /\b(?:number|amount|total [a-z_]+|list) of(?: all| the| open| paid)* ([a-z]+)\b/i.exec(base)?.[1];
  return noun === undefined ? undefined : plain.replace(/\bones\b/i, noun);
}

/** "whose is it?" after the highest or lowest of something. */
function owner(plain: string, base: string): string | undefined {
  const asks =
    /^(?:whose (?:is|was) (?:it|that|this)|who (?:is|was|has|had|gets|got|earns) (?:it|that|this)|who)$/i.test(plain);
  const extreme =
    /^(?:what (?:is|was|'s)|what's|show|give me|tell me|find)? ?(?:the )?((?:highest|lowest|largest|smallest|biggest|best|worst|maximum|minimum) .+)$/i.exec(
      base,
    )?.[1];
  return asks && extreme !== undefined ? `Who has the ${extreme}` : undefined;
}

/** "from which customers?" */
function grouped(plain: string, base: string): string | undefined {
  const column = /^(?:from|in|by|of|for|at|with) (?:which|what) ([a-z_]+?)(?:s|es)?$/i.exec(plain)?.[1];
  const things = /^List the (.+)$/.exec(base)?.[1];
  if (column !== undefined && things !== undefined) return `Which ${column}s have ${things}`;
  if (column === undefined || !/^how many\b|\b(?:total|average|number)\b/i.test(base)) return undefined;
  return `${base} by ${column.replace(/ie$/, "y")}`;
}

const name = /^(?:Name )?((?:\p{Lu}[\p{L}'’-]+ ){1,2}\p{Lu}[\p{L}'’-]+)(?=,| has\b|\.|$| \[)/u;

/** "what is her salary?" with the one person or thing that the last answer names; the request itself without one. */
export function withNamed(request: string, said: string): string {
  const named = name.exec(said.trim())?.[1];
  if (named === undefined) return request;
  return request
    .replace(/\b(?:his|her|their) ([a-z_]+(?: [a-z_]+)?)(?=[?.!]*$)/i, `the $1 of ${named}`)
    .replace(/\b(is|was|does|did|has) (?:he|she)\b/i, `$1 ${named}`);
}
