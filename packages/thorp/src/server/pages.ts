/** Long lists come page by page: `cursor` goes on where the last page ended, and `Link` says how to ask for the next. */
import { z } from "zod";
import { type Answered, answered } from "./route.ts";

/** Query of every list with pages; `most` entries a page at most. */
export function pageQuery({ usual, most }: { readonly usual: number; readonly most: number }) {
  return {
    limit: z.coerce.number().int().min(1).max(most).default(usual),
    cursor: z.string().max(100).optional().describe("The `next` of the page before."),
  };
}

/** What every page has beside its entries. */
export const nextCursor = { next: z.string().optional().describe("The cursor of the next page; absent on the last.") };

/** `next` is undefined on the last page. */
export function page<Body extends object>(body: Body, { next, url }: { next: string | undefined; url: URL }): Answered {
  if (next === undefined) return answered(body, {});
  const there = new URL(url);
  there.searchParams.set("cursor", next);
  return answered({ ...body, next }, { link: `<${there.pathname}${there.search}>; rel="next"` });
}
