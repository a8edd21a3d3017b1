/** The sign that a value cannot be mended. */

/** What no repair can make of a value. */
export const unfit = Symbol("unfit");
