/** Money is an integer number of micro-dollars: a millionth of a US dollar. */

declare const brand: unique symbol;
/** An amount in millionths of a US dollar; `microDollars` and `dollarsToMicro` are the ways to make one. */
export type MicroDollars = number & { readonly [brand]: "MicroDollars" };

/** Nothing: what a free call costs. */
export const noMoney = 0 as MicroDollars;

/** Rounds up, so that a reserve never falls short of a bill. */
export function microDollars(amount: number): MicroDollars {
  // Adding zero turns the -0 of an amount of nothing into 0.
  return (Math.ceil(amount - 1e-9) + 0) as MicroDollars;
}

/** From US dollars as a person writes them. Rounds up to a whole micro-dollar. */
export function dollarsToMicro(dollars: number): MicroDollars {
  return microDollars(dollars * 1_000_000);
}

/** `$0`, `$0.0042`, `$1.50`: as many digits as it takes to see the amount. */
export function formatMoney(amount: MicroDollars): string {
  const dollars = amount / 1_000_000;
  if (amount === 0) return "$0";
  return `$${dollars.toFixed(dollars < 0.01 ? 6 : dollars < 1 ? 4 : 2).replace(/(\.\d\d\d*?)0+$/, "$1")}`;
}
