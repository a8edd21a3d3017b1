import { describe, expect, it } from "vitest";
import { refusePersonal } from "./personal-access.ts";

const refused = (headers: Record<string, string>) =>
  refusePersonal(new Headers({ host: "127.0.0.1:4646", ...headers }), 4646)?.status;

describe("refusePersonal", () => {
  it.each([
    ["a program on this machine", {}],
    ["by name", { host: "localhost:4646" }],
    ["over IPv6", { host: "[::1]:4646" }],
    ["our own page", { origin: "http://127.0.0.1:4646", "sec-fetch-site": "same-origin" }],
    ["a page opened by hand", { "sec-fetch-site": "none" }],
  ])("lets %s pass", (_who, headers) => {
    expect(refused(headers)).toBeUndefined();
  });

  it.each([
    ["a name that somebody points at this machine", { host: "evil.example:4646" }, 421],
    ["another port", { host: "127.0.0.1:80" }, 421],
    ["no port", { host: "localhost" }, 421],
    ["no host", { host: "" }, 421],
    ["a name that only looks local", { host: "localhost.evil.example:4646" }, 421],
    ["another address", { host: "192.168.1.2:4646" }, 421],
    ["a page of another site", { origin: "https://evil.example" }, 403],
    ["a page of another program here", { origin: "http://127.0.0.1:3000" }, 403],
    ["a page without an origin", { origin: "null" }, 403],
    ["a cross-site request", { "sec-fetch-site": "cross-site" }, 403],
    ["a proxy", { "x-forwarded-for": "10.0.0.1" }, 403],
    ["a proxy that says where", { "x-forwarded-host": "thorp.example" }, 403],
    ["a modern proxy", { forwarded: "for=10.0.0.1" }, 403],
    ["a gateway", { via: "1.1 proxy" }, 403],
  ])("refuses %s", (_who, headers, status) => {
    expect(refused(headers)).toBe(status);
  });
});
