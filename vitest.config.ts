import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "packages/*/{src,test,bundle}/**/*.test.ts",
      "apps/*/{src,test}/**/*.test.ts",
      "tools/**/*.test.ts",
      "scripts/**/*.test.ts",
      "bench/**/*.test.ts",
    ],
    pool: "forks",
    // The default leaves one core idle; many tests wait for a process or a server more than they work.
    maxWorkers: 2,
    testTimeout: 60_000,
    maxConcurrency: 3,
    // What is waited for comes when it comes; a busy machine is no fault.
    expect: { poll: { timeout: 15_000 } },
    coverage: {
      provider: "v8",
      include: ["packages/*/src/**/*.ts"],
      exclude: ["**/*.test.ts", "**/*-worker.ts", "**/{test,testing,fixture}-*.ts"],
      reporter: ["text-summary", "json-summary"],
      thresholds: { lines: 85 },
    },
  },
});
