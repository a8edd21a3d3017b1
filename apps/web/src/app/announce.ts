/** Tells a person who looks elsewhere that a run ended or waits: in the title, and as a notification where allowed. */
import type { Run } from "@thorp/client";
import { texts } from "../texts/texts.ts";

export interface Turn {
  readonly run: string;
  readonly state: Run["state"];
  /** What was asked. */
  readonly text: string;
}

const LONGEST = 80;
let plainTitle = texts.common.product;

/** The title of the page as it is without news. */
export function setPlainTitle(title: string): void {
  plainTitle = title;
  if (!document.hidden) document.title = title;
}

/** A turn in words. */
export function turnText(state: Run["state"], text: string): string {
  const short = text.slice(0, LONGEST);
  if (state === "waiting") return texts.app.waits(short);
  return state === "failed" ? texts.app.failed(short) : texts.app.ended(short);
}

/** Nothing while the page is looked at. */
export function announce({ run, state, text }: Turn): void {
  if (!document.hidden || state === "running") return;
  document.title = turnText(state, text);
  document.addEventListener("visibilitychange", () => (document.title = plainTitle), { once: true });
  if (typeof Notification === "undefined" || Notification.permission !== "granted") return;
  const title =
    state === "waiting" ? texts.app.waitsTitle : state === "failed" ? texts.app.failedTitle : texts.app.endedTitle;
  const note = new Notification(title, { body: text.slice(0, LONGEST), tag: run });
  note.onclick = () => window.focus();
}
