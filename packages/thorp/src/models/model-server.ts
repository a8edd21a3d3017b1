/** The servers behind a provider: one for each address of its row. */
import type { ProviderEntry } from "./catalogue.ts";

/** One address of a provider. */
export interface ModelServer {
  /** The provider's name where it has one address, else with the address; health and figures are kept by it. */
  readonly id: string;
  readonly provider: string;
  readonly url: string;
}

/** In the order of the catalogue; none for the rules. */
export function serversOf({ name, urls }: Pick<ProviderEntry, "name" | "urls">): readonly ModelServer[] {
  return urls.map((url) => ({
    id: urls.length === 1 ? name : `${name} at ${shownAddress(url)}`,
    provider: name,
    url,
  }));
}

/** Without credentials, query and the last slash: `http://10.0.0.5:11434`. */
export function shownAddress(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname.replace(/\/+$/, "")}`;
}

/** Whether the address is of this very machine, where no other network lies between. */
export function isLocalAddress(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === "localhost" || hostname === "[::1]" || hostname.startsWith("127.");
}
