/** All migrations of core.db in order. One that was released is never changed. */
import type { Migration } from "../migrate.ts";
import { firstMigration } from "./0001-first.ts";
import { conversationsMigration } from "./0002-conversations.ts";
import { branchesMigration } from "./0003-branches.ts";
import { usageMigration } from "./0004-usage.ts";
import { accountsMigration } from "./0005-accounts.ts";
import { auditMigration } from "./0006-audit.ts";
import { toolCallsMigration } from "./0007-tool-calls.ts";
import { directCallsMigration } from "./0008-direct-calls.ts";
import { termsMigration } from "./0009-terms.ts";

/** In the order in which they are applied. */
export const migrations: readonly Migration[] = [
  firstMigration,
  conversationsMigration,
  branchesMigration,
  usageMigration,
  accountsMigration,
  auditMigration,
  toolCallsMigration,
  directCallsMigration,
  termsMigration,
];
