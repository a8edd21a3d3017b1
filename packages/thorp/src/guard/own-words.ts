/** Whether a text says nothing but what the person said: then no data from outside can be in it. */

/** Between words, as people write them; nothing that is invisible. */
const SEPARATORS = /^[\s.,;:!?'"()/@&+_#%°€$£-]*$/;
const WORD = /[\p{L}\p{N}]+/gu;

/**
 * True when every word of `texts` is one of the person's, none oftener than he wrote it, with a sign or two between
 * them. Letters count alike in both cases. What is left to whoever composes the texts is a choice and an order of words
 * that the person gave anyway.
 */
export function saysOwnWords(texts: readonly string[], personText: string): boolean {
  const left = new Map<string, number>();
  for (const word of wordsOf(personText)) left.set(word, (left.get(word) ?? 0) + 1);
  return texts.every((text) => {
    const between = text.normalize("NFC").split(WORD);
    if (!between.every((part) => part.length <= 3 && SEPARATORS.test(part))) return false;
    return wordsOf(text).every((word) => {
      const count = left.get(word) ?? 0;
      left.set(word, count - 1);
      return count > 0;
    });
  });
}

function wordsOf(text: string): readonly string[] {
  return text.normalize("NFC").toLowerCase().match(WORD) ?? [];
}
