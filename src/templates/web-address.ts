/**
 * Finds what a reader's mail program or phone would make a link of: web addresses with or without a scheme
 * (specification, sanitise_content_for). A run of host characters is cut into labels once, so the search is linear.
 */

export type Span = { start: number; end: number }

const hostRun = /[\p{L}\p{N}_.-]+/gu
const wordCharacter = /[\p{L}\p{N}_]/u
const topLevel = /^[A-Za-z]{2,63}(?![\p{L}\p{N}_])/u
const scheme = /https?:\/\/$/i
const tail = /[^\s<]*/y

/** Every address in order; none overlaps another. */
export function findWebAddresses(text: string): Span[] {
  const found: Span[] = []
  if (!text.includes('.')) return found
  hostRun.lastIndex = 0
  for (let match = hostRun.exec(text); match; match = hostRun.exec(text)) {
    const runEnd = hostRun.lastIndex
    const host = hostIn(match[0], text[match.index - 1], text[runEnd])
    if (host === null) continue
    const end = endOfTail(text, match.index + host.end)
    found.push({ start: withScheme(text, match.index + host.start), end })
    hostRun.lastIndex = Math.max(end, runEnd)
  }
  return found
}

/** The address in one run of host characters; an empty label parts the run. */
function hostIn(run: string, before: string | undefined, after: string | undefined): Span | null {
  for (let from = 0; from < run.length; ) {
    const doubled = run.indexOf('..', from)
    const to = doubled < 0 ? run.length : doubled
    const host = hostInLabels(run, from, to, before, after)
    if (host) return host
    from = doubled < 0 ? to : to + 1
  }
  return null
}

/** From the first place an address may start to the last label it may end with. */
function hostInLabels(
  run: string,
  from: number,
  to: number,
  before: string | undefined,
  after: string | undefined,
): Span | null {
  for (let dot = run.lastIndexOf('.', to - 1); dot > from; dot = run.lastIndexOf('.', dot - 1)) {
    const match = topLevel.exec(run.slice(dot + 1, Math.min(to, dot + 66)))
    if (!match) continue
    const end = dot + 1 + match[0].length
    if (end === run.length && after === '@') continue
    const start = startOfHost(run, from, dot, before)
    return start < 0 ? null : { start, end }
  }
  return null
}

/** The first word boundary that has neither `@` nor `.` before it. */
function startOfHost(run: string, from: number, to: number, before: string | undefined): number {
  for (let i = from; i < to; i++) {
    if (!wordCharacter.test(run[i]!)) continue
    const previous = i === 0 ? before : run[i - 1]
    if (previous === undefined || !(previous === '@' || previous === '.' || wordCharacter.test(previous)))
      return i
  }
  return -1
}

function withScheme(text: string, start: number): number {
  const match = scheme.exec(text.slice(Math.max(0, start - 8), start))
  if (!match) return start
  const from = start - match[0].length
  const previous = text[from - 1]
  const refused =
    previous !== undefined && (previous === '@' || previous === '.' || wordCharacter.test(previous))
  return refused ? start : from
}

function endOfTail(text: string, end: number): number {
  const next = text[end]
  if (next !== '/' && next !== '?' && next !== '#') return end
  tail.lastIndex = end
  tail.exec(text)
  return tail.lastIndex
}
