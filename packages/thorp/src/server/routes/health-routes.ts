/** For those who watch the server: does it live, can it work, what does it do. No secrets. */
import { z } from "zod";
import { type ReadyCheck, readyChecks } from "../operations/ready-checks.ts";
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

/** Says no while requests would fail, and which checks do; `verbose` names all of them. */
export const readyRoute: Route = defineRoute({
  id: "health.readyz",
  method: "get",
  path: "/readyz",
  tag: "health",
  summary: "The server takes work: its record can be written, there is room on the disk, it is not winding down.",
  access: "public",
  owned: "none",
  query: z.object({ verbose: z.string().optional() }),
  reply: { kind: "json", schema: readyz },
  async handle({ parts, query }) {
    const checks = await checksOf(parts);
    const ok = checks.every((check) => check.ok);
    const told = query.verbose === undefined ? checks.filter((check) => !check.ok) : checks;
    const body = { ok, ...(told.length === 0 ? {} : { checks: told }) };
    return Response.json(body, { status: ok ? 200 : 503, ...(ok ? {} : { headers: { "retry-after": "5" } }) });
  },
});

/** Prometheus' text format. Totals over everybody, so whoever may look at runs may see them. */
export const metricsRoute: Route = defineRoute({
  id: "metrics.show",
  method: "get",
  path: "/metrics",
  tag: "health",
  summary: "Figures for Prometheus: requests, sockets, runs, models, caches, queues, the process.",
  access: "viewer",
  owned: "none",
  reply: { kind: "text", mediaType: "text/plain; version=0.0.4; charset=utf-8" },
  handle: ({ parts }) => parts.metrics(),
});

function checksOf({ thorp, isDraining }: ServerParts): Promise<readonly ReadyCheck[]> {
  return readyChecks({ operations: thorp.operations, isDraining: isDraining() });
}
