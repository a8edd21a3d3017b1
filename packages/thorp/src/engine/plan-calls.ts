/**
 * Persons who look at the plan of a run and change it.
 *
 * A change is checked like any plan before the run hears of it, against the plan as it stands; whoever started from an
 * older one is told what others did meanwhile. It then is an input of the run: recovery and replay see it again.
 */

import { capabilitiesOf } from "../agents/reachable-tools.ts";
import { seenByTeam } from "../agents/tool-patterns.ts";
import type { ToolSpecs } from "../agents/tool-specs.ts";
import { definedOf } from "../base/defined-of.ts";
import { ThorpError } from "../base/errors.ts";
import type { Json } from "../base/json.ts";
import type { RunEvent } from "../events/event.ts";
import { readPlan } from "../orchestration/check-plan.ts";
import { plannersChoice } from "../orchestration/run-request.ts";
import type { Store } from "../storage/store.ts";
import type { Plan } from "../wire/plan.ts";
import type { PlanOperation, PlanView } from "../wire/plan-view.ts";
import { type LiveRuns, startEventOf } from "./live-runs.ts";
import { changedMembers, planViewOf } from "./plan-view.ts";
import type { TeamLibrary } from "./team-library.ts";
import type { PlanChange, Thorp } from "./thorp.ts";

/** What plans are looked up and checked with. */
export interface PlanParts {
  readonly store: Store;
  readonly runs: LiveRuns;
  readonly teams: TeamLibrary;
  readonly toolSpecs: () => ToolSpecs;
  /** Throws `run-unknown`. */
  readonly eventsOf: (run: string) => Promise<readonly RunEvent[]>;
}

/** What an edit says to the run. */
interface Edit {
  readonly plan: Plan;
  readonly skip: readonly string[];
  readonly retry: readonly string[];
}

/** Changes of one run come one after the other: the second sees what the first did. */
export function planCalls(parts: PlanParts): Pick<Thorp, "showPlan" | "editPlan" | "approvePlan"> {
  const { store, runs, eventsOf } = parts;
  const lastByRun = new Map<string, Promise<unknown>>();
  const inTurn = async <Result>(run: string, work: () => Promise<Result>): Promise<Result> => {
    const mine = (lastByRun.get(run) ?? Promise.resolve()).catch(() => {}).then(work);
    lastByRun.set(run, mine);
    return mine.finally(() => {
      if (lastByRun.get(run) === mine) lastByRun.delete(run);
    });
  };
  const current = async (run: string): Promise<{ events: readonly RunEvent[]; view: PlanView }> => {
    await store.committed(run);
    const events = await eventsOf(run);
    const view = planViewOf(events);
    if (view !== undefined) return { events, view };
    throw new ThorpError("run-state", `Run ${run} has no plan.`);
  };
  const changeable = async (run: string, base: number | undefined) => {
    const now = await current(run);
    if (!runs.has(run) || now.view.state === "ended") throw notUnderWay(run);
    demandBase(now.view, base);
    return now;
  };

  return {
    showPlan: async (run) => (await current(run)).view,
    editPlan: (run, change, { base, by } = {}) =>
      inTurn(run, async () => {
        const { events, view } = await changeable(run, base);
        const { plan, skip, retry } = await checkedEdit(parts, { events, view, change });
        runs.signal(run, {
          type: "plan-edit",
          edit: `revision ${view.revision + 1}`,
          plan,
          ...(skip.length > 0 ? { skip } : {}),
          ...(retry.length > 0 ? { retry } : {}),
          ...(by === undefined ? {} : { by }),
        });
        return (await current(run)).view;
      }),
    approvePlan: (run, { allow, base }) =>
      inTurn(run, async () => {
        const { view } = await changeable(run, base);
        if (view.state !== "proposed") throw new ThorpError("run-state", `The plan of run ${run} runs already.`);
        runs.signal(run, { type: "plan-approve", allow });
        await store.committed(run);
      }),
  };
}

function notUnderWay(run: string): ThorpError {
  return new ThorpError("run-state", `Run ${run} is not under way, so its plan cannot be changed.`, {
    hint: "Ask again with POST /api/runs/ID/retry, or resume a run that has not ended.",
  });
}

