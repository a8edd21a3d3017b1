/** Where the paths of the server begin: at the root, or below a path that a proxy gave it, such as `/thorp`. */

/** The server writes it into the page that it serves; empty at the root. */
function basePath(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="thorp-base"]')?.content ?? "";
}

/** The address of a path of the server or of the application, for the browser. `path` begins with a slash. */
export function addressOf(path: string): string {
  return basePath() + path;
}

/** The path in the application that an address of this page stands for. */
export function pathIn(address: string): string {
  const base = basePath();
  return address === base || address.startsWith(`${base}/`) ? address.slice(base.length) : address;
}
