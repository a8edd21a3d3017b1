/** Signs of JSON in the width of Chinese and Japanese type, which models write when they have just written such text. */

const NARROW: Readonly<Record<string, string>> = {
  "｛": "{",
  "｝": "}",
  "［": "[",
  "］": "]",
  "：": ":",
  "，": ",",
  "；": ";",
};

/** The sign at this place as JSON knows it. Only for places between values: inside of a text these are signs of it. */
export function narrowAt(text: string, at: number): string | undefined {
  const sign = text[at];
  return sign === undefined ? undefined : (NARROW[sign] ?? sign);
}
