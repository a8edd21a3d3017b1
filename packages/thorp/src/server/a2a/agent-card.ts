/** The agent card of A2A 1.0: what this server is, where it is asked, and which teams it has. */
import type { TeamSummary } from "../../engine/thorp.ts";

/** Where it stands, and what is told of it. */
export interface AgentCardOptions {
  /** `http://127.0.0.1:4646`, with the base path. */
  readonly url: string;
  readonly version: string;
  /** Absent for callers who have not said who they are: what teams there are is nobody else's business. */
  readonly teams?: readonly TeamSummary[];
  /** False: the one person of this machine is let in as they are. */
  readonly needsKey: boolean;
}

const MODES = ["text/plain", "text/markdown"];

/** A card as JSON. A team is asked by the id of its skill as `tenant`; without one it is the default team. */
export function agentCard({ url, version, teams, needsKey }: AgentCardOptions): object {
  return {
    name: "Thorp",
    description:
      "Teams of agents that plan, work, check and answer. Each skill is a team; its id as `tenant` asks that team.",
    version,
    // One: of several at the same address clients take whichever they like.
    supportedInterfaces: [{ url: `${url}/a2a`, protocolBinding: "JSONRPC", protocolVersion: "1.0" }],
    capabilities: { streaming: true, pushNotifications: false, extendedAgentCard: true },
    defaultInputModes: [...MODES, "application/json", "application/octet-stream"],
    defaultOutputModes: MODES,
    skills: teams === undefined ? [anySkill] : teams.map(skillOf),
    ...(needsKey
      ? {
          securitySchemes: { key: { httpAuthSecurityScheme: { scheme: "Bearer", description: "An API key." } } },
          securityRequirements: [{ schemes: { key: { list: [] } } }],
        }
      : {}),
  };
}

const anySkill = {
  id: "ask",
  name: "Ask a team",
  description: "Hands a request to a team of agents; the extended card names the teams.",
  tags: ["team"],
};

function skillOf({ name, title, description, agents }: TeamSummary): object {
  return { id: name, name: title, description, tags: ["team", ...agents.map((agent) => agent.name)].slice(0, 20) };
}
