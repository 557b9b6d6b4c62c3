/** Content to which something can be added: it leaves behind the state that it found. */
import { type Edit, edited, operatorsOf } from './content-stream.ts'

/** @throws Error for content that can not be read */
export function balanced(bytes: Uint8Array, maxOperators: number): Uint8Array {
  const edits: Edit[] = []
  let depth = 0
  let isText = false
  for (const { name, start, end } of operatorsOf(bytes, maxOperators)) {
    if (name === 'q') depth += 1
    else if (name === 'Q') {
      if (depth === 0) edits.push({ start, end, text: '' })
      else depth -= 1
    } else if (name === 'BT') isText = true
    else if (name === 'ET') isText = false
  }
  const endings = `\n${isText ? 'ET ' : ''}${'Q '.repeat(depth + 1)}\n`
  return Buffer.concat([Buffer.from('q '), edited(bytes, edits), Buffer.from(endings)])
}
