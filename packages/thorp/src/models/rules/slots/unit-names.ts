/** The units that people name, with their spellings. Lower case unless a capital tells two symbols apart. */

/** Units of one dimension convert into one another. */
export type Dimension =
  | "length"
  | "mass"
  | "temperature"
  | "volume"
  | "time"
  | "speed"
  | "area"
  | "data"
  | "energy"
  | "pressure"
  | "power"
  | "angle"
  | "force";

/** A unit under the name that tools know. */
export interface UnitName {
  /** The spelling that conversion tools know. */
  readonly name: string;
  readonly dimension: Dimension;
}

const spellings: Readonly<Record<Dimension, readonly string[]>> = {
  length: [
    "km|kilometer|kilometre|kms",
    "m|meter|metre|mtr",
    "cm|centimeter|centimetre",
    "mm|millimeter|millimetre",
    "mi|mile",
    "yd|yard",
    "ft|feet|foot|'",
    'in|inch|inche|"',
    "nautical mile|nmi|sea mile",
    "micrometer|micrometre|micron",
    "nm|nanometer|nanometre",
    "light year|light-year",
    "furlong",
    "fathom",
  ],
  mass: [
    "kg|kilogram|kilogramme|kilo|kgs",
    "g|gram|gramme|gr",
    "mg|milligram|milligramme",
    "lb|pound|lbs",
    "oz|ounce",
    "stone|st",
    "t|tonne|metric ton|metric tonne",
    "ton|short ton",
    "carat",
  ],
  temperature: [
    "C|celsius|centigrade|°c|degree celsius|degree c|degree centigrade|deg c",
    "F|fahrenheit|°f|degree fahrenheit|degree f|deg f|farenheit|fahrenheit degree",
    "K|kelvin|degree kelvin",
  ],
  volume: [
    "l|liter|litre|ltr",
    "ml|milliliter|millilitre|mil",
    "cl|centiliter|centilitre",
    "dl|deciliter|decilitre",
    "gallon|gal|us gallon|american gallon|imperial gallon|uk gallon",
    "quart|qt",
    "pint|pt|us pint|imperial pint",
    "cup|us cup",
    "fl oz|fluid ounce|floz",
    "tbsp|tablespoon|tablespoonful",
    "tsp|teaspoon|teaspoonful",
    "m3|cubic meter|cubic metre|m³",
    "cubic foot|cubic feet|ft3",
    "cubic inch|in3",
    "cubic centimeter|cubic centimetre|cm3|cc",
    "barrel|bbl",
  ],
  time: [
    "s|second|sec",
    "min|minute|mins",
    "h|hour|hr",
    "day",
    "week|wk",
    "month",
    "year|yr",
    "ms|millisecond",
    "decade",
    "century|centurie",
    "fortnight",
  ],
  speed: [
    "km/h|kph|kmh|kilometer per hour|kilometre per hour|kilometers per hour|kilometres per hour|kmph",
    "mph|mile per hour|miles per hour|mi/h",
    "m/s|meter per second|metre per second|meters per second|metres per second|mps",
    "knot|kn|kt",
    "ft/s|foot per second|feet per second|fps",
  ],
  area: [
    "m2|m²|square meter|square metre|sqm|sq m",
    "km2|km²|square kilometer|square kilometre|sq km",
    "ft2|ft²|square foot|square feet|sq ft|sqft",
    "mi2|square mile|sq mi",
    "hectare|ha",
    "acre",
    "square yard|yd2",
    "square inch|in2",
    "cm2|square centimeter|square centimetre",
  ],
  data: [
    "B|byte",
    "KB|kilobyte|kb",
    "MB|megabyte|mb",
    "GB|gigabyte|gb|gig",
    "TB|terabyte|tb",
    "PB|petabyte",
    "KiB|kibibyte|kib",
    "MiB|mebibyte|mib",
    "GiB|gibibyte|gib",
    "TiB|tebibyte|tib",
    "bit",
    "kilobit|kbit",
    "megabit|mbit",
    "gigabit|gbit",
  ],
  energy: [
    "J|joule",
    "kJ|kilojoule|kj",
    "cal|calorie",
    "kcal|kilocalorie",
    "Wh|watt hour|watt-hour|wh",
    "kWh|kilowatt hour|kilowatt-hour|kwh",
    "MJ|megajoule",
    "BTU|btu|british thermal unit",
    "eV|electronvolt",
  ],
  pressure: [
    "Pa|pascal",
    "hPa|hectopascal|hpa",
    "kPa|kilopascal|kpa",
    "bar",
    "mbar|millibar",
    "psi|pound per square inch|pounds per square inch",
    "atm|atmosphere",
    "mmHg|mmhg|torr",
  ],
  power: ["W|watt", "kW|kilowatt|kw", "MW|megawatt", "hp|horsepower|ps"],
  angle: ["degree|deg|°", "rad|radian", "gradian"],
  force: ["N|newton", "kN|kilonewton", "lbf|pound-force|pound force"],
};

function tableOfNames(): ReadonlyMap<string, UnitName> {
  const names = new Map<string, UnitName>();
  for (const [dimension, units] of Object.entries(spellings)) {
    for (const unit of units) {
      const forms = unit.split("|");
      const name = forms[0] ?? unit;
      for (const form of forms) {
        const entry: UnitName = { name: canonical(form, name), dimension: dimension as Dimension };
        names.set(form, entry);
        if (/[a-z]{3,}$/.test(form) && !form.endsWith("feet") && !form.endsWith("foot")) names.set(`${form}s`, entry);
      }
    }
  }
  return names;
}

// "imperial gallon" is another unit than "gallon"; only what is written after it may keep its own name.
function canonical(form: string, name: string): string {
  return /^(?:imperial|uk) /.test(form) ? form : name;
}

let names: ReadonlyMap<string, UnitName> | undefined;

/** Longest spelling, in words. */
export const longestUnit = 4;

/** The unit that a text names ("miles", "km/h", "degrees Celsius"), or undefined. Symbols are tried as written first. */
export function unitNamed(text: string): UnitName | undefined {
  names ??= tableOfNames();
  const plain = text.trim().replace(/\s+/g, " ");
  const lower = plain.toLowerCase().replace(/degrees/g, "degree");
  return names.get(plain) ?? names.get(lower) ?? (plain.length === 1 ? names.get(plain.toUpperCase()) : undefined);
}
