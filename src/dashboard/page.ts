/** The dashboard's document: its style sheet, and the pieces of HTML that every section is made of. */
import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { escaped, pageHeaders } from '../page-frame.ts'

const style = `
:root{color-scheme:light dark;--paper:#fff;--ground:#f2f4f6;--ink:#16191d;--soft:#4a545e;--rule:#c3cad1;--link:#0b4f8a;
--sms:#2468b4;--email:#0e8577;--letter:#b4690e;--good:#187a4c;--open:#6b7783;--bad:#c0322b;
--s1:#0e5f86;--s2:#b4690e;--s3:#6d4aa8;--s4:#187a4c;--s5:#6b7783;--on:#fff}
@media(prefers-color-scheme:dark){:root{--paper:#1b2026;--ground:#12161a;--ink:#eef1f4;--soft:#b3bdc6;--rule:#46505a;--link:#8fc5ff;
--sms:#6fa9ea;--email:#3fb8a8;--letter:#e0a04a;--good:#4fbf86;--open:#8f9ba6;--bad:#f0786f;
--s1:#5aa9d0;--s2:#e0a04a;--s3:#b09ae0;--s4:#4fbf86;--s5:#8f9ba6;--on:#12161a}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:break-word}
.width{max-width:76rem;margin:0 auto;padding:0 1rem}
header{background:#12344d;color:#fff}
header .width{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;align-items:baseline;padding-top:.875rem;padding-bottom:.875rem}
header p{margin:0}header strong{font-size:1.125rem}
.skip{position:absolute;left:-99rem;background:#fff;color:#0b4f8a;padding:.5rem 1rem}.skip:focus{left:1rem;top:.5rem}
main.width{padding-top:1.5rem;padding-bottom:3rem}
h1{font-size:clamp(1.5rem,4vw,2rem);line-height:1.2;margin:0 0 1rem}
h2{font-size:1.25rem;line-height:1.3;margin:0 0 .25rem}
h3{font-size:1rem;margin:1.5rem 0 .5rem}
code{font:inherit;white-space:nowrap}
a{color:var(--link);text-underline-offset:.15em}
:focus-visible{outline:3px solid #16191d;box-shadow:0 0 0 6px #ffd23f;border-radius:2px}
.hint{color:var(--soft);margin:0 0 1rem}
form{display:flex;flex-wrap:wrap;gap:.75rem 1rem;align-items:end;margin:0 0 1.5rem}
form div{flex:0 1 auto;min-width:0;max-width:100%}
label{display:block;font-weight:700;margin-bottom:.25rem}
input,select{font:inherit;color:inherit;background:var(--paper);border:2px solid var(--ink);border-radius:3px;padding:.375rem .5rem;height:2.75rem;max-width:100%}
select{width:20rem}
button{font:inherit;font-weight:700;color:#fff;background:#0f6b4f;border:0;border-radius:4px;height:2.75rem;padding:0 1.25rem;cursor:pointer}
button:hover{background:#0a4e39}
form p{margin:0;padding:.625rem 0}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:1rem;margin:0 0 1.5rem}
.tiles div,section{background:var(--paper);border:1px solid var(--rule);border-radius:6px}
.tiles div{padding:.75rem 1rem;display:flex;flex-direction:column}
.tiles dt{color:var(--soft)}
.tiles dd{margin:0}
.tiles .big{font-size:1.625rem;line-height:1.3;font-weight:700;white-space:nowrap;font-variant-numeric:tabular-nums}
section{padding:1.25rem;margin:0 0 1.5rem}
.pair{display:grid;gap:1.25rem}
.pair>*{min-width:0}
@media(min-width:60rem){.pair{grid-template-columns:minmax(0,4fr) minmax(0,3fr)}.pair.even{grid-template-columns:minmax(0,1fr) minmax(0,1.1fr)}.even th,.even td{padding-right:.375rem}.even table{font-size:.9375rem}.split{display:grid;grid-template-columns:1fr 1fr;gap:0 1.5rem}}
.split>section{min-width:0}
.legend{list-style:none;margin:0 0 .5rem;padding:0;display:flex;flex-wrap:wrap;gap:.125rem 1.25rem}
.legend span{display:inline-block;width:.875rem;height:.875rem;border-radius:2px;margin-right:.5rem;vertical-align:-.0625rem}
svg{display:block;width:100%;height:auto}
svg text{font-size:14px;fill:var(--soft)}
@media(max-width:40rem){svg text{font-size:19px}svg .other{display:none}}
svg .on{fill:var(--on);font-weight:700}
svg .name{fill:var(--ink);font-weight:700}
svg rect,svg .dot{stroke:var(--paper);stroke-width:1.5}
.grid{stroke:var(--rule)}.base{stroke:var(--soft);stroke-width:1.5}
.line{fill:none;stroke:var(--s1);stroke-width:3;stroke-linejoin:round}.dot{fill:var(--s1)}
.sms{fill:var(--sms);background:var(--sms)}.email{fill:var(--email);background:var(--email)}.letter{fill:var(--letter);background:var(--letter)}
.good{fill:var(--good);background:var(--good)}.open{fill:var(--open);background:var(--open)}.bad{fill:var(--bad);background:var(--bad)}
.shade-1{fill:var(--s1);background:var(--s1)}.shade-2{fill:var(--s2);background:var(--s2)}.shade-3{fill:var(--s3);background:var(--s3)}
.shade-4{fill:var(--s4);background:var(--s4)}.shade-5{fill:var(--s5);background:var(--s5)}
.table{overflow:auto;max-height:21rem}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:700;padding-bottom:.25rem}
th,td{padding:.25rem .625rem .25rem 0;border-bottom:1px solid var(--rule);text-align:right;vertical-align:top}
th:first-child,td:first-child{text-align:left}
td{white-space:nowrap}
th:last-child,td:last-child{padding-right:.25rem}
thead th{vertical-align:bottom;position:sticky;top:0;background:var(--paper);color:var(--soft);font-weight:600}
tbody th{font-weight:400}
tfoot th,tfoot td{font-weight:700;border-bottom:0}
.none{color:var(--soft);margin:0}
footer{color:var(--soft)}
@media print{form,.skip{display:none}.table{max-height:none}section{break-inside:avoid}}
`
const styleHash = createHash('sha256').update(style).digest('base64')
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`

export type Document = { title: string; aside: string; main: string }

/**
 * @param origin the page's own origin, the only one that may read it: every other route may be read from anywhere, but whoever sits at the
 *   machine needs no password here, and a page elsewhere that he looks at must not use that
 */
export function answerDocument(
  c: Context,
  { title, aside, main }: Document,
  origin: string,
  status: ContentfulStatusCode = 200,
): Response {
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} – Crier</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the figures</a>
<header><div class="width"><p><strong>Crier</strong></p><p>${escaped(aside)}</p></div></header>
<main class="width" id="main">
${main}
</main>
</body>
</html>
`
  return c.body(html, status, {
    ...pageHeaders,
    'content-security-policy': policy,
    'content-type': 'text/html; charset=utf-8',
    'access-control-allow-origin': origin,
    'cross-origin-resource-policy': 'same-origin',
    vary: 'origin, authorization',
  })
}

