/** Markdown as the body of a letter, in HTML; a renderer of PDFs reads the same HTML as blocks. */
import type { Renderer } from './render.ts'

const scheme = /^https?:\/\//i

export type LetterRenderer = Renderer & {
  /** Texts of the QR codes, in order, each where the HTML has an empty `<div class="qr-code">`. */
  qrCodes: string[]
}

/** `qrCodeText` says what a paragraph's QR code is made of, or null when it is an ordinary paragraph. */
export function letterHtml(qrCodeText: (paragraph: string) => string | null): LetterRenderer {
  const qrCodes: string[] = []
  return {
    qrCodes,
    heading: (level, text) => (level === 1 ? `<h2>${text}</h2>\n` : paragraph(text)),
    paragraph(text, source) {
      const qrCode = source === null ? null : qrCodeText(source)
      if (qrCode === null) return paragraph(text)
      qrCodes.push(qrCode)
      return '<div class="qr-code"></div>'
    },
    list(ordered, items) {
      const tag = ordered ? 'ol' : 'ul'
      return `<${tag}>\n${items.map((text) => `<li>${text}</li>\n`).join('')}</${tag}>\n`
    },
    inset: (contents) => contents,
    code: (text) => text,
    rule: () => '<div class="page-break">&nbsp;</div>',
    newline: () => '<br>',
    url: (url) => `<strong>${url.replace(scheme, '')}</strong>`,
    link: (label, target, title) => `[${label}](${target}${title ? ` "${title}"` : ''})`,
    lineBreak: '<br>',
  }
}

function paragraph(text: string): string {
  return text.trim() === '' ? '' : `<p>${text}</p>`
}
