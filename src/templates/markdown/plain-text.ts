/** Markdown as plain text: the text part of an email, and the preheader. */
import type { Renderer } from './render.ts'

const width = 65
const doubleLine = '='.repeat(width)
const singleLine = '-'.repeat(width)
const rule = `${'=-'.repeat((width - 1) / 2)}=`

export const plainText: Renderer = {
  heading(level, text) {
    if (level > 2) return paragraph(text)
    return `\n\n\n${text}\n${level === 1 ? doubleLine : singleLine}`
  },
  paragraph,
  list: (ordered, items) =>
    `\n${items.map((text, i) => `\n${ordered ? `${i + 1}.` : '•'} ${text}`).join('')}`,
  inset: (contents) => contents,
  code: (text) => `\n\n${text.trimEnd()}`,
  rule: () => `\n\n${rule}`,
  newline: () => '\n',
  url: (url) => url,
  link: (label, target, title) => `${label}${title ? ` (${title})` : ''}: ${target}`,
  lineBreak: '\n',
}

/** One line of what the message says: no underlines, no rules, no addresses behind links. */
export const preheaderText: Renderer = {
  ...plainText,
  heading: (_level, text) => paragraph(text),
  rule: () => '',
  link: (label, _target, title) => (title ? `${label} (${title})` : label),
}

function paragraph(text: string): string {
  return text.trim() === '' ? '' : `\n\n${text}`
}
