/** For those who watch the server: does it live, can it work. No secrets, no rights needed. */
import { z } from "zod";
import { failureFrom } from "../../base/errors.ts";
import { defineRoute, type Route, type ServerParts } from "../route.ts";

const livez = z.object({ ok: z.boolean(), version: z.string() });
const readyz = z.object({
  ok: z.boolean(),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string().optional() })).optional(),
});

/** Answered as long as the process can answer at all. */
export const healthRoutes: readonly Route[] = ["/livez", "/health", "/healthz"].map((path) =>
  defineRoute({
    id: `health.${path.slice(1)}`,
    method: "get",
    path,
    tag: "health",
    summary: "The process answers.",
    access: "public",
    owned: "none",
    reply: { kind: "json", schema: livez },
    handle: async ({ parts }) => ({ ok: true, version: parts.version }),
  }),
);

/** Says no while requests would fail. */
export const readyRoute: Route = defineRoute({
  id: "health.readyz",
  method: "get",
  path: "/readyz",
  tag: "health",
  summary: "The server takes work: its record can be read, and it is not winding down.",
  access: "public",
  owned: "none",
  query: z.object({ verbose: z.string().optional() }),
  reply: { kind: "json", schema: readyz },
  async handle({ parts, query }) {
    const checks = await readyChecks(parts);
    const ok = checks.every((check) => check.ok);
    const body = { ok, ...(query.verbose === undefined ? {} : { checks }) };
    return Response.json(body, { status: ok ? 200 : 503 });
  },
});

interface ReadyCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly detail?: string;
}

async function readyChecks({ thorp, isDraining }: ServerParts): Promise<readonly ReadyCheck[]> {
  const record = await thorp.listRuns({ limit: 1 }).then(
    (): ReadyCheck => ({ name: "record", ok: true }),
    (error: unknown): ReadyCheck => ({ name: "record", ok: false, detail: failureFrom(error).message }),
  );
  const draining = isDraining();
  return [record, { name: "taking work", ok: !draining, ...(draining ? { detail: "winding down" } : {}) }];
}
