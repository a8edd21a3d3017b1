/** The settings of this process: as they stand, and what thorp.yaml shall say. */
import { z } from "zod";
import { ThorpError } from "../../base/errors.ts";
import type { SettingsChange, SettingsDesk } from "../../engine/settings-desk.ts";
import {
  settingSchema,
  settingsChangedSchema,
  settingsChangeSchema,
  settingsTakenUpSchema,
} from "../../wire/settings.ts";
import { defineRoute, type Route, type ServerParts } from "../route.ts";

/** Only where whoever started the server brought the settings along. */
export const settingsRoutes: readonly Route[] = [
  defineRoute({
    id: "settings.show",
    method: "get",
    path: "/api/settings",
    tag: "settings",
    summary: "Every setting with its value and where it comes from.",
    access: "admin",
    owned: "none",
    reply: { kind: "json", schema: z.object({ settings: z.array(settingSchema) }) },
    handle: async ({ parts }) => ({ settings: await deskOf(parts).show() }),
  }),
  defineRoute({
    id: "settings.change",
    method: "patch",
    path: "/api/settings",
    tag: "settings",
    summary:
      "Write settings to thorp.yaml, or only check them: what can holds at once, all mistakes are told together.",
    access: "admin",
    owned: "none",
    body: settingsChangeSchema,
    reply: { kind: "json", schema: settingsChangedSchema },
    audit: ({ body: { trial, values } }, given) =>
      trial || !(given as SettingsChange).ok
        ? undefined
        : { what: "settings-change", detail: Object.keys(values).join(", ").slice(0, 200) },
    handle: ({ parts, body }) => deskOf(parts).change(body.values, { isTrial: body.trial }),
  }),
  defineRoute({
    id: "settings.reload",
    method: "post",
    path: "/api/settings/reload",
    tag: "settings",
    summary: "Read thorp.yaml and .env anew after somebody has changed them; what can holds at once.",
    access: "admin",
    owned: "none",
    reply: { kind: "json", schema: settingsTakenUpSchema },
    audit: () => ({ what: "settings-reload" }),
    handle: ({ parts }) => deskOf(parts).reload(),
  }),
];

function deskOf({ settings }: ServerParts): SettingsDesk {
  if (settings !== undefined) return settings;
  throw new ThorpError("route-unknown", "The program that started this server keeps its settings to itself.", {
    hint: "Start it with `thorp serve`.",
  });
}
