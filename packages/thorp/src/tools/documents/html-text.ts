/**
 * The readable part of an HTML page as Markdown: no scripts, menus or hidden text, links whole, pictures by their
 * description only. Runs in the document thread.
 */
import type { HtmlNode } from "@mixmark-io/domino";
import { tableMarkdown } from "./table-markdown.ts";

/** What a person would read of a page. */
export interface HtmlText {
  readonly title?: string;
  readonly text: string;
}

/** Where the page came from. */
export interface HtmlOptions {
  /** Relative links count from here; without it they lose their address. */
  readonly baseUrl?: string;
  /** False keeps menus and footers: for documents that a program wrote. Default true. */
  readonly isPage?: boolean;
}

const unreadable =
  "script,style,noscript,template,iframe,object,embed,svg,canvas,video,audio,input,button,select,textarea,dialog,link,meta";
const aroundContent =
  "nav,footer,aside,[role=navigation],[role=banner],[role=contentinfo],[role=search],[aria-hidden=true]";
// What a person does not see on the page could still tell a model what to do.
const hidden =
  "[hidden],[style*='display:none'],[style*='display: none'],[style*='visibility:hidden'],[style*='visibility: hidden'],[style*='font-size:0'],[style*='font-size: 0']";
const LEAST_CONTENT = 200;
const LONGEST_LINK = 500;

/** Throws RangeError on a page that is nested too deeply for the parser. */
export async function readHtml(html: string, { baseUrl, isPage = true }: HtmlOptions = {}): Promise<HtmlText> {
  const [{ default: domino }, { default: Turndown }] = await Promise.all([
    import("@mixmark-io/domino"),
    import("turndown"),
  ]);
  const document = domino.createDocument(html);
  const title = document.title.replace(/\s+/g, " ").trim().slice(0, 200) || undefined;
  const { body } = document;
  if (body === null) return { ...(title === undefined ? {} : { title }), text: "" };

  removeAll(body, isPage ? `${unreadable},${hidden},${aroundContent}` : unreadable);
  for (const image of each(body, "img")) image.replaceWith(image.getAttribute("alt")?.slice(0, 200) ?? "");
  for (const link of each(body, "a")) completeLink(link, baseUrl);

  const turndown = new Turndown({ headingStyle: "atx", codeBlockStyle: "fenced", bulletListMarker: "-" });
  turndown.addRule("table", {
    filter: "table",
    replacement: (content, node) => tableMarkdown(node as unknown as HtmlNode) ?? content,
  });
  const text = turndown.turndown(contentOf(body) as never);
  return {
    ...(title === undefined ? {} : { title }),
    text: text
      // The converter takes the number of a heading for that of a list.
      .replace(/^(#{1,6} \d+)\\\./gm, "$1.")
      .replace(/[ \t]+\n/g, "\n")
      .replace(/\n{3,}/g, "\n\n")
      .trim(),
  };
}

function each(root: HtmlNode, selector: string): readonly HtmlNode[] {
  return Array.from(root.querySelectorAll(selector));
}

function removeAll(root: HtmlNode, selector: string): void {
  for (const node of each(root, selector)) node.remove();
}

/** The part that the page itself calls its main one, when there is something in it. */
function contentOf(body: HtmlNode): HtmlNode {
  for (const selector of ["main", "[role=main]", "article"]) {
    const found = each(body, selector);
    const only = found.length === 1 ? found[0] : undefined;
    if (only !== undefined && only.textContent.trim().length >= LEAST_CONTENT) return only;
  }
  return body;
}

/** Addresses are shown whole and only of the kinds that can be fetched; anything else would be a riddle or a trap. */
function completeLink(link: HtmlNode, baseUrl: string | undefined): void {
  const url = URL.parse(link.getAttribute("href") ?? "", baseUrl);
  const isShown =
    url !== null &&
    (url.protocol === "http:" || url.protocol === "https:" || url.protocol === "mailto:") &&
    url.href.length <= LONGEST_LINK;
  link.removeAttribute("title");
  if (isShown) link.setAttribute("href", url.href);
  else link.removeAttribute("href");
}
