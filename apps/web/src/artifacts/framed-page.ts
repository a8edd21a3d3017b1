/**
 * A page that a run wrote, for a sandboxed frame. The frame has the content policy of our page, so it can reach nobody;
 * styles and scripts of its own, which that policy refuses anyway, are taken out, and a style sheet of ours stands in
 * their place.
 */
import { addressOf } from "../app/base-path.ts";

export function framedPage(html: string): string {
  // Before it is parsed, since the browser reports each style that the policy refuses; the policy is what protects.
  const plain = html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/\sstyle\s*=\s*(?:"[^"]*"|'[^']*')/gi, "");
  const page = new DOMParser().parseFromString(plain, "text/html");
  for (const element of page.querySelectorAll("script, style, link, base, meta, iframe, object, embed"))
    element.remove();
  for (const element of page.querySelectorAll("*")) {
    for (const { name } of [...element.attributes]) {
      if (name === "style" || name.startsWith("on")) element.removeAttribute(name);
    }
  }
  for (const picture of page.querySelectorAll("img")) {
    if (!picture.src.startsWith("data:image/")) picture.replaceWith(picture.alt);
  }
  const sheet = page.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = new URL(addressOf("/report.css"), window.location.href).href;
  page.head.append(sheet);
  return `<!doctype html>${page.documentElement.outerHTML}`;
}
