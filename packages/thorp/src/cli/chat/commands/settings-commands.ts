/** Commands that change what the next request is sent with. */
import { ThorpError } from "../../../base/errors.ts";
import { nearest } from "../../../base/nearest.ts";
import type { ModelSummary, Thorp } from "../../../engine/thorp.ts";
import type { Chat } from "../chat.ts";
import type { ChatCommand } from "./command.ts";

const AUTO = "auto";

/** Counts from the next request, in the same conversation. Throws `team-unknown`; a folder is taken unread. */
export const teamCommand: ChatCommand = {
  name: "team",
  argument: "NAME",
  description: "ask this team from now on; without a name: which one, and which there are",
  candidates: teamNames,
  async run(chat, name) {
    if (name === "") {
      chat.screen.print(`Team ${chat.state.team}. There are: ${(await teamNames(chat)).join(", ")}.\n`);
      return undefined;
    }
    await demandTeam(chat.thorp, name);
    chat.state.team = name;
    chat.screen.note(`Team ${name} answers from now on.`);
    return undefined;
  },
};

/** Takes also a model that cannot be called now, and says why it cannot. Throws `model-unknown`. */
export const modelCommand: ChatCommand = {
  name: "model",
  argument: "NAME|auto",
  description: "this model for every call from now on; auto: the cheapest that is good enough",
  candidates: modelNames,
  async run(chat, name) {
    const { state, screen, thorp } = chat;
    if (name === "") {
      screen.print(state.model === undefined ? "Model auto: chosen for each call.\n" : `Model ${state.model}.\n`);
      return undefined;
    }
    if (name === AUTO) {
      state.model = undefined;
      screen.note("The model is chosen for each call from now on.");
      return undefined;
    }
    const model = await demandModel(thorp, name);
    state.model = name;
    const obstacle = model.obstacle === undefined ? "" : ` It cannot be called now: ${model.obstacle}.`;
    screen.note(`${model.id} takes every call from now on.${obstacle}`);
    return undefined;
  },
};

/** Counts from the next request; a run that works keeps asking, or not, as it began. Throws `usage`. */
export const approveCommand: ChatCommand = {
  name: "approve",
  argument: "ask|yes",
  description: "yes: writing in the workspace and the out folder needs no approval; ask: it does",
  isImmediate: true,
  candidates: async () => ["ask", "yes"],
  async run({ state, screen }, argument) {
    if (argument === "") {
      screen.print(state.yes ? "Writing in the workspace is allowed.\n" : "Writing in the workspace asks first.\n");
      return undefined;
    }
    if (argument !== "ask" && argument !== "yes")
      throw unknown({
        code: "usage",
        message: `/approve ${argument}: it is either ask or yes.`,
        name: argument,
        known: ["ask", "yes"],
      });
    state.yes = argument === "yes";
    const words = state.yes ? "is allowed without asking" : "asks first";
    screen.note(`Writing in the workspace and the out folder ${words}, from the next request on.`);
    return undefined;
  },
};

/** Throws `team-unknown` with the nearest name. The folder of a team is read when it is asked. */
export async function demandTeam(thorp: Thorp, name: string): Promise<void> {
  const names = await teamNames({ thorp });
  if (!names.includes(name) && !/[\\/]/.test(name))
    throw unknown({ code: "team-unknown", message: `There is no team ${name}.`, name, known: names });
}

/** By id or alias. Throws `model-unknown` with the nearest name. */
export async function demandModel(thorp: Thorp, name: string): Promise<ModelSummary> {
  const model = (await thorp.listModels()).find(({ id, aliases }) => id === name || aliases.includes(name));
  if (model !== undefined) return model;
  throw unknown({
    code: "model-unknown",
    message: `There is no model ${name}.`,
    name,
    known: await modelNames({ thorp }),
  });
}

async function teamNames({ thorp }: Pick<Chat, "thorp">): Promise<readonly string[]> {
  return (await thorp.listTeams()).map(({ name }) => name);
}

async function modelNames({ thorp }: Pick<Chat, "thorp">): Promise<readonly string[]> {
  return [AUTO, ...(await thorp.listModels()).flatMap(({ id, aliases }) => [id, ...aliases])];
}

interface Unknown {
  readonly code: "team-unknown" | "model-unknown" | "usage";
  readonly message: string;
  readonly name: string;
  readonly known: readonly string[];
}

function unknown({ code, message, name, known }: Unknown): ThorpError {
  const close = nearest(name, known);
  const hint = close === undefined ? `There are: ${known.slice(0, 20).join(", ")}.` : `Did you mean ${close}?`;
  return new ThorpError(code, message, { hint });
}
