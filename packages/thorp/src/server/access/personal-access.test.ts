import { describe, expect, it } from "vitest";
import { refusePersonal } from "./personal-access.ts";

const refused = (headers: Record<string, string>) =>
  refusePersonal(new Headers({ host: "127.0.0.1:4646", ...headers }), 4646)?.code;

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
    ["a name that somebody points at this machine", { host: "evil.example:4646" }, "host-unknown"],
    ["another port", { host: "127.0.0.1:80" }, "host-unknown"],
    ["no port", { host: "localhost" }, "host-unknown"],
    ["no host", { host: "" }, "host-unknown"],
    ["a name that only looks local", { host: "localhost.evil.example:4646" }, "host-unknown"],
    ["another address", { host: "192.168.1.2:4646" }, "host-unknown"],
    ["a page of another site", { origin: "https://evil.example" }, "access-denied"],
    ["a page of another program here", { origin: "http://127.0.0.1:3000" }, "access-denied"],
    ["a page without an origin", { origin: "null" }, "access-denied"],
    ["a cross-site request", { "sec-fetch-site": "cross-site" }, "access-denied"],
    ["a proxy", { "x-forwarded-for": "10.0.0.1" }, "access-denied"],
    ["a proxy that says where", { "x-forwarded-host": "thorp.example" }, "access-denied"],
    ["a modern proxy", { forwarded: "for=10.0.0.1" }, "access-denied"],
    ["a gateway", { via: "1.1 proxy" }, "access-denied"],
  ])("refuses %s", (_who, headers, status) => {
    expect(refused(headers)).toBe(status);
  });
});
