/** The server that this page came from, and the runs that are looked at. */
import { createThorpClient } from "@thorp/client";
import { createStoryFeed } from "../story/story-feed.ts";
import { announce } from "./announce.ts";
import { queries } from "./queries.ts";
import { sendFrom } from "./send-from.ts";

export const thorp = createThorpClient({ fetch: sendFrom });

/** A page in the background gets no pictures; its state goes on all the same. */
function schedule(show: () => void): void {
  if (document.hidden) setTimeout(show, 250);
  else requestAnimationFrame(show);
}

export const stories = createStoryFeed({
  client: thorp,
  schedule,
  onTurn: (run, story) => {
    announce({ run, state: story.state, text: story.request?.text ?? "" });
    for (const key of ["runs", "exchanges", "inbox"]) void queries.invalidateQueries({ queryKey: [key] });
  },
});
