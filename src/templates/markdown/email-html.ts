/** Markdown as the body of an HTML email: inline styles only, since mail clients drop style sheets. */
import { hrefOf } from './href.ts'
import type { Renderer } from './render.ts'

const text = 'Margin: 0 0 20px 0; font-size: 19px; line-height: 25px; color: #0B0C0C;'
const heading2 =
  'Margin: 0 0 15px 0; padding: 10px 0 0 0; font-size: 27px; line-height: 35px; font-weight: bold; color: #0B0C0C;'
const heading3 =
  'Margin: 0 0 15px 0; padding: 10px 0 0 0; font-size: 19px; line-height: 25px; font-weight: bold; color: #0B0C0C;'
const linkStyle = 'word-wrap: break-word; color: #1D70B8;'
const item = 'Margin: 5px 0 5px; padding: 0 0 0 5px; font-size: 19px; line-height: 25px; color: #0B0C0C;'

export const emailHtml: Renderer = {
  heading(level, contents) {
    if (level === 1) return `<h2 style="${heading2}">${contents}</h2>`
    if (level === 2) return `<h3 style="${heading3}">${contents}</h3>`
    return paragraph(contents)
  },
  paragraph,
  list(ordered, items) {
    const tag = ordered ? 'ol' : 'ul'
    const rows = items.map((contents) => `<li style="${item}">${contents}</li>`).join('')
    return (
      '<table role="presentation" style="padding: 0 0 20px 0;"><tr><td style="font-family: Helvetica, Arial, sans-serif;">' +
      `<${tag} style="Margin: 0 0 0 20px; padding: 0; list-style-type: ${ordered ? 'decimal' : 'disc'};">${rows}</${tag}>` +
      '</td></tr></table>'
    )
  },
  inset: (contents) =>
    '<div style="Margin: 0 0 20px 0; border-left: 10px solid #B1B4B6; padding: 15px 0 0.1px 15px;">' +
    `<blockquote style="Margin: 0; padding: 0; font-size: 19px; line-height: 25px;">${contents}</blockquote></div>`,
  code: (contents) => contents,
  rule: () => '<hr style="border: 0; height: 1px; background: #B1B4B6; Margin: 30px 0 30px 0;">',
  newline: () => '<br>',
  url: (url) => `<a style="${linkStyle}" href="${hrefOf(url)}">${url}</a>`,
  link: (label, target, title) =>
    `<a style="${linkStyle}" href="${hrefOf(target)}"${titleAttribute(title)}>${label}</a>`,
  lineBreak: '<br>',
}

function paragraph(contents: string): string {
  return contents.trim() === '' ? '' : `<p style="${text}">${contents}</p>`
}

/** A title was escaped with the rest of the content, all but the quotes that would end the attribute. */
function titleAttribute(title: string | null): string {
  return title === null || title === ''
    ? ''
    : ` title="${title.replace(/<[^<>]*>/g, '').replaceAll('"', '&quot;')}"`
}
