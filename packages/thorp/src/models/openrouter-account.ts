/** What is left of an OpenRouter account: the limit of the key, and the credits behind it. */
import { ThorpError } from "../base/errors.ts";
import type { OpenAiServer } from "./openai-compatible/language-model.ts";
import { getJson } from "./probe.ts";
import { amountFrom, recordFrom } from "./sync/synced-model.ts";

/** What OpenRouter says about a key and the credits behind it. */
export interface OpenRouterAccount {
  /** US dollars; undefined where the key has no limit. */
  readonly keyLimit: number | undefined;
  readonly keyLeft: number | undefined;
  /** `daily`, `weekly`, `monthly`; undefined: the limit never starts anew. */
  readonly keyReset: string | undefined;
  /** US dollars that the key has used. */
  readonly keyUsed: number | undefined;
  readonly isFreeTier: boolean;
  /** US dollars of credit that are left; undefined where the key may not ask. */
  readonly credits: number | undefined;
}

/** Rejects with a ThorpError when the key itself is refused. */
export async function openRouterAccount(server: OpenAiServer, signal?: AbortSignal): Promise<OpenRouterAccount> {
  const [key, credits] = await Promise.all([
    getJson(server, "/key", signal),
    // Some keys may only spend.
    getJson(server, "/credits", signal).catch((error: unknown) => {
      if (error instanceof ThorpError && error.code === "cancelled") throw error;
      return undefined;
    }),
  ]);
  const data = recordFrom(key["data"]);
  const { total_credits, total_usage } = recordFrom(credits?.["data"]);
  const [bought, used] = [amountFrom(total_credits), amountFrom(total_usage)];
  return {
    keyLimit: amountFrom(data["limit"]),
    keyLeft: amountFrom(data["limit_remaining"]),
    keyReset: typeof data["limit_reset"] === "string" ? data["limit_reset"] : undefined,
    keyUsed: amountFrom(data["usage"]),
    isFreeTier: data["is_free_tier"] === true,
    credits: bought === undefined || used === undefined ? undefined : Number((bought - used).toFixed(6)),
  };
}

/** `$3.20 of $10.00 left on this key (monthly), credits $12.50`. */
export function accountWords({ keyLimit, keyLeft, keyReset, isFreeTier, credits }: OpenRouterAccount): string {
  const facts: string[] = [];
  if (keyLimit === undefined) facts.push("the key has no limit");
  else
    facts.push(
      `${dollars(keyLeft ?? 0)} of ${dollars(keyLimit)} left on this key${keyReset === undefined ? "" : ` (${keyReset})`}`,
    );
  if (credits !== undefined) facts.push(`credits ${dollars(credits)}`);
  if (isFreeTier) facts.push("free tier");
  return facts.join(", ");
}

function dollars(amount: number): string {
  return `${amount < 0 ? "-" : ""}$${Math.abs(amount).toFixed(2)}`;
}
