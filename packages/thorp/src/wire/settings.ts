/** The settings of the process that serves. Keys of providers are none: they never leave the environment. */
import { z } from "zod";

/** One setting as it stands, and where it comes from. */
export const settingSchema = z
  .object({
    key: z.string(),
    kind: z.string(),
    description: z.string(),
    /** Absent when it is left to its default. */
    value: z.unknown().optional(),
    defaultText: z.string(),
    /** `--budget`, `THORP_TEAM`, a file, or `default`. */
    origin: z.string(),
    variable: z.string().optional(),
    choices: z.array(z.string()),
    isChangeable: z.boolean(),
    needsRestart: z.boolean().describe("A change holds only from the next start of the process."),
  })
  .meta({ id: "Setting", description: "One setting as it stands, and where it comes from." });

/** All or nothing is written. */
export const settingsChangeSchema = z
  .strictObject({
    values: z.record(z.string().max(100), z.json()).describe("By key; null gives a setting back to its default."),
    trial: z.boolean().default(false).describe("Only checks."),
  })
  .meta({ id: "SettingsChange", description: "New values of settings." });

const takenUp = {
  held: z.array(z.string()).describe("Keys whose values have changed and hold now."),
  restart: z.array(z.string()).describe("Keys whose values have changed and hold from the next start of the process."),
};

/** What reading the files anew has changed. */
export const settingsTakenUpSchema = z
  .object(takenUp)
  .meta({ id: "SettingsTakenUp", description: "What reading the settings anew has changed." });

/** What became of a change; problems are in the body of a 200 too, so that a form can show each at its place. */
export const settingsChangedSchema = z
  .object({
    ok: z.boolean(),
    /** What was, or would be, written. */
    file: z.string().optional(),
    held: takenUp.held.optional(),
    restart: takenUp.restart.optional(),
    /** A flag or the environment says otherwise, and wins. */
    overridden: z.array(z.object({ key: z.string(), origin: z.string() })).optional(),
    problems: z.array(z.object({ key: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: "SettingsChanged", description: "What became of a change of settings." });
