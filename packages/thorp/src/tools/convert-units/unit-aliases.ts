/** What people write for units, where it is not what the library calls them. Keys are lower-case, single blanks. */

/** Spellings that stand for one unit, or for a quotient of two. */
export const unitAliases: Readonly<Record<string, string>> = {
  // Speed.
  mph: "mile/hour", kph: "kilometer/hour", kmh: "kilometer/hour", "km/h": "kilometer/hour", kmph: "kilometer/hour", knot: "nautical mile/hour",
  knots: "nautical mile/hour", kn: "nautical mile/hour", kt: "nautical mile/hour", fps: "foot/second", mps: "meter/second",
  // Temperature.
  f: "fahrenheit", "deg f": "fahrenheit", "degree fahrenheit": "fahrenheit", "degrees fahrenheit": "fahrenheit",
  c: "celsius", "deg c": "celsius", "degree celsius": "celsius", "degrees celsius": "celsius", centigrade: "celsius", "degrees centigrade": "celsius",
  "º f": "fahrenheit", "ºf": "fahrenheit", "° f": "fahrenheit", "ºc": "celsius", "º c": "celsius", "° c": "celsius", "degrees kelvin": "kelvin", "deg k": "kelvin",
  // Data: the library's KB and mb are 1000 bytes and a thousandth of a bit; nobody means the second.
  kb: "kilobyte", mb: "megabyte", gb: "gigabyte", tb: "terabyte", pb: "petabyte", kbit: "kilobit", mbit: "megabit", gbit: "gigabit",
  kbps: "kilobit/second", mbps: "megabit/second", gbps: "gigabit/second", "kbit/s": "kilobit/second", "mbit/s": "megabit/second", "gbit/s": "gigabit/second",
  // Mass and length.
  kilo: "kilogram", kilos: "kilogram", kgs: "kilogram", "#": "pound", tonne: "metric ton", mt: "metric ton", "metric tonne": "metric ton", "metric tonnes": "metric ton",
  carat: "0.2 gram", carats: "0.2 gram", m: "meter", micron: "micrometer", microns: "micrometer", "nautical mi": "nautical mile", au: "149597870700 meter",
  "astronomical unit": "149597870700 meter", "astronomical units": "149597870700 meter", fathom: "6 foot", fathoms: "6 foot", furlong: "660 foot", furlongs: "660 foot",
  // Volume and area.
  cc: "cubic centimeter", ccm: "cubic centimeter", cbm: "cubic meter", gals: "gallon", floz: "US fluid ounce", "fluid ounce": "US fluid ounce", "fluid ounces": "US fluid ounce",
  tablespoonful: "tablespoon", tbsps: "tablespoon", tsps: "teaspoon", barrel: "42 gallon", barrels: "42 gallon", bbl: "42 gallon",
  sqm: "square meter", "sq m": "square meter", sqkm: "square kilometer", "sq km": "square kilometer", sqft: "square foot", "sq foot": "square foot",
  "sq feet": "square foot", sqin: "square inch", "sq inch": "square inch", sqyd: "square yard", "sq mi": "square mile", sqmi: "square mile", "sq mile": "square mile", mi2: "square mile",
  // Energy and power.
  calorie: "4.184 joule", calories: "4.184 joule", cal: "4.184 joule", kcal: "4184 joule", kilocalorie: "4184 joule", kilocalories: "4184 joule",
  btu: "1055.05585262 joule", btus: "1055.05585262 joule", kwh: "kilowatt-hour", mwh: "megawatt-hour", gwh: "gigawatt-hour", "kw h": "kilowatt-hour",
  "kilowatt hour": "kilowatt-hour", "kilowatt hours": "kilowatt-hour", "kilowatt-hours": "kilowatt-hour", "watt hours": "watt-hour", "watt hour": "watt-hour",
  ev: "1.602176634e-19 joule", ps: "735.49875 watt", "metric horsepower": "735.49875 watt", kw: "kilowatt", mw: "megawatt",
  // Time.
  sec: "second", secs: "second", mins: "minute", hr: "hour", hrs: "hour", weeks: "week", yrs: "year", quarter: "3 month", quarters: "3 month",
};

/** Words that stand for several units, with what to write instead. */
export const ambiguousUnits: Readonly<Record<string, string>> = {
  ton: "metric ton, short ton (US) or long ton (UK)",
  tons: "metric ton, short ton (US) or long ton (UK)",
  hundredweight: "short hundredweight (US) or long hundredweight (UK)",
};
