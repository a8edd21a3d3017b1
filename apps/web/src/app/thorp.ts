/** The server that this page came from, and the runs that are looked at. */
import { createThorpClient } from "@thorp/client";
import { createStoryFeed } from "../story/story-feed.ts";
import { announceTurn } from "./announce.ts";

export const thorp = createThorpClient();

/** A page in the background gets no pictures; its state goes on all the same. */
function schedule(show: () => void): void {
  if (document.hidden) setTimeout(show, 250);
  else requestAnimationFrame(show);
}

export const stories = createStoryFeed({ client: thorp, schedule, onTurn: announceTurn });
