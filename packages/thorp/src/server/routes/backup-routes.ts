/** Backups: make, list, check. Putting one back needs the server stopped: `thorp backup restore`. */
import { z } from "zod";
import type { Clock } from "../../base/clock.ts";
import type { BackupManifest } from "../../engine/backups.ts";
import { type BackupSummary, backupSchema, listedBackupSchema, verifiedBackupSchema } from "../../wire/backups.ts";
import { defineRoute, type Route } from "../route.ts";

const backupParams = z.object({ backup: z.string().regex(/^[\w.-]{1,100}$/, "must be the name of a backup") });

/** All for admins: a backup holds what everybody said. */
export function backupRoutes({ clock }: { readonly clock: Clock }): readonly Route[] {
  return [
    defineRoute({
      id: "backups.list",
      method: "get",
      path: "/api/backups",
      tag: "backups",
      summary: "The backups in the data folder, newest first.",
      access: "admin",
      owned: "none",
      reply: { kind: "json", schema: z.object({ backups: z.array(listedBackupSchema) }) },
      async handle({ parts }) {
        const backups = await parts.thorp.operations.backups.list();
        return {
          backups: backups.map((backup) =>
            backup.broken === undefined ? summaryOf(backup) : { name: backup.name, broken: backup.broken },
          ),
        };
      },
    }),
    defineRoute({
      id: "backups.create",
      method: "post",
      path: "/api/backups",
      tag: "backups",
      summary: "Copy the record now, while it is in use.",
      access: "admin",
      owned: "none",
      reply: { kind: "json", schema: backupSchema, status: 201 },
      audit: () => ({ what: "backup-create" }),
      async handle({ parts }) {
        const { thorp, version } = parts;
        return summaryOf(await thorp.operations.backups.create({ by: "person", version, now: clock.now() }));
      },
    }),
    defineRoute({
      id: "backups.verify",
      method: "post",
      path: "/api/backups/{backup}/verify",
      tag: "backups",
      summary: "Read a backup whole and say whether it can be restored.",
      access: "admin",
      owned: "none",
      params: backupParams,
      reply: { kind: "json", schema: verifiedBackupSchema },
      audit: ({ params }) => ({ what: "backup-verify", on: params.backup }),
      async handle({ parts, params }) {
        const { manifest, problems } = await parts.thorp.operations.backups.verify(params.backup);
        return { backup: summaryOf(manifest), problems: [...problems] };
      },
    }),
  ];
}

function summaryOf({ name, createdAt, by, thorp, runs, files }: BackupManifest): BackupSummary {
  return { name, createdAt, by, thorp, runs, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
}
