/** What a person prefers, in one short line, for whoever writes words that the person reads. */
import { languageName } from "../../base/language-name.ts";
import type { Brief } from "../../models/brief.ts";

/** Undefined where nothing is preferred, and for calls whose words go to other agents. */
export function styleLine({ style, purpose, task }: Brief): string | undefined {
  const isForPerson = task === undefined && purpose !== "compact" && purpose !== "check";
  if (style === undefined || !isForPerson) return undefined;
  const { language, units, length, format } = style;
  const wishes = [
    ...(language === undefined ? [] : [`in ${languageName(language)}`]),
    ...(length === undefined ? [] : [length === "short" ? "short" : "in detail"]),
    ...(units === undefined ? [] : [`${units} units`]),
    ...(format === undefined ? [] : [format === "plain" ? "plain text without Markdown" : "in Markdown"]),
  ];
  return `Answer ${wishes.join(", ")}, unless asked otherwise.`;
}
