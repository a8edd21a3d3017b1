/** Small settings of this browser. Without storage, or with something else in it, the fallback holds. */

export function readStored<Value>(name: string, fallback: Value, isValid: (value: unknown) => value is Value): Value {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(`thorp.${name}`) ?? "null");
    return isValid(value) ? value : fallback;
  } catch {
    return fallback;
  }
}

export function writeStored(name: string, value: unknown): void {
  try {
    if (value === undefined) localStorage.removeItem(`thorp.${name}`);
    else localStorage.setItem(`thorp.${name}`, JSON.stringify(value));
  } catch {
    // Full or forbidden: the setting holds until the page is left.
  }
}
