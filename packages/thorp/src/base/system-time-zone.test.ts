import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { systemTimeZone } from "./system-time-zone.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "thorp-zone-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const byIntl = Intl.DateTimeFormat().resolvedOptions().timeZone;
const linked = (target: string) => {
  const link = join(folder, "localtime");
  symlinkSync(target, link);
  return systemTimeZone({}, link);
};

it("reads the zone off the system's link", () => {
  expect(linked("/usr/share/zoneinfo/America/Argentina/Salta")).toBe("America/Argentina/Salta");
});

it.each(["/usr/share/zoneinfo/Etc/UTC", "../usr/share/zoneinfo/UTC"])("calls universal time UTC (%s)", (target) => {
  expect(linked(target)).toBe("UTC");
});

it.each(["/usr/share/zoneinfo/EST5EDT", "/usr/share/zoneinfo/posix/Europe/Berlin", "/elsewhere"])(
  "asks Intl where the link says nothing certain (%s)",
  (target) => {
    expect(linked(target)).toBe(byIntl);
  },
);

it("asks Intl without a link, and where TZ overrides it", () => {
  symlinkSync("/usr/share/zoneinfo/America/Lima", join(folder, "localtime"));
  expect(systemTimeZone({}, join(folder, "none"))).toBe(byIntl);
  expect(systemTimeZone({ TZ: "Europe/Madrid" }, join(folder, "localtime"))).toBe(byIntl);
  expect(systemTimeZone({ TZ: "UTC" }, join(folder, "localtime"))).toBe("UTC");
});
