/**
 * No address that a model writes, no redirect and no name that changes its mind leads a fetch into the own network.
 *
 * Two things are counted: connections that a real listener on 127.0.0.1 accepts, and addresses that any socket of the
 * process begins to connect to. The last part switches the check off and sees the listener reached: the suite can fail.
 */
import { get, type RequestListener } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createSystemClock } from "../../src/base/clock.ts";
import { createGuardedFetch, type GuardedFetch } from "../../src/tools/context/guarded-fetch.ts";
import { createPublicAddressCheck } from "../../src/tools/context/public-address.ts";
import { closedAddresses } from "./address-forms.ts";
import { type Listener, listen, watchConnections } from "./silent-listener.ts";
import { hostForms, resolveHostile, trickUrls } from "./url-forms.ts";

const clock = createSystemClock();
const isPublic = createPublicAddressCheck();

/** Must never be connected to. */
let silent: Listener;
/** Stands for a site of the public internet, on an address that the tests below let through by name. */
let site: Listener;
let siteAddress: string;
let answer: RequestListener;
let watch: ReturnType<typeof watchConnections>;

beforeAll(async () => {
  silent = await listen("127.0.0.1", (_, response) => response.end("inside"));
  const passOn: RequestListener = (request, response) => answer(request, response);
  // The same port as the silent one: only the address tells them apart, as after a rebinding.
  const started = await listen("::1", passOn, silent.port).then(
    (listener) => ({ listener, address: "::1" }),
    async () => ({ listener: await listen("127.0.0.2", passOn, silent.port), address: "127.0.0.2" }),
  );
  site = started.listener;
  siteAddress = started.address;
  watch = watchConnections();
});
afterAll(() => {
  watch.stop();
  silent.close();
  site.close();
});
beforeEach(() => {
  answer = (_, response) => response.end("outside");
  watch.attempts.length = 0;
});

/** The one loopback address that counts as public here is the site's; everything else is as in the product. */
const guarded = (resolveHost = resolveHostile): GuardedFetch =>
  createGuardedFetch({ clock, resolveHost, isPublic: (address) => address === siteAddress || isPublic(address) });

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "fetched",
    (error: unknown) => (error as { readonly code: string }).code,
  );

/** Every URL of the suite: each host with the port of the listener, and the tricks that need no host. */
const allUrls = (): readonly string[] => [
  ...new Set([...hostForms().map((host) => `http://${host}:${silent.port}/`), ...trickUrls(silent.port)]),
];

describe("addresses", () => {
  it("of at least 400 forms none leads to a connection", async () => {
    const urls = allUrls();
    const fetchPage = createGuardedFetch({ clock, resolveHost: resolveHostile });
    const passed: string[] = [];
    for (const url of urls) if ((await codeOf(fetchPage(url))) !== "address-refused") passed.push(url);
    process.stdout.write(
      `${urls.length} URL forms: ${passed.length} let through, ${watch.attempts.length} connections\n`,
    );
    expect(urls.length).toBeGreaterThanOrEqual(400);
    expect(passed).toEqual([]);
    expect(watch.attempts).toEqual([]);
    expect(silent.connections()).toBe(0);
  });
});

describe("redirects", () => {
  it("to any of the forms are refused by every status, and nothing is connected to but the site", async () => {
    const statuses = [301, 302, 303, 307, 308];
    // A location without scheme and host stays on the site; a browser's spelling of it is what the site can send.
    const targets = allUrls().flatMap((url) => {
      const location = url.replace(/[^\x21-\x7e]/gu, encodeURIComponent);
      const host = URL.parse(location, `http://site.test:${site.port}/`)?.hostname;
      return host === "site.test" || host === `[${siteAddress}]` || host === siteAddress ? [] : [location];
    });
    // The site's own loopback address is open here, so names of the hostile zone stand for its neighbour.
    const resolveHost = async (host: string) =>
      host === "site.test"
        ? [siteAddress]
        : (await resolveHostile(host)).map((address) => (address === siteAddress ? "::2" : address));
    const fetchPage = guarded(resolveHost);
    const passed: string[] = [];
    for (const [at, location] of targets.entries()) {
      answer = (_, response) => response.writeHead(statuses[at % statuses.length] ?? 302, { location }).end();
      const code = await codeOf(fetchPage(`http://site.test:${site.port}/`));
      if (code !== "address-refused") passed.push(`${location} ${code}`);
    }
    expect(targets.length).toBeGreaterThanOrEqual(400);
    expect(passed).toEqual([]);
    expect(site.connections()).toBeGreaterThanOrEqual(targets.length);
    expect(new Set(watch.attempts)).toEqual(new Set([`${siteAddress} ${site.port}`]));
    expect(silent.connections()).toBe(0);
  }, 120_000);

  it("that pass several sites first are checked at every step", async () => {
    const resolveHost = async (host: string) => (host.endsWith("site.test") ? [siteAddress] : resolveHostile(host));
    answer = ({ url }, response) => {
      const next = Number(url?.slice(1)) + 1;
      const location = next < 4 ? `//s${next}.site.test:${site.port}/${next}` : `http://127.0.0.1:${silent.port}/`;
      response.writeHead(302, { location }).end();
    };
    expect(await codeOf(guarded(resolveHost)(`http://site.test:${site.port}/0`))).toBe("address-refused");
    expect(silent.connections()).toBe(0);
  });
});

