/** The types of `packages/client`, made from the shapes of `wire`; a test compares them with the files that are there. */

import { z } from "zod";
import {
  apiKeySchema,
  auditEntrySchema,
  loginSessionSchema,
  newApiKeySchema,
  oneTimeLinkSchema,
  sessionSchema,
  userSchema,
} from "../../packages/thorp/src/wire/accounts.ts";
import { approvalRuleSchema } from "../../packages/thorp/src/wire/approval-rules.ts";
import {
  askedRunSchema,
  askRequestSchema,
  retryRequestSchema,
  signalSchema,
} from "../../packages/thorp/src/wire/ask.ts";
import { backupSchema, brokenBackupSchema, verifiedBackupSchema } from "../../packages/thorp/src/wire/backups.ts";
import { budgetSchema } from "../../packages/thorp/src/wire/budgets.ts";
import { cachesSchema } from "../../packages/thorp/src/wire/caches.ts";
import {
  modelDetailSchema,
  modelServerSchema,
  newModelSchema,
  pullUpdateSchema,
  serverOutcomeSchema,
  teamDetailSchema,
  testedModelSchema,
} from "../../packages/thorp/src/wire/catalogue.ts";
import {
  complianceReportSchema,
  termsCallSchema,
  trainingDataSchema,
} from "../../packages/thorp/src/wire/compliance.ts";
import {
  conversationDetailSchema,
  conversationExportSchema,
  conversationSchema,
  exchangeSchema,
  foundMessageSchema,
} from "../../packages/thorp/src/wire/conversation.ts";
import { credentialSchema } from "../../packages/thorp/src/wire/credentials.ts";
import { feedbackRequestSchema, feedbackSchema } from "../../packages/thorp/src/wire/feedback.ts";
import { inboxItemSchema } from "../../packages/thorp/src/wire/inbox.ts";
import { modelSheetSchema, proxyConfigSchema, syncReportSchema } from "../../packages/thorp/src/wire/model-desk.ts";
import { planSchema } from "../../packages/thorp/src/wire/plan.ts";
import { planOperationSchema, planViewSchema } from "../../packages/thorp/src/wire/plan-view.ts";
import { preferencesSchema } from "../../packages/thorp/src/wire/preferences.ts";
import {
  messageSummarySchema,
  modelSummarySchema,
  runDetailSchema,
  runSummarySchema,
  teamSummarySchema,
  toolProblemSchema,
  toolSummarySchema,
  undoneSchema,
} from "../../packages/thorp/src/wire/rows.ts";
import { artifactSchema, differenceSchema, seenCallSchema } from "../../packages/thorp/src/wire/run-record.ts";
import { wireEventSchema, wireFrameSchema } from "../../packages/thorp/src/wire/run-update.ts";
import {
  editedFileSchema,
  editSandboxFileSchema,
  openSandboxSchema,
  programSchema,
  programUpdateSchema,
  sandboxEntrySchema,
  sandboxSchema,
} from "../../packages/thorp/src/wire/sandboxes.ts";
import { serverOffersSchema } from "../../packages/thorp/src/wire/server-offers.ts";
import { settingSchema, settingsChangedSchema, settingsTakenUpSchema } from "../../packages/thorp/src/wire/settings.ts";
import { clientMessageSchema, serverMessageSchema } from "../../packages/thorp/src/wire/socket.ts";
import { loadSchema, usageSchema } from "../../packages/thorp/src/wire/usage.ts";
import { typesFromSchemas } from "./typescript-from-schema.ts";

interface Shape {
  readonly schema: z.ZodType;
  readonly io: "input" | "output";
}

