/** Reading an alert of a megabyte: the document, its schema, its outlines. The baseline is the parser alone. */
import { SaxesParser } from 'saxes'
import { readCap } from '../../src/broadcasts/cap/message.ts'
import { type Bench, percentile, type Row, whole } from './bench.ts'

const pointCount = 6000
const bytes = 1_000_000

/** An island whose coast goes in and out; what it lacks to a megabyte is in its instructions. */
function document(): string {
  const points = Array.from({ length: pointCount }, (_, i) => {
    const angle = (2 * Math.PI * (i % (pointCount - 1))) / (pointCount - 1)
    const reach = 0.1 + 0.01 * Math.sin(angle * 40) + 0.001 * Math.sin(angle * 700)
    return `${(54.4 + reach * Math.sin(angle)).toFixed(9)},${(-2.9 + reach * Math.cos(angle)).toFixed(9)}`
  })
  const around = (instruction: string) =>
    `<?xml version="1.0" encoding="UTF-8"?><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>i</identifier><sender>s</sender><sent>2026-03-02T09:00:00-00:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope><info><category>Met</category><event>Flood</event><urgency>Immediate</urgency><severity>Severe</severity><certainty>Likely</certainty><description>Stay indoors.</description><instruction>${instruction}</instruction><area><areaDesc>Coast</areaDesc><polygon>${points.join(' ')}</polygon></area></info></alert>`
  return around('Go up. '.repeat(Math.ceil((bytes - around('').length) / 7)))
}

function parseAlone(body: Uint8Array): void {
  new SaxesParser({ xmlns: true, position: false })
    .write(new TextDecoder('utf-8', { fatal: true }).decode(body))
    .close()
}

function millisecondsOf(times: number, work: () => unknown): number[] {
  return Array.from({ length: times }, () => {
    const began = performance.now()
    work()
    return performance.now() - began
  })
}

export async function capIn({ seconds }: Bench): Promise<Row[]> {
  const body = Buffer.from(document())
  const times = seconds(10) * 3
  const [first] = millisecondsOf(1, () => readCap(body))
  const read = percentile(
    millisecondsOf(times, () => readCap(body)),
    0.5,
  )
  const parsed = percentile(
    millisecondsOf(times, () => parseAlone(body)),
    0.5,
  )
  return [
    {
      scenario: 'CAP in',
      figure: `${whole(read)} ms (the first one ${whole(first!)} ms)`,
      baseline: `${whole(parsed)} ms by saxes alone`,
      ratio: read / parsed,
      conditions: `${whole(body.length)} bytes with one outline of ${whole(pointCount)} points: read, checked, smoothed and simplified; median of ${times}`,
    },
  ]
}
