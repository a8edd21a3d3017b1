/** Carries out the calls of all APIs of an engine. What that takes is loaded with the first call: most runs make none. */
import type { Clock } from "../../base/clock.ts";
import type { Dice } from "../../base/dice.ts";
import type { ToolContext, ToolOutput } from "../tool.ts";
import type { ApiServices, OperationCall } from "./call/call-operation.ts";
import type { LimitMemory } from "./call/limiter.ts";

/** One for an engine: what APIs allow is counted here. */
export interface ApiCalls {
  /** Expected failures are thrown as `ThorpError`. */
  call(call: OperationCall, context: ToolContext): Promise<ToolOutput>;
  /** Another address for a server: an installation of one's own, a test. */
  readonly serverFor?: ((server: string) => string) | undefined;
}

/** What calls are made with. */
export interface ApiCallsOptions {
  readonly clock: Clock;
  readonly dice: Dice;
  /** Name of the program, for the User-Agent. */
  readonly agentName: string;
  /** Where counts outlive a process. */
  readonly memory?: () => Promise<LimitMemory | undefined>;
  readonly serverFor?: (server: string) => string;
}

/** Loads nothing yet. */
export function createApiCalls({ clock, dice, agentName, memory, serverFor }: ApiCallsOptions): ApiCalls {
  const load = async () => {
    const [{ callOperation }, { createExpressions }, { createLimiter }] = await Promise.all([
      import("./call/call-operation.ts"),
      import("./expression.ts"),
      import("./call/limiter.ts"),
    ]);
    const limiter = createLimiter({ clock, ...(memory === undefined ? {} : { memory }) });
    const services: ApiServices = {
      ...{ limiter, dice, agentName, expressions: createExpressions() },
      ...(serverFor === undefined ? {} : { serverFor }),
    };
    return (call: OperationCall, context: ToolContext) => callOperation(call, context, services);
  };
  let loading: ReturnType<typeof load> | undefined;
  return { serverFor, call: async (call, context) => (await (loading ??= load()))(call, context) };
}
