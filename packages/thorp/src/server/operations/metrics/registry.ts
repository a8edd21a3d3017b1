/** Counters, gauges and histograms in Prometheus' text format 0.0.4, written by ourselves: it is a page of code. */

/** Values must come from a bounded set: no ids, no words of persons. */
export type Labels = Readonly<Record<string, string>>;

/** One value of a gauge. */
export interface Sample {
  readonly labels?: Labels;
  readonly value: number;
}

/** What a metric is called and means. Names begin with `thorp_` and end with their unit. */
export interface Described {
  readonly name: string;
  readonly help: string;
}

/** Only ever grows. */
export interface Counter {
  add(labels: Labels, by?: number): void;
}

/** In seconds. */
export interface Histogram {
  observe(labels: Labels, seconds: number): void;
}

/** All metrics of one server. */
export interface Registry {
  counter(described: Described): Counter;
  histogram(described: Described & { readonly buckets: readonly number[] }): Histogram;
  /** Asked at each look; what throws is left out. */
  collect(described: Described & { readonly type: "gauge" | "counter" }, samples: () => readonly Sample[]): void;
  text(): string;
}

/** Label sets that a metric may have; what comes beyond them counts under `other`. */
const MOST_SERIES = 300;

/** Empty. */
export function createRegistry(): Registry {
  const parts: (() => string)[] = [];
  return {
    counter(described) {
      const series = createSeries(() => ({ value: 0 }));
      parts.push(() => {
        const lines = series.all().map(([labels, { value }]) => line(described.name, labels, value));
        return family(described, "counter", lines);
      });
      return {
        add(labels, by = 1) {
          if (by > 0) series.of(labels).value += by;
        },
      };
    },
    histogram({ buckets, ...described }) {
      const series = createSeries(() => ({ counts: buckets.map(() => 0), sum: 0, count: 0 }));
      parts.push(() =>
        family(
          described,
          "histogram",
          series.all().flatMap(([labels, held]) => {
            return histogramLines(described.name, labels, { buckets, ...held });
          }),
        ),
      );
      return {
        observe(labels, seconds) {
          const held = series.of(labels);
          const place = buckets.findIndex((bound) => seconds <= bound);
          if (place >= 0) held.counts[place] = (held.counts[place] ?? 0) + 1;
          held.sum += seconds;
          held.count++;
        },
      };
    },
    collect({ type, ...described }, samples) {
      parts.push(() => {
        const lines = samplesOf(samples).map(({ labels = {}, value }) => line(described.name, labels, value));
        return lines.length === 0 ? "" : family(described, type, lines);
      });
    },
    text: () => parts.map((part) => part()).join(""),
  };
}

function samplesOf(samples: () => readonly Sample[]): readonly Sample[] {
  try {
    return samples().slice(0, MOST_SERIES);
  } catch {
    return [];
  }
}

interface Series<Held> {
  of(labels: Labels): Held;
  all(): readonly (readonly [Labels, Held])[];
}

function createSeries<Held>(create: () => Held): Series<Held> {
  const byKey = new Map<string, readonly [Labels, Held]>();
  const known = (labels: Labels): Held => {
    const key = JSON.stringify(labels);
    let found = byKey.get(key);
    if (found === undefined) byKey.set(key, (found = [labels, create()]));
    return found[1];
  };
  return {
    of(labels) {
      if (byKey.size < MOST_SERIES || byKey.has(JSON.stringify(labels))) return known(labels);
      return known(Object.fromEntries(Object.keys(labels).map((name) => [name, "other"])));
    },
    all: () => [...byKey.values()],
  };
}

function family({ name, help }: Described, type: string, lines: readonly string[]): string {
  return `# HELP ${name} ${help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}\n# TYPE ${name} ${type}\n${lines.join("")}`;
}

function line(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([key, text]) => `${key}="${escaped(text)}"`);
  return `${name}${pairs.length === 0 ? "" : `{${pairs.join(",")}}`} ${Number.isFinite(value) ? value : 0}\n`;
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

interface Held {
  readonly buckets: readonly number[];
  readonly counts: readonly number[];
  readonly sum: number;
  readonly count: number;
}

function histogramLines(name: string, labels: Labels, { buckets, counts, sum, count }: Held): readonly string[] {
  let below = 0;
  const lines = buckets.map((bound, place) => {
    below += counts[place] ?? 0;
    return line(`${name}_bucket`, { ...labels, le: String(bound) }, below);
  });
  return [
    ...lines,
    line(`${name}_bucket`, { ...labels, le: "+Inf" }, count),
    line(`${name}_sum`, labels, sum),
    line(`${name}_count`, labels, count),
  ];
}
