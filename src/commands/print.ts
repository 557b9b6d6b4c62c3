/** What programs read: JSON on standard output. */
export const print = (value: unknown): boolean => process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)

/** What a shell reads: a line of export for each variable. */
export function printShell(variables: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(variables))
    process.stdout.write(`export ${name}='${value.replaceAll("'", "'\\''")}'\n`)
}
