/**
 * Markdown as the body of an HTML email. The structure is made first and gets its styles last, so that typography,
 * which comes between, has half as much to read. Styles are inline, since mail clients drop style sheets.
 */
import { hrefOf } from './href.ts'
import type { Extras, Renderer } from './render.ts'

const text = 'font-size: 19px; line-height: 25px;'
const dark = 'color: #0B0C0C;'
const heading = 'Margin: 0 0 15px 0; padding: 10px 0 0 0; font-weight: bold;'
const list = 'Margin: 0 0 0 20px; padding: 0;'

const styles: Record<string, string> = {
  p: `Margin: 0 0 20px 0; ${text} ${dark}`,
  h2: `${heading} font-size: 27px; line-height: 35px; ${dark}`,
  h3: `${heading} ${text} ${dark}`,
  table: 'padding: 0 0 20px 0;',
  td: 'font-family: Helvetica, Arial, sans-serif;',
  ul: `${list} list-style-type: disc;`,
  ol: `${list} list-style-type: decimal;`,
  li: `Margin: 5px 0 5px; padding: 0 0 0 5px; ${text} ${dark}`,
  div: 'Margin: 0 0 20px 0; border-left: 10px solid #B1B4B6; padding: 15px 0 0.1px 15px;',
  blockquote: `Margin: 0; padding: 0; ${text}`,
  hr: 'border: 0; height: 1px; background: #B1B4B6; Margin: 30px 0 30px 0;',
  a: 'word-wrap: break-word; color: #1D70B8;',
}

const styledTags = new Map(
  Object.entries(styles).map(([tag, style]) => [`<${tag}`, `<${tag} style="${style}"`]),
)
const openingTag = /<(?:p|h2|h3|table|td|ul|ol|li|div|blockquote|hr|a)(?=[ >])/g

export const emailHtml: Renderer = {
  heading(level, contents) {
    if (level === 1) return `<h2>${contents}</h2>`
    return level === 2 ? `<h3>${contents}</h3>` : paragraph(contents)
  },
  paragraph,
  list(ordered, items) {
    const tag = ordered ? 'ol' : 'ul'
    let rows = ''
    for (const contents of items) rows += `<li>${contents}</li>`
    return `<table role="presentation"><tr><td><${tag}>${rows}</${tag}></td></tr></table>`
  },
  inset: (contents) => `<div><blockquote>${contents}</blockquote></div>`,
  code: (contents) => contents,
  rule: () => '<hr>',
  newline: () => '<br>',
  url: (url) => `<a href="${hrefOf(url)}">${url}</a>`,
  link: (label, target, title) => `<a href="${hrefOf(target)}"${titleAttribute(title)}>${label}</a>`,
  lineBreak: '<br>',
}

/** The same HTML with its styles. Every tag in it is ours, because content was escaped before it was rendered. */
export function withStyles(html: string): string {
  return html.replace(openingTag, (tag) => styledTags.get(tag)!)
}

const lengthOf = (...tags: (keyof typeof styles)[]) =>
  tags.reduce((sum, tag) => sum + ` style="${styles[tag]}"`.length, 0)
/** What the styles add to each element, headings counted as the paragraphs that some of them are. */
export const styleLengths: Extras = {
  paragraph: lengthOf('p'),
  list: lengthOf('table', 'td', 'ul'),
  item: lengthOf('li'),
  inset: lengthOf('div', 'blockquote'),
  rule: lengthOf('hr'),
  link: lengthOf('a'),
}

/** How much longer the styles make it. */
export function lengthOfStyles(html: string): number {
  let length = 0
  openingTag.lastIndex = 0
  for (let match = openingTag.exec(html); match; match = openingTag.exec(html))
    length += styledTags.get(match[0])!.length - match[0].length
  return length
}

function paragraph(contents: string): string {
  return contents.trim() === '' ? '' : `<p>${contents}</p>`
}

/** A title was escaped with the rest of the content, all but the quotes that would end the attribute. */
function titleAttribute(title: string | null): string {
  if (!title) return ''
  return ` title="${title.replace(/<[^<>]*>/g, '').replaceAll('"', '&quot;')}"`
}