describe("names that change their mind", () => {
  /** What the name stands for, question after question; the last answer stays. */
  const answering = (answers: readonly (readonly string[])[]) => {
    let asked = 0;
    return async () => answers[Math.min(asked++, answers.length - 1)] ?? [];
  };

  it("are connected to where the check looked, whatever they say afterwards", async () => {
    for (const closed of closedAddresses) {
      const fetchPage = guarded(answering([[siteAddress], [closed]]));
      const page = await fetchPage(`http://rebind.test:${silent.port}/`);
      expect(new TextDecoder().decode(page.bytes)).toBe("outside");
      // Asked again for the next page, the name is looked at again.
      expect(await codeOf(fetchPage(`http://rebind.test:${silent.port}/`))).toBe("address-refused");
    }
    expect(new Set(watch.attempts)).toEqual(new Set([`${siteAddress} ${site.port}`]));
    expect(silent.connections()).toBe(0);
  });

  it("and those that turn between a page and its redirect are refused there", async () => {
    answer = (_, response) => response.writeHead(302, { location: `http://rebind.test:${silent.port}/next` }).end();
    for (const closed of closedAddresses) {
      const fetchPage = guarded(answering([[siteAddress], [closed]]));
      expect(await codeOf(fetchPage(`http://rebind.test:${silent.port}/`))).toBe("address-refused");
    }
    expect(silent.connections()).toBe(0);
  });

  it("and those that mix open and closed addresses are not tried at all", async () => {
    for (const closed of [...closedAddresses, "::1", "fd00::1", "64:ff9b::7f00:1"]) {
      if (closed === siteAddress) continue;
      for (const addresses of [
        [siteAddress, closed],
        [closed, siteAddress],
      ])
        expect(await codeOf(guarded(answering([addresses]))(`http://mixed.test:${silent.port}/`))).toBe(
          "address-refused",
        );
    }
    expect(watch.attempts).toEqual([]);
  });
});

describe("with the protection switched off the listener is reached", () => {
  it("by most ways to write 127.0.0.1, and by a redirect", async () => {
    const before = silent.connections();
    const off = createGuardedFetch({ clock, resolveHost: resolveHostile, isPublic: () => true });
    const urls = allUrls().filter((url) => URL.parse(url)?.origin === `http://127.0.0.1:${silent.port}`);
    let reached = 0;
    for (const url of urls) if ((await codeOf(off(url))) === "fetched") reached++;
    answer = (_, response) => response.writeHead(302, { location: `http://2130706433:${silent.port}/` }).end();
    const page = await off(`http://${siteAddress === "::1" ? "[::1]" : siteAddress}:${site.port}/`);
    expect(new TextDecoder().decode(page.bytes)).toBe("inside");
    expect(reached).toBeGreaterThanOrEqual(40);
    expect(silent.connections() - before).toBe(reached + 1);
  });

  it("by a client that resolves a second time after a check", async () => {
    const before = silent.connections();
    const answers = [siteAddress, "127.0.0.1"];
    expect(isPublic(answers.shift() ?? "")).toBe(false);
    await new Promise<void>((resolve, reject) => {
      const lookup = (_: string, __: unknown, found: (error: null, all: readonly object[]) => void) =>
        found(null, [{ address: answers.shift(), family: 4 }]);
      get(`http://rebind.test:${silent.port}/`, { lookup: lookup as never, agent: false }, (response) => {
        response.resume().on("end", resolve);
      }).on("error", reject);
    });
    expect(silent.connections() - before).toBe(1);
  });
});
