/**
 * XML as JSON, for services that answer in Atom: an element is an object of its attributes (`@name`) and elements, or its
 * text where it has neither. No entities but the five of XML and numbers, so nothing in a document can grow; what is
 * declared in a DOCTYPE is passed over.
 */
import type { Json } from "../../../base/json.ts";

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Map<string, Json[]>;
  text: string;
}

const TOKEN = /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<[?!][^>]*>|<(\/?)([^\s/>]+)([^>]*?)(\/?)>|([^<]+)/g;
const DEEPEST = 64;

/** Elements named in `lists` are lists also where there is one. Undefined for a text that is no XML. */
export function readXml(text: string, lists: ReadonlySet<string>): Json | undefined {
  const root: Element = { name: "", attributes: {}, children: new Map(), text: "" };
  const open: Element[] = [root];
  for (const [, cdata, slash, name, attributes, selfClosed, plain] of text.matchAll(TOKEN)) {
    const current = open.at(-1);
    if (current === undefined) return undefined;
    if (cdata !== undefined) current.text += cdata;
    else if (plain !== undefined) current.text += decoded(plain);
    else if (name === undefined) continue;
    else if (slash === "/") {
      if (current.name !== name || open.length === 1) return undefined;
      open.pop();
      add(open.at(-1) ?? root, current, lists);
    } else {
      const element: Element = { name, attributes: attributesOf(attributes ?? ""), children: new Map(), text: "" };
      if (selfClosed === "/") add(current, element, lists);
      else if (open.push(element) > DEEPEST) return undefined;
    }
  }
  if (open.length !== 1 || root.children.size === 0) return undefined;
  return valueOf(root, lists);
}

function add(parent: Element, child: Element, lists: ReadonlySet<string>): void {
  const same = parent.children.get(child.name) ?? [];
  same.push(valueOf(child, lists));
  parent.children.set(child.name, same);
}

function valueOf({ attributes, children, text }: Element, lists: ReadonlySet<string>): Json {
  const words = text.replace(/\s+/g, " ").trim();
  if (children.size === 0 && Object.keys(attributes).length === 0) return words;
  const value: Record<string, Json> = Object.fromEntries(
    Object.entries(attributes).map(([name, each]) => [`@${name}`, each]),
  );
  for (const [name, each] of children) value[name] = each.length > 1 || lists.has(name) ? each : (each[0] ?? null);
  if (words !== "") value["#text"] = words;
  return value;
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(([, name = "", double, single]) => [
      name,
      decoded(double ?? single ?? ""),
    ]),
  );
}

const named: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'", nbsp: " " };

/** The signs of XML and HTML that services write into texts; others stay as they are. */
export function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{2,8}));/gi, (...found) => {
    const [whole, decimal, hex, name] = found as readonly [string, ...(string | undefined)[]];
    if (name !== undefined) return named[String(name).toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
    return code > 0 && code <= 0x10_ffff ? String.fromCodePoint(code) : whole;
  });
}
