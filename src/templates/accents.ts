/**
 * A letter with its accents, or the parts of a Korean syllable. What stands alone is left as it is: some of it NFC takes
 * apart. More accents than Unicode's stream-safe text has (UAX 15) are no letter's, and sorting them would take time
 * that grows with the square of their number.
 */
const decomposed = /\P{M}\p{M}{1,30}|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?/gu

/** Text whose letters are put together with their accents, which Unicode counts as the same text. */
export function composed(text: string): string {
  return text.replace(decomposed, (letter) => letter.normalize('NFC'))
}
