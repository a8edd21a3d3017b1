/** `thorp runs`. */
import { Command } from "commander";
import type { CommonOptions } from "../command-context.ts";
import { addCommonOptions, type CommandContext } from "../command-context.ts";
import { actByDefault } from "../default-action.ts";
import type { ChangeOptions, PruneOptions } from "../runs/change-runs.ts";
import type { ReplayOptions } from "../runs/replay-runs.ts";
import type { ListOptions } from "../runs/show-runs.ts";

const idText = "id of the run; its last letters are enough, `last` is the newest";
const noWait = ["--no-wait", "fail when another Thorp uses the data folder, instead of waiting"] as const;

/** Options and help; what it does is loaded when it runs. */
export function runsCommand(context: CommandContext): Command {
  const runs = new Command("runs").description("look at runs, take them up again, undo and delete them");
  for (const command of [
    listCommand,
    showCommand,
    resumeCommand,
    cancelCommand,
    replayCommand,
    diffCommand,
    undoCommand,
    pruneCommand,
    deleteCommand,
  ]) {
    runs.addCommand(command(context));
  }
  return actByDefault(addCommonOptions(runs, { json: "the list as JSON" }), async (options: ListOptions) => {
    const { listRuns } = await import("../runs/show-runs.ts");
    await listRuns(context, options);
  });
}

function listCommand(context: CommandContext): Command {
  const command = new Command("list")
    .description("the newest runs")
    .option("--unfinished", "only runs that have not ended")
    .option("-n, --limit <n>", "at most so many (default: 20)");
  return addCommonOptions(command, { json: "the list as JSON" }).action(async (options: ListOptions) => {
    const { listRuns } = await import("../runs/show-runs.ts");
    await listRuns(context, options);
  });
}

function showCommand(context: CommandContext): Command {
  const command = new Command("show")
    .description("plan, model calls, tool calls and answer of a run")
    .argument("[id]", idText, "last");
  return addCommonOptions(command, { json: "the run as JSON" }).action(async (id: string, options: CommonOptions) => {
    const { showOneRun } = await import("../runs/show-runs.ts");
    await showOneRun(context, id, options);
  });
}

function resumeCommand(context: CommandContext): Command {
  const command = new Command("resume")
    .description("go on with a run that has not ended")
    .argument("<id>", idText)
    .option(...noWait);
  return addCommonOptions(command, { json: "one update a line" }).action(async (id: string, options: ChangeOptions) => {
    const { resumeRun } = await import("../runs/change-runs.ts");
    await resumeRun(context, id, options);
  });
}

function cancelCommand(context: CommandContext): Command {
  const command = new Command("cancel").description("end a run that nobody works on").argument("<id>", idText);
  return addCommonOptions(command).action(async (id: string, options: CommonOptions) => {
    const { cancelRun } = await import("../runs/change-runs.ts");
    await cancelRun(context, id, { ...options, wait: false });
  });
}

function replayCommand(context: CommandContext): Command {
  const command = new Command("replay")
    .description("feed the recorded inputs to today's code and say what it decides otherwise; calls no model")
    .argument("<id>", idText)
    .option("-t, --team <team>", "with this team instead of the one that was kept")
    .option(...noWait);
  return addCommonOptions(command, { json: "the differences as JSON" }).action(
    async (id: string, options: ReplayOptions) => {
      const { replayRun } = await import("../runs/replay-runs.ts");
      await replayRun(context, id, options);
    },
  );
}

function diffCommand(context: CommandContext): Command {
  const command = new Command("diff")
    .description("what differs between two runs, or between a run and its replay with another team")
    .argument("<ids...>", "two runs, or one with --team")
    .option("-t, --team <team>", "replay the one run with this team")
    .option(...noWait);
  return addCommonOptions(command, { json: "the differences as JSON" }).action(
    async (ids: string[], options: ReplayOptions) => {
      const { diffRuns } = await import("../runs/replay-runs.ts");
      await diffRuns(context, ids, options);
    },
  );
}

function undoCommand(context: CommandContext): Command {
  const command = new Command("undo")
    .description("take back the file changes of a run")
    .argument("<id>", idText)
    .option(...noWait);
  return addCommonOptions(command, { json: "what was done as JSON" }).action(
    async (id: string, options: ChangeOptions) => {
      const { undoRun } = await import("../runs/change-runs.ts");
      await undoRun(context, id, options);
    },
  );
}

function pruneCommand(context: CommandContext): Command {
  const command = new Command("prune")
    .description("delete old runs that have ended")
    .option("--older <age>", "that ended longer ago than this: 12h, 30d, 8w")
    .option("--keep <n>", "but never the newest n")
    .option("-y, --yes", "without asking")
    .option(...noWait);
  return addCommonOptions(command).action(async (options: PruneOptions) => {
    const { pruneRuns } = await import("../runs/change-runs.ts");
    await pruneRuns(context, options);
  });
}

function deleteCommand(context: CommandContext): Command {
  const command = new Command("delete")
    .description("delete a run with all its events and results")
    .argument("<id>", idText)
    .option(...noWait);
  return addCommonOptions(command).action(async (id: string, options: ChangeOptions) => {
    const { deleteRun } = await import("../runs/change-runs.ts");
    await deleteRun(context, id, options);
  });
}
