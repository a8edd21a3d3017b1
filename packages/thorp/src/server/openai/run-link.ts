/** Where a person sees a run in the page of the server that was asked. */

/** By the address that the client used itself; a path alone where it named none. */
export function runLink(headers: Headers, run: string): string {
  const host = headers.get("host");
  const scheme = headers.get("x-forwarded-proto") === "https" ? "https" : "http";
  return host === null ? `/runs/${run}` : `${scheme}://${host}/runs/${run}`;
}
