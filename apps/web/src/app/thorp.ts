/** The server that this page came from. */
import { createThorpClient } from "@thorp/client";

export const thorp = createThorpClient();
