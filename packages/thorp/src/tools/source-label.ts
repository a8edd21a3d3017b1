/** The label of what a file or a page says. */
import type { Label } from "../base/label.ts";
import { attachmentPrefix } from "./context/tool-context.ts";

/** `workspace:notes/a.md`, or `attachment:NAME` for what came with the request. */
export function sourceLabel(path: string): Label {
  return path.startsWith(attachmentPrefix) ? (path as Label) : `workspace:${path}`;
}
