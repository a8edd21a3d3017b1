/**
 * Whether a path, an address, a name or an amount is what a rule speaks of.
 *
 * Rules that narrow are read widely (capitals, ports and folders above do not get around them), rules that allow
 * exactly as they stand.
 */
import { isAbsolute, relative, resolve, sep } from "node:path";
import type { Amount, Intent } from "../base/intent.ts";

/** Something that a call reaches for. `unknown`: the tool does not say. `none`: it says that there is nothing. */
export type CallTarget =
  | { readonly kind: "path"; readonly path: string; readonly workspace: string }
  | { readonly kind: "url"; readonly url: string }
  | { readonly kind: "unknown" }
  | { readonly kind: "none" };

/** `read_*` fits `read_file`. */
export function fitsName(pattern: string, name: string): boolean {
  return new RegExp(`^${pattern.split("*").map(quoted).join(".*")}$`, "u").test(name);
}

/**
 * `**` stands for any folders, `*` and `?` for letters of one name. A folder given to a wide rule stands for all that
 * lies in it: whoever lists `.` sees `secrets/`.
 */
export function fitsPath(
  glob: string,
  { path, workspace }: Extract<CallTarget, { kind: "path" }>,
  isWide: boolean,
): boolean {
  const whole = resolve(workspace, path);
  const inside = relative(workspace, whole);
  const isOutside = inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside);
  const shown = isAbsolute(glob) ? whole : isOutside ? undefined : inside;
  if (shown === undefined) return false;
  const name = slashed(shown);
  if (globPattern(glob, isWide ? "iu" : "u").test(name)) return true;
  const fixed = isWide ? fixedPartOf(glob).toLowerCase() : "";
  const above = name === "" ? "" : `${name.replace(/\/$/, "").toLowerCase()}/`;
  return isWide && fixed.startsWith(above) && fixed !== "";
}

/** `*.example.org` is what lies below, not the host itself. The usual port need not be named. */
export function fitsHost(pattern: string, url: string, isWide: boolean): boolean {
  if (!URL.canParse(url)) return isWide;
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/\.$/, "").toLowerCase();
  const [, wanted = "", wantedPort] = /^(.*?)(?::(\d+))?$/.exec(pattern.toLowerCase()) ?? [];
  if (wantedPort === undefined ? !isWide && port !== "" : wantedPort !== port && !isUsual(url, wantedPort, port))
    return false;
  if (wanted === "*") return true;
  return wanted.startsWith("*.") ? host.endsWith(wanted.slice(1)) : host === wanted;
}

function isUsual(url: string, wanted: string, port: string): boolean {
  return port === "" && wanted === (url.toLowerCase().startsWith("https:") ? "443" : "80");
}

/** Also where nobody says how much, or in another currency: nothing is known to be below. */
export function fitsAmount({ value, currency }: Amount, { effect, amount }: Intent): boolean {
  if (effect !== "pay") return false;
  return amount === undefined || amount.currency !== currency || !(amount.value <= value);
}

function globPattern(glob: string, flags: string): RegExp {
  const parts = slashed(glob).match(/\*\*\/?|\*|\?|[^*?]+/g) ?? [];
  const source = parts.map((part) => {
    if (part === "**/") return "(?:.*/)?";
    if (part === "**") return ".*";
    if (part === "*") return "[^/]*";
    return part === "?" ? "[^/]" : quoted(part);
  });
  // `notes/**` is also the folder itself.
  return new RegExp(`^${source.join("").replace(/\/\.\*$/, "(?:/.*)?")}$`, `${flags}s`);
}

/** What every path that fits begins with. */
function fixedPartOf(glob: string): string {
  return slashed(glob).split(/[*?]/, 1)[0] ?? "";
}

function slashed(path: string): string {
  return path.replaceAll(sep, "/").normalize();
}

function quoted(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, (sign) => (sign === "-" || sign === "/" ? sign : `\\${sign}`));
}
