/** What is absent and what is undefined differ: in journals, over the wire, and to the compiler. */

type Defined<Value> = Value extends unknown
  ? { [Key in keyof Value as undefined extends Value[Key] ? never : Key]: Value[Key] } & {
      [Key in keyof Value as undefined extends Value[Key] ? Key : never]?: Exclude<Value[Key], undefined>;
    }
  : never;

/** The same without the members that are undefined. */
export function definedOf<Value extends object>(value: Value): Defined<Value> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Defined<Value>;
}
