/** The package declares its types under another name; these are the parts used here. */
declare module "@mixmark-io/domino" {
  export interface HtmlNode {
    readonly nodeName: string;
    readonly textContent: string;
    readonly parentNode: HtmlNode | null;
    querySelectorAll(selector: string): ArrayLike<HtmlNode>;
    getAttribute(name: string): string | null;
    setAttribute(name: string, value: string): void;
    removeAttribute(name: string): void;
    remove(): void;
    replaceWith(text: string): void;
  }
  export interface HtmlDocument extends HtmlNode {
    readonly title: string;
    readonly body: HtmlNode | null;
  }
  const domino: { createDocument(html: string): HtmlDocument };
  export default domino;
}
