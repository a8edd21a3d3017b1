/** `thorp compliance report` and `calls`: only read, also while another process works. */
import { oneLine } from "../../base/clean-text.ts";
import { definedOf } from "../../base/defined-of.ts";
import { countWords, durationWords, shortId, timeWords } from "../../base/words.ts";
import type { ComplianceDesk } from "../../engine/compliance/compliance-desk.ts";
import type { ProviderReport } from "../../engine/compliance/compliance-report.ts";
import { type CommandContext, type CommonOptions, readConfig } from "../command-context.ts";
import { limitFrom } from "../limit-option.ts";
import { withRecord } from "../open-record.ts";
import { renderTable } from "../terminal/table.ts";
import { withTools } from "../tools/open-tools.ts";
import { keptWords, rateWords } from "../tools/terms-words.ts";

/** As typed: `limit` a whole number above 0, else `usage`; absent means 20. */
export interface CallsOptions extends CommonOptions {
  readonly provider?: string;
  readonly run?: string;
  readonly limit?: string;
}

/** Throws `usage` for a data folder that keeps nothing. */
export async function showReport(context: CommandContext, options: CommonOptions): Promise<void> {
  const { stdout, stderr } = context.surroundings;
  const report = await withDesk(context, options, (desk) => desk.report());
  if (options.json) stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else if (report.providers.length === 0) stderr.write("No tool with terms of a provider was called yet.\n");
  else stdout.write(report.providers.map((provider) => providerText(provider)).join("\n"));
}

/** Throws `usage` for the limit, or for a data folder that keeps nothing. */
export async function showCalls(context: CommandContext, options: CallsOptions): Promise<void> {
  const { stdout, stderr } = context.surroundings;
  const { provider, run, limit: wanted, ...common } = options;
  const limit = limitFrom(wanted);
  const calls = await withDesk(context, common, (desk) => desk.calls(definedOf({ provider, run, limit })));
  if (options.json) {
    stdout.write(
      `${JSON.stringify(
        calls.map((call) => ({ ...call, cost: call.cost / 1e6 })),
        null,
        2,
      )}\n`,
    );
    return;
  }
  if (calls.length === 0) return void stderr.write("There are no such calls.\n");
  const rows = calls.map(({ at, run: of, path, tool, ok, cached, failure, terms, requests }) => [
    timeWords(at),
    shortId(of),
    path === "" ? "run" : path,
    terms?.provider ?? "",
    tool,
    cached ? "kept" : ok ? countWords(requests, "request") : (failure ?? "failed"),
    terms?.training ?? "",
  ]);
  const columns = ["time", "run", "task", "provider", "tool", "answer", "training"].map((title) => ({ title }));
  stdout.write(renderTable(rows, { columns, paint: context.terminal.paint }));
}

/** A server tells of its own record and tools; else both are read where they lie. */
async function withDesk<Result>(
  context: CommandContext,
  options: CommonOptions,
  use: (desk: ComplianceDesk) => Promise<Result>,
): Promise<Result> {
  const config = await readConfig(context, options);
  const tools = () => withTools(context, { ...options, quiet: true }, (thorp) => thorp.listTools());
  return withRecord(config, (record) => use(record.compliance(tools)));
}

function providerText(report: ProviderReport): string {
  const { provider, calls, failed, kept, cached, requests, held, refused, waitedMs, owed, credits, today } = report;
  const limits = [
    held === 0 ? "" : `held back ${countWords(held, "time")}, ${durationWords(waitedMs)} together`,
    refused === 0 ? "" : `${countWords(refused, "call")} not made`,
  ].filter((part) => part !== "");
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["tools", report.tools.join(", ")],
    [
      "calls",
      `${calls}, ${failed} of them failed; ${cached} answered by what was kept, ${countWords(requests, "request")} sent`,
    ],
    ["answers", `${kept} in the record, from ${timeWords(report.firstAt)} to ${timeWords(report.lastAt)}`],
    ["limits", limits.length === 0 ? "never reached" : limits.join("; ")],
    ["allowed", today?.rate && today.rate.length > 0 ? rateWords(today.rate) : undefined],
    ["kept for", today && keptWords(today.cacheMs)],
    ["training", `${report.training}${report.hasChanged ? "; terms have changed since some answers" : ""}`],
    [
      "credit",
      credits.length === 0 ? "owed to nobody" : `owed for ${countWords(owed, "answer")}: ${creditText(credits)}`,
    ],
    ["terms", today?.note],
    ["terms page", today?.url],
  ];
  const widest = Math.max(...facts.map(([name]) => name.length));
  const lines = facts.flatMap(([name, value]) =>
    value === undefined ? [] : [`  ${name.padEnd(widest)}  ${oneLine(value)}\n`],
  );
  return `${oneLine(provider)}\n${lines.join("")}`;
}

function creditText(credits: ProviderReport["credits"]): string {
  return credits.map(({ text, url }) => (url === undefined ? text : `${text} (${url})`)).join("; ");
}
