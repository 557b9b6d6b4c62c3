/** A cell as it stands in the text of a CSV. Source: RFC 4180, section 2. */
export const quoted = (cell: string) => (cell === '' ? '' : `"${cell.replaceAll('"', '""')}"`)
