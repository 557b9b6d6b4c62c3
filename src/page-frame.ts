/** The frame of every page that Crier shows to people: plain HTML that needs no script and fits any screen. */
import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

const style = `
*{box-sizing:border-box}
body{margin:0;background:#fff;color:#16191d;font:1.125rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:break-word}
p{margin-top:0;margin-bottom:1.25rem}
header{background:#12344d;color:#fff}
header p{margin-bottom:0;padding-top:.875rem;padding-bottom:.875rem;font-weight:700}
.width{max-width:42rem;margin-left:auto;margin-right:auto;padding-left:1rem;padding-right:1rem}
main{padding-top:2rem;padding-bottom:3rem}
h1{font-size:clamp(1.625rem,5vw,2.25rem);line-height:1.2;margin:0 0 1.25rem}
h2{font-size:1.25rem;line-height:1.3;margin:0}
a{color:#0b4f8a;text-underline-offset:.15em}
a:hover{text-decoration-thickness:.15em}
:focus-visible{outline:3px solid #16191d;outline-offset:0;box-shadow:0 0 0 6px #ffd23f;border-radius:2px}
form{margin-bottom:1.5rem}
dl{margin:0 0 1.5rem;border-top:1px solid #c3cad1}
dl div{padding:.625rem 0;border-bottom:1px solid #c3cad1}
dt{font-weight:700}
dd{margin:0}
@media(min-width:32rem){dl div{display:flex;gap:1rem}dt{flex:0 0 11rem}dd{min-width:0}}
label{display:block;font-weight:700;margin-bottom:.25rem}
.hint{color:#4a545e;margin-bottom:.5rem}
input{display:block;width:100%;max-width:28rem;font:inherit;color:inherit;background:#fff;padding:.5rem;border:2px solid #16191d;border-radius:2px;margin-bottom:1.25rem}
.button{display:inline-block;font:inherit;font-weight:700;color:#fff;background:#0f6b4f;border:0;border-radius:4px;padding:.625rem 1.25rem;text-decoration:none;cursor:pointer}
.button:hover{background:#0a4e39}
.wrong{border:4px solid #b3201a;padding:1rem;margin-bottom:1.5rem}
.wrong p{margin:.25rem 0 0}
.message{color:#b3201a;font-weight:700;margin-bottom:.5rem}
.field-wrong{border-left:5px solid #b3201a;padding-left:.875rem}
.field-wrong input{border-color:#b3201a}
`
const styleHash = createHash('sha256').update(style).digest('base64')

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
/** Text as HTML shows it, in elements and in quoted attributes. */
export const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character]!)

export type Page = {
  title: string
  /** Whose page it is: shown at the top. */
  owner: string
  /** HTML. */
  main: string
}

/** Nothing is fetched, framed, kept or told to the next site: links to these pages are secrets. */
export const pageHeaders = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex, nofollow',
} as const

export function answerPage(c: Context, page: Page, status: ContentfulStatusCode = 200): Response {
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(page.title)} – ${escaped(page.owner)}</title>
<style>${style}</style>
</head>
<body>
<header><p class="width">${escaped(page.owner)}</p></header>
<main class="width">
${page.main}
</main>
</body>
</html>
`
  return c.body(html, status, { ...pageHeaders, 'content-type': 'text/html; charset=utf-8' })
}
