/** Numbers as they stand in an answer's text: parsed, 0.0 and 0 are the same. */

/** @returns each number of that name, in order, as it was written */
export const writtenNumbers = (text: string, name: string): string[] =>
  [...text.matchAll(new RegExp(`"${name}":(-?[\\d.eE+-]+)`, 'g'))].map(([, digits]) => digits!)
