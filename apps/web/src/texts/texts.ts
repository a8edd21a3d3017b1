/**
 * Every text of the page. Components take their words from here and hold none themselves (a test looks), so that another
 * language is another folder of this shape.
 */
import { app } from "./en/app.ts";
import { catalogue } from "./en/catalogue.ts";
import { chat } from "./en/chat.ts";
import { common } from "./en/common.ts";
import { dashboard } from "./en/dashboard.ts";
import { login } from "./en/login.ts";
import { runs } from "./en/runs.ts";
import { settings } from "./en/settings.ts";

export const texts = { common, app, chat, runs, catalogue, dashboard, settings, login };
