/** What programs read: JSON on standard output. */
export const print = (value: unknown): boolean => process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
