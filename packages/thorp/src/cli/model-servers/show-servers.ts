/** `thorp models ps`: the local servers, what they hold, and until when. */

import { oneLine } from "../../base/clean-text.ts";
import { byteWords, durationWords } from "../../base/words.ts";
import type { LoadedModelRow, ServerRow } from "../../engine/model-admin/model-admin.ts";
import {
  type CommandContext,
  type CommonOptions,
  openEngineWithoutData,
  readConfig,
  withThorp,
} from "../command-context.ts";
import { renderTable } from "../terminal/table.ts";
import { processWords } from "./process-words.ts";

const columns = [
  { title: "server" },
  { title: "model", isFlexible: true },
  { title: "memory", isRight: true },
  { title: "on the GPU", isRight: true },
  { title: "window", isRight: true },
  { title: "until" },
];

/** Writes what the local servers hold, and which of them do not answer. */
export async function showServers(context: CommandContext, options: CommonOptions): Promise<void> {
  const { surroundings, terminal } = context;
  const { stdout } = surroundings;
  const config = await readConfig(context, options);
  const servers = await withThorp(await openEngineWithoutData(context, config), ({ modelAdmin }) =>
    modelAdmin.loaded(),
  );
  if (options.json) return void stdout.write(`${JSON.stringify(servers, null, 2)}\n`);
  const rows = servers.flatMap(({ server, models }) =>
    models.map((model) => [server, ...modelCells(model, surroundings.now())]),
  );
  if (rows.length > 0) {
    const width = stdout.isTTY ? { width: terminal.width() } : {};
    stdout.write(renderTable(rows, { columns, paint: terminal.paint, ...width }));
  }
  for (const server of servers) for (const note of notesOn(server)) stdout.write(`${note}\n`);
}

function modelCells(model: LoadedModelRow, now: number): readonly string[] {
  const { bytes, bytesOnGpu, context, expiresAt, state = "" } = model;
  // Ollama names a time some hundred years ahead for "always".
  const isForEver = expiresAt !== undefined && expiresAt - now > 10 * 365 * 24 * 3600 * 1000;
  const until = isForEver ? "it is unloaded" : expiresAt === undefined ? state : `in ${durationWords(expiresAt - now)}`;
  return [
    oneLine(model.model),
    bytes === undefined ? "" : byteWords(bytes),
    bytesOnGpu === undefined || !bytes ? "" : `${Math.round((bytesOnGpu / bytes) * 100)} %`,
    context === undefined ? "" : String(context),
    until,
  ];
}

function notesOn({ server, url, process, log, problem, models }: ServerRow): readonly string[] {
  return [
    ...(process === undefined ? [] : [`${server}: ${processWords(process)}; its output is in ${log}`]),
    ...(problem !== undefined && process?.state !== "stopped"
      ? [`${server} (${url}) does not answer: ${oneLine(problem)}`]
      : []),
    ...(problem === undefined && models.length === 0 ? [`${server} (${url}) holds no model now`] : []),
  ];
}