/** By subject, so that what changes together stands together. */
const shapesByFile: Readonly<Record<string, Readonly<Record<string, Shape>>>> = {
  ask: {
    AskRequest: { schema: askRequestSchema, io: "input" },
    RetryRequest: { schema: retryRequestSchema, io: "input" },
    AskedRun: { schema: askedRunSchema, io: "output" },
    Signal: { schema: signalSchema, io: "input" },
  },
  sandbox: {
    OpenSandboxRequest: { schema: openSandboxSchema, io: "input" },
    Sandbox: { schema: sandboxSchema, io: "output" },
    Program: { schema: programSchema, io: "input" },
    ProgramUpdate: { schema: programUpdateSchema, io: "output" },
    SandboxEntry: { schema: sandboxEntrySchema, io: "output" },
    EditFile: { schema: editSandboxFileSchema, io: "input" },
    EditedFile: { schema: editedFileSchema, io: "output" },
  },
  plan: {
    Plan: { schema: planSchema, io: "output" },
    PlanOperation: { schema: planOperationSchema, io: "input" },
    PlanView: { schema: planViewSchema, io: "output" },
  },
  "run-event": {
    RunEvent: { schema: wireEventSchema, io: "output" },
    Frame: { schema: wireFrameSchema, io: "output" },
  },
  run: {
    Run: { schema: runSummarySchema, io: "output" },
    RunDetail: { schema: runDetailSchema, io: "output" },
    Message: { schema: messageSummarySchema, io: "output" },
    Undone: { schema: undoneSchema, io: "output" },
    Artifact: { schema: artifactSchema, io: "output" },
    SeenCall: { schema: seenCallSchema, io: "output" },
    Difference: { schema: differenceSchema, io: "output" },
  },
  conversation: {
    Conversation: { schema: conversationSchema, io: "output" },
    ConversationDetail: { schema: conversationDetailSchema, io: "output" },
    ConversationExport: { schema: conversationExportSchema, io: "output" },
    Exchange: { schema: exchangeSchema, io: "output" },
    FoundMessage: { schema: foundMessageSchema, io: "output" },
  },
  inbox: {
    InboxItem: { schema: inboxItemSchema, io: "output" },
  },
  "approval-rules": {
    ApprovalRule: { schema: approvalRuleSchema, io: "output" },
  },
  feedback: {
    FeedbackRequest: { schema: feedbackRequestSchema, io: "input" },
    Feedback: { schema: feedbackSchema, io: "output" },
  },
  usage: {
    Usage: { schema: usageSchema, io: "output" },
    Load: { schema: loadSchema, io: "output" },
  },
  preferences: {
    Preferences: { schema: preferencesSchema, io: "output" },
  },
  compliance: {
    ComplianceReport: { schema: complianceReportSchema, io: "output" },
    TermsCall: { schema: termsCallSchema, io: "output" },
    TrainingData: { schema: trainingDataSchema, io: "output" },
  },
  upkeep: {
    Caches: { schema: cachesSchema, io: "output" },
    Backup: { schema: backupSchema, io: "output" },
    BrokenBackup: { schema: brokenBackupSchema, io: "output" },
    VerifiedBackup: { schema: verifiedBackupSchema, io: "output" },
  },
  settings: {
    Setting: { schema: settingSchema, io: "output" },
    SettingsChanged: { schema: settingsChangedSchema, io: "output" },
    SettingsTakenUp: { schema: settingsTakenUpSchema, io: "output" },
  },
  catalogue: {
    Team: { schema: teamSummarySchema, io: "output" },
    TeamDetail: { schema: teamDetailSchema, io: "output" },
    Model: { schema: modelSummarySchema, io: "output" },
    Tool: { schema: toolSummarySchema, io: "output" },
    ToolProblem: { schema: toolProblemSchema, io: "output" },
    ServerOffers: { schema: serverOffersSchema, io: "output" },
  },
  "model-admin": {
    ModelDetail: { schema: modelDetailSchema, io: "output" },
    ModelSheet: { schema: modelSheetSchema, io: "output" },
    NewModel: { schema: newModelSchema, io: "input" },
    SyncReport: { schema: syncReportSchema, io: "output" },
    ProxyConfig: { schema: proxyConfigSchema, io: "output" },
    TestedModel: { schema: testedModelSchema, io: "output" },
    ModelServer: { schema: modelServerSchema, io: "output" },
    ServerOutcome: { schema: serverOutcomeSchema, io: "output" },
    PullUpdate: { schema: pullUpdateSchema, io: "output" },
  },
  accounts: {
    Session: { schema: sessionSchema, io: "output" },
    User: { schema: userSchema, io: "output" },
    OneTimeLink: { schema: oneTimeLinkSchema, io: "output" },
    ApiKey: { schema: apiKeySchema, io: "output" },
    NewApiKey: { schema: newApiKeySchema, io: "output" },
    Budget: { schema: budgetSchema, io: "output" },
    Credential: { schema: credentialSchema, io: "output" },
    LoginSession: { schema: loginSessionSchema, io: "output" },
    AuditEntry: { schema: auditEntrySchema, io: "output" },
  },
  socket: {
    ClientMessage: { schema: clientMessageSchema, io: "input" },
    ServerMessage: { schema: serverMessageSchema, io: "output" },
  },
};

/** Shapes that others are made of, and the file where each is told. */
const innerFiles: Readonly<Record<string, string>> = { Failure: "run-event", Json: "run-event", Standing: "run-event" };

/** Text by path from the repository's root. */
export function clientTypes(): ReadonlyMap<string, string> {
  const shapes = Object.values(shapesByFile).flatMap((group) => Object.entries(group));
  const types = typesFromSchemas(
    shapes.map(([name, { schema, io }]) => ({
      name,
      schema: z.toJSONSchema(schema, { io, unrepresentable: "any", reused: "inline" }) as Record<string, unknown>,
    })),
  );
  const fileByType = new Map([...types.keys()].map((name) => [name, fileOf(name)]));
  return new Map(
    Object.keys(shapesByFile).map((file) => {
      const own = [...types].flatMap(([name, text]) => (fileByType.get(name) === file ? [text] : []));
      return [`packages/client/src/wire/${file}.generated.ts`, fileText(file, own.join("\n"), fileByType)];
    }),
  );
}

/** Throws for a shape that nobody has given a file. */
function fileOf(name: string): string {
  const file = Object.keys(shapesByFile).find((key) => shapesByFile[key]?.[name] !== undefined) ?? innerFiles[name];
  if (file === undefined) throw new Error(`Say in wire-types.ts in which file the client tells of ${name}.`);
  return file;
}

/** With what it needs of the other files. */
function fileText(file: string, types: string, fileByType: ReadonlyMap<string, string>): string {
  const code = types.replaceAll(/\/\*\*.*?\*\//gs, "").replaceAll(/"[^"\n]*"/g, "");
  const needed = [...fileByType].filter(([name, at]) => at !== file && new RegExp(`\\b${name}\\b`).test(code));
  const imports = [...new Set(needed.map(([, at]) => at))].sort().map((from) => {
    const names = needed.flatMap(([name, at]) => (at === from ? [name] : [])).sort();
    return `import type { ${names.join(", ")} } from "./${from}.generated.ts";\n`;
  });
  return [HEAD, ...imports, ...(imports.length === 0 ? [] : ["\n"]), types].join("");
}

const HEAD =
  "/** What the server of Thorp takes and gives. Made by `npm run docs` from packages/thorp/src/wire; do not edit. */\n";
