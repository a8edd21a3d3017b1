/** Every page on a phone: free of what keeps people out, in both themes. A file of its own, since it takes its time. */
import { it } from "vitest";
import { walkAllPages } from "./axe.ts";
import { PHONE, testingPage } from "./testing-page.ts";

const bench = testingPage();

it("is free of what axe finds, in both themes, and fits", () => walkAllPages(bench, PHONE), 180_000);