/** Throws `plan-changed` with what was done since. */
function demandBase({ revision, changes }: PlanView, base: number | undefined): void {
  if (base === undefined || base === revision) return;
  const since = changes.filter((change) => change.revision > base);
  const words = since.map(({ by, what }) => `${by} ${what.join("; ") || "changed nothing"}`);
  throw new ThorpError("plan-changed", `The plan is at revision ${revision}, not ${base}: ${words.join(". ")}.`);
}

interface EditToCheck {
  readonly events: readonly RunEvent[];
  readonly view: PlanView;
  readonly change: PlanChange;
}

/** Throws `plan-invalid` with everything that is wrong. */
async function checkedEdit({ teams, toolSpecs }: PlanParts, { events, view, change }: EditToCheck): Promise<Edit> {
  const start = startEventOf(events);
  const team = await teams.kept(start.team, start.teamHash, start.teamFolder);
  const top = team.agentsByName.get(team.top);
  const delegates = top === undefined ? [] : plannersChoice(top, { team });
  const wanted = wantedEdit(view, change);
  const states = new Map(view.tasks.map(({ id, state }) => [id, state]));
  const { plan, problems } = readPlan(wanted.edit.plan as unknown as Json, view.plan.goal, {
    capabilitiesByAgent: new Map(
      delegates.map((agent) => [agent.name, capabilitiesOf(agent, team, seenByTeam(toolSpecs(), team.folder))]),
    ),
    maxTasks: team.limits.tasks,
    finished: new Set([...states].filter(([, state]) => isOver(state)).map(([id]) => id)),
  });
  const all = [...wanted.problems, ...problems, ...startedProblems(view, { ...wanted.edit, plan })];
  if (all.length > 0)
    throw new ThorpError("plan-invalid", `The plan cannot run like this: ${all.join("; ")}.`, {
      hint: "Mend what is named; GET the plan for what stands now.",
    });
  return { ...wanted.edit, plan };
}

/** What is asked for as one whole plan, and what cannot be meant. */
function wantedEdit({ plan }: PlanView, change: PlanChange): { readonly edit: Edit; readonly problems: string[] } {
  if ("plan" in change) return { edit: { plan: change.plan, skip: [], retry: [] }, problems: [] };
  const problems: string[] = [];
  let tasks = [...plan.tasks];
  const named = (op: PlanOperation & { id: string }): boolean => {
    if (tasks.some(({ id }) => id === op.id)) return true;
    problems.push(`there is no task ${op.id} to ${op.op}`);
    return false;
  };
  const skip: string[] = [];
  const retry: string[] = [];
  for (const op of change.operations) {
    if (op.op === "add") {
      if (tasks.some(({ id }) => id === op.task.id)) problems.push(`there is a task ${op.task.id} already`);
      else tasks.push(op.task);
    } else if (!named(op)) continue;
    else if (op.op === "skip") skip.push(op.id);
    else if (op.op === "retry") retry.push(op.id);
    else if (op.op === "remove")
      tasks = tasks
        .filter(({ id }) => id !== op.id)
        .map((task) => ({ ...task, needs: task.needs.filter((need) => need !== op.id) }));
    else {
      const given = definedOf(op.changes);
      tasks = tasks.map((task) => (task.id === op.id ? { ...task, ...given } : task));
    }
  }
  const ids = new Set(tasks.map(({ id }) => id));
  return {
    edit: { plan: { ...plan, tasks, answerFrom: plan.answerFrom.filter((id) => ids.has(id)) }, skip, retry },
    problems,
  };
}

/** What has started stays; what has not failed is not tried again. */
function startedProblems(view: PlanView, { plan, skip, retry }: Edit): readonly string[] {
  const problems: string[] = [];
  const later = new Map(plan.tasks.map((task) => [task.id, task]));
  for (const task of view.plan.tasks) {
    const state = view.tasks.find(({ id }) => id === task.id)?.state ?? "waiting";
    const after = later.get(task.id);
    if (skip.includes(task.id) && isOver(state)) problems.push(`task ${task.id} is ${state} already`);
    if (retry.includes(task.id) && !["failed", "skipped", "cancelled"].includes(state))
      problems.push(`task ${task.id} is ${state}; only what failed is tried again`);
    if (state === "waiting" || retry.includes(task.id)) continue;
    if (after === undefined) problems.push(`task ${task.id} has started and stays; skip it instead`);
    else if (changedMembers(task, after).length > 0) problems.push(`task ${task.id} has started and stays as it is`);
  }
  return problems;
}

function isOver(state: string): boolean {
  return state === "done" || state === "failed" || state === "skipped" || state === "cancelled";
}
