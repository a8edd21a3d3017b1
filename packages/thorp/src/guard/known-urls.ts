/** The addresses that a tainted run may still fetch: given by the person, found by search, or links within a host. */

export interface KnownUrls {
  covers(url: string): boolean;
}

export interface UrlSources {
  /** The person's words. */
  readonly personText: string;
  /** URLs that a search tool returned. */
  readonly searchResults: readonly string[];
  /** Pages that were fetched, with the links that stood in them. */
  readonly pages: readonly { readonly url: string; readonly links: readonly string[] }[];
}

const URL_PATTERN = /https?:\/\/[^\s<>"'`)\]}]+/gi;

export function urlsIn(text: string): readonly string[] {
  return [...text.matchAll(URL_PATTERN)].map(([url]) => url.replace(/[.,;:!?]+$/, ""));
}

export function createKnownUrls({ personText, searchResults, pages }: UrlSources): KnownUrls {
  const verbatim = new Set([...urlsIn(personText), ...searchResults]);
  const sameHostLinks = new Set<string>();
  for (const page of pages) {
    const host = hostOf(page.url);
    for (const link of page.links) if (host !== undefined && hostOf(link) === host) sameHostLinks.add(link);
  }
  return { covers: (url) => verbatim.has(url) || sameHostLinks.has(url) };
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}
