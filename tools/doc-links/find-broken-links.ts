/** Finds links between the files of the repository that lead nowhere. */
import { posix } from "node:path";
import { anchorsOf, linksOf } from "./markdown-links.ts";

/**
 * One sentence for each link of the pages whose file does not exist or whose heading the page lacks. `pages` are the
 * texts by path in the repository; `exists` says whether a path is a file or a folder. Links to other sites are left
 * alone: a build must not depend on them.
 */
export function findBrokenLinks(
  pages: ReadonlyMap<string, string>,
  exists: (path: string) => boolean,
): readonly string[] {
  const anchorsByPage = new Map([...pages].map(([path, page]) => [path, anchorsOf(page)]));
  const fault = (from: string, target: string): string | undefined => {
    if (/^[a-z][a-z+.-]*:/i.test(target)) return undefined;
    const [file = "", anchor = ""] = target.split("#");
    if (file.startsWith("/")) return "begins at the root of a machine; write it relative to the page";
    const to = file === "" ? from : posix.join(posix.dirname(from), decode(file));
    if (to.startsWith("..") || !exists(to)) return "does not exist";
    const anchors = anchorsByPage.get(to);
    return anchor === "" || anchors === undefined || anchors.has(decode(anchor)) ? undefined : "is no heading there";
  };
  return [...pages].flatMap(([path, page]) =>
    linksOf(page).flatMap(({ line, target }) => {
      const found = fault(path, target);
      return found === undefined ? [] : [`${path}:${line}: ${target} ${found}.`];
    }),
  );
}

/** A stray per cent sign is taken as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
