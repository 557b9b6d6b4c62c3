/** Text as lines, the way the grammar takes them: tabs are spaces, and lines of nothing but spaces are empty. */
import { indentOf } from './lines.ts'

const lineEnd = /\r\n?/g

export function linesOf(text: string): string[] {
  let clean = text.includes('\r') ? text.replace(lineEnd, '\n') : text
  if (clean.includes('\u2424')) clean = clean.replaceAll('\u2424', '\n')
  const lines = clean.split('\n')
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!.includes('\t') ? expandTabs(lines[i]!) : lines[i]!
    lines[i] = line.charCodeAt(0) === 32 && indentOf(line) === line.length ? '' : line
  }
  return lines
}

/** Tabs reach to the next multiple of four columns. */
function expandTabs(line: string): string {
  let expanded = ''
  let column = 0
  for (const piece of line.split(/(\t)/)) {
    const text = piece === '\t' ? ' '.repeat(4 - (column % 4)) : piece
    expanded += text
    column += text.length
  }
  return expanded
}
