/** The date, for words that mean another day by it: a model has no clock, and guesses the year of its training. */
import type { Brief } from "../../models/brief.ts";

/**
 * Words that need to know what day it is, in the languages that people write to the shipped teams in. A word too many
 * costs a few bytes; one too few a wrong date, so days, weeks, months and years count by themselves.
 */
const POINTS_AT_A_DAY =
  /(?<!\p{L})(?:to(?:day|morrow|night)|yesterday|now|currently?|latest|newest|recent(?:ly)?|upcoming|ago|deadlines?|due|overdue|holidays?|christmas|easter|days?|weeks?|weekends?|months?|quarters?|years?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:vor|über)?(?:heute|gestern|morgen)|aktuell\w*|tage?n?|wochen?\w*|monate?\w*|jahre?\w*|(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?|frist\w*|aujourd['’]hui|demain|hier|jours?|semaines?|mois|années?|hoy|mañana|ayer|días?|semanas?|mes(?:es)?|años?|oggi|domani|ieri|giorn[oi]|settiman[ae]|mes[ei]|ann[oi]|hoje|amanhã|ontem|dias?|mês|anos?|vandaag|gisteren|dagen|weken|maand(?:en)?|jaar)(?!\p{L})/iu;

const WEEKDAYS = { weekday: "long", year: "numeric", month: "2-digit", day: "2-digit" } as const;

/** `Today: Friday, 2026-11-27`, as of the run's own time; undefined where nothing that this call reads asks for it. */
export function dateLine({ request, task, purpose, now, timeZone }: Brief): string | undefined {
  if (purpose === "check" || purpose === "compact") return undefined;
  const asked = task === undefined ? request : `${task.goal}\n${task.acceptance ?? ""}`;
  if (!POINTS_AT_A_DAY.test(asked)) return undefined;
  const parts = new Intl.DateTimeFormat("en-US", { ...WEEKDAYS, timeZone }).formatToParts(now);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? "";
  return `Today: ${part("weekday")}, ${part("year")}-${part("month")}-${part("day")}`;
}
