/** The English names of the months, for whoever reads or writes dates in words. */

/** January first. */
export const monthNames = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

/** The month (1 to 12) that is named in full or by its beginning, three letters or more, whatever the case. */
export function monthFromName(name: string): number | undefined {
  if (name.length < 3) return undefined;
  const index = monthNames.findIndex((month) => month.toLowerCase().startsWith(name.toLowerCase()));
  return index < 0 ? undefined : index + 1;
}
