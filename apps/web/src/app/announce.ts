/** Tells a person who looks elsewhere that a run ended or waits: in the title, and as a notification where allowed. */
import type { Story } from "../story/story.ts";
import { texts } from "../texts/texts.ts";

let plainTitle = texts.common.product;

/** The title of the page as it is without news. */
export function setPlainTitle(title: string): void {
  plainTitle = title;
  if (!document.hidden) document.title = title;
}

export function announceTurn(run: string, { state, request }: Story): void {
  if (!document.hidden || state === "running") return;
  const text = (request?.text ?? "").slice(0, 80);
  const isWaiting = state === "waiting";
  document.title = isWaiting ? texts.app.waits(text) : texts.app.ended(text);
  document.addEventListener("visibilitychange", () => (document.title = plainTitle), { once: true });
  if (typeof Notification === "undefined" || Notification.permission !== "granted") return;
  const note = new Notification(isWaiting ? texts.app.waitsTitle : texts.app.endedTitle, { body: text, tag: run });
  note.onclick = () => window.focus();
}
