/** Whether the pages of a built site hold together: every link and image of the site leads to something in it. */
import { posix } from "node:path";

/**
 * One sentence for each reference that leads nowhere: a file that is not there, an anchor that the page lacks, or
 * something loaded from the network. Links to other sites are left alone.
 */
export function findBrokenReferences(
  pages: ReadonlyMap<string, string>,
  exists: (path: string) => boolean,
): readonly string[] {
  const idsByPage = new Map([...pages].map(([path, html]) => [path, idsOf(html)]));
  return [...pages].flatMap(([path, html]) =>
    referencesOf(html).flatMap(({ attribute, target }) => {
      if (/^(data|mailto):/.test(target)) return [];
      if (/^(https?:)?\/\//.test(target)) {
        return attribute === "src" ? [`${path} loads ${target} from the network.`] : [];
      }
      const [file = "", anchor = ""] = target.split("#");
      const to = file === "" ? path : posix.join(posix.dirname(path), decodeURI(file));
      if (!exists(to)) return [`${path} leads to ${target}, which is not there.`];
      const ids = idsByPage.get(to);
      const isFound = anchor === "" || ids === undefined || ids.has(decodeURIComponent(anchor));
      return isFound ? [] : [`${path} leads to ${target}, but that page has no such place.`];
    }),
  );
}

function referencesOf(html: string): { readonly attribute: string; readonly target: string }[] {
  return [...html.matchAll(/\s(href|src)="([^"]*)"/g)].map(([, attribute = "", target = ""]) => ({
    attribute,
    target: target.replaceAll("&amp;", "&"),
  }));
}

function idsOf(html: string): ReadonlySet<string> {
  return new Set([...html.matchAll(/\sid="([^"]*)"/g)].map(([, id = ""]) => id));
}
