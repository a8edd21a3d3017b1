/** What stands at the root for programs that want no page: what this is, and how to ask it. */

/** Plain text, for whoever runs `curl` first. `origin` is where the server was asked. */
export function welcome({ origin, version }: { readonly origin: string; readonly version: string }): Response {
  const text = `Thorp ${version}: a team of AI agents on this machine.

Ask, and follow the answer:
  curl -N ${origin}/api/runs -H 'content-type: application/json' -H 'accept: text/event-stream' -d '{"text":"What is 6 * 7?"}'

  ${origin}/             the page, in a browser
  ${origin}/api/docs     the API; ${origin}/api/openapi.json describes it to programs
  ${origin}/v1           for clients of OpenAI; the model is "auto" or the name of a team
  ${origin}/readyz       whether it can work; ?verbose says why not

On a server with users, add -H 'authorization: Bearer KEY'; \`thorp keys add NAME\` makes one.
`;
  return new Response(text, { headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-cache" } });
}
