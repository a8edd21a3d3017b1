/** What is done to an answer before it is projected: signs and codes of a service turned into words. */
import { type Json, parseJson } from "../../../base/json.ts";
import type { AnswerStep } from "../api.ts";
import { decoded } from "./read-xml.ts";

/** In their order; `atom` is done where the bytes are read. */
export function takeSteps(data: Json, steps: readonly AnswerStep[]): Json {
  return steps.reduce((value, step) => {
    switch (step) {
      case "atom":
        return value;
      case "strip-html":
        return mapTexts(value, withoutTags);
      case "percent-decode":
        return mapTexts(value, (text) => percentDecoded(text));
      case "json-strings":
        return mapTexts(value, (text) =>
          /^\s*[[{]/.test(text) ? ((parseJson(text) as Json | undefined) ?? text) : text,
        );
      case "weather-codes":
        return withWeatherWords(value);
    }
  }, data);
}

const DEEPEST = 40;

function mapTexts(value: Json, change: (text: string) => Json, depth = 0): Json {
  if (typeof value === "string") return change(value);
  if (typeof value !== "object" || value === null || depth > DEEPEST) return value;
  if (Array.isArray(value)) return value.map((each: Json) => mapTexts(each, change, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, mapTexts(inner as Json, change, depth + 1)]),
  );
}

function withoutTags(text: string): string {
  if (!/[<&]/.test(text)) return text;
  return decoded(text.replace(/<[^<>]{0,2000}>/g, ""))
    .replace(/\s+/g, " ")
    .trim();
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** WMO code table 4677 as Open-Meteo uses it (open-meteo.com/en/docs, "WMO Weather interpretation codes"). */
const weather: Readonly<Record<number, string>> = {
  0: "clear sky",
  1: "mainly clear",
  2: "partly cloudy",
  3: "overcast",
  45: "fog",
  48: "rime fog",
  51: "light drizzle",
  53: "drizzle",
  55: "dense drizzle",
  56: "light freezing drizzle",
  57: "freezing drizzle",
  61: "light rain",
  63: "rain",
  65: "heavy rain",
  66: "light freezing rain",
  67: "freezing rain",
  71: "light snow",
  73: "snow",
  75: "heavy snow",
  77: "snow grains",
  80: "light showers",
  81: "showers",
  82: "violent showers",
  85: "light snow showers",
  86: "snow showers",
  95: "thunderstorm",
  96: "thunderstorm with light hail",
  99: "thunderstorm with heavy hail",
};

/** `weather_code: 61` becomes `weather: light rain`, in lists as well. */
function withWeatherWords(value: Json): Json {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((each: Json) => withWeatherWords(each));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]): [string, Json] => {
      if (key !== "weather_code") return [key, withWeatherWords(inner as Json)];
      return ["weather", Array.isArray(inner) ? inner.map((code: Json) => wordFor(code)) : wordFor(inner as Json)];
    }),
  );
}

function wordFor(code: Json): Json {
  return (typeof code === "number" ? weather[code] : undefined) ?? code;
}