export type Table = {
  caption: string
  headings: string[]
  /** The first cell of a row is its heading; cells are text, those with `html` are HTML. */
  rows: Cell[][]
  foot?: Cell[]
}
export type Cell = string | { html: string }

const content = (cell: Cell) => (typeof cell === 'string' ? escaped(cell) : cell.html)

/** A table that scrolls by itself where it does not fit, reachable by keyboard. */
export function table({ caption, headings, rows, foot }: Table): string {
  const row = (cells: Cell[]) =>
    `<tr><th scope="row">${content(cells[0]!)}</th>${cells
      .slice(1)
      .map((cell) => `<td>${content(cell)}</td>`)
      .join('')}</tr>`
  const head = headings.map((heading) => `<th scope="col">${escaped(heading)}</th>`).join('')
  return `<div class="table" role="region" tabindex="0" aria-label="${escaped(caption)}">
<table><caption>${escaped(caption)}</caption>
<thead><tr>${head}</tr></thead>
<tbody>${rows.map(row).join('\n')}</tbody>
${foot ? `<tfoot>${row(foot)}</tfoot>` : ''}</table></div>`
}

export const legend = (entries: { name: string; tone: string }[]): string =>
  `<ul class="legend">${entries
    .map(({ name, tone }) => `<li><span class="${tone}"></span>${escaped(name)}</li>`)
    .join('')}</ul>`

export function section(id: string, heading: string, hint: string, body: string): string {
  return `<section aria-labelledby="${id}"><h2 id="${id}">${escaped(heading)}</h2>
<p class="hint">${escaped(hint)}</p>
${body}</section>`
}

/** A chart and its figures, side by side where there is room; even gives a table of many columns as much of it as the chart. */
export const pair = (chart: string, figures: string, even = false): string =>
  `<div class="pair${even ? ' even' : ''}"><div>${chart}</div>${figures}</div>`

export const nothing = (text: string): string => `<p class="none">${escaped(text)}</p>`
