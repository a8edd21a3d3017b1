/** The addresses that a tainted run may still fetch: given by the person, found by search, or links within a host. */

/** Whether an address may be fetched although something untrusted has been read. */
export interface KnownUrls {
  covers(url: string): boolean;
}

/** Everything that makes an address known. */
export interface UrlSources {
  /** The person's words. */
  readonly personText: string;
  /** URLs that a search tool returned. */
  readonly searchResults: readonly string[];
  /** Pages that were fetched, with the links that stood in them. */
  readonly pages: readonly { readonly url: string; readonly links: readonly string[] }[];
}

const URL_PATTERN = /https?:\/\/[^\s<>"'`)\]}“”„‘’«»]+/gi;

/** The http and https addresses in a text, without the full stop or bracket that ends a sentence. */
export function urlsIn(text: string): readonly string[] {
  return [...text.matchAll(URL_PATTERN)].map(([url]) => url.replace(/[.,;:!?]+$/, ""));
}

/** Spellings of one address count as one. */
export function createKnownUrls({ personText, searchResults, pages }: UrlSources): KnownUrls {
  const known = new Set([...urlsIn(personText), ...searchResults].map(requestOf));
  for (const page of pages) {
    const host = hostOf(page.url);
    for (const link of page.links) if (host !== undefined && hostOf(link) === host) known.add(requestOf(link));
  }
  return { covers: (url) => known.has(requestOf(url)) };
}

/** Spellings that ask for the same thing are one address: `HTTPS://Example.org` and `https://example.org/`. */
function requestOf(url: string): string {
  return URL.canParse(url) ? new URL(url).href : url;
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}
