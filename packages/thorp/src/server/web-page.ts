/**
 * The web page: files that were built before, from one folder, under a policy that lets nothing else in.
 *
 * Names of assets change with their content, so browsers may keep them; the page itself is asked for each time. Every
 * other path that a browser opens is a place inside the application and gets the page.
 */
import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";

/** Undefined leaves the request to whoever comes next; a file that is not there is no error. */
export type WebPage = (request: Request) => Promise<Response | undefined>;

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".json": "application/json",
  ".txt": "text/plain; charset=utf-8",
};

/** Nothing from elsewhere, nothing inline, no frames around us. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Undefined for what is not of the page: other methods, programs that want no HTML, and a page that was not built. */
export function createWebPage(folder: string, basePath = ""): WebPage {
  return async (request) => {
    if (request.method !== "GET" && request.method !== "HEAD") return undefined;
    const path = pathIn(folder, new URL(request.url).pathname);
    const asset = path === undefined || extname(path) === "" ? undefined : await readFile(path).catch(() => undefined);
    if (asset !== undefined && path !== undefined) {
      const isNamedByContent = path.includes(`${sep}assets${sep}`);
      return fileResponse(asset, path, isNamedByContent ? "public, max-age=31536000, immutable" : "no-cache");
    }
    if (!(request.headers.get("accept") ?? "").includes("text/html")) return undefined;
    const page = await readFile(join(folder, "index.html")).catch(() => undefined);
    return page === undefined ? undefined : fileResponse(pageBelow(page, basePath), "index.html", "no-cache");
  };
}

/** Its files are found from every place in it, below the base path, and it learns where its server's paths begin. */
function pageBelow(page: Buffer, basePath: string): Uint8Array {
  const html = page.toString("utf8").replaceAll(/(\s(?:src|href)=")(?:\.?\/)(?!\/)/g, `$1${basePath}/`);
  if (basePath === "") return Buffer.from(html);
  return Buffer.from(html.replace("<head>", `<head><meta name="thorp-base" content="${basePath}">`));
}

/** Inside of the folder, or nothing. */
function pathIn(folder: string, urlPath: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(urlPath);
  } catch {
    return undefined;
  }
  const path = normalize(join(folder, decoded));
  return path.startsWith(folder + sep) && !decoded.includes("\0") ? path : undefined;
}

function fileResponse(bytes: Uint8Array, path: string, cache: string): Response {
  return new Response(new Uint8Array(bytes), {
    headers: {
      "content-type": types[extname(path)] ?? "application/octet-stream",
      "cache-control": cache,
      "content-security-policy": POLICY,
    },
  });
}
