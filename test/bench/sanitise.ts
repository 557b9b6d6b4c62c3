/** How fast letters that come as PDF are judged and rewritten, by one process that reads them and one that has them converted as well. */
import { makeChildren } from '../../src/letters/precompiled/children.ts'
import { makeSanitiser } from '../../src/letters/precompiled/sanitise.ts'
import { makeLog } from '../../src/log.ts'
import { body, letterTo, pdfOf, queen } from '../letters/made-pdfs.ts'
import { onePage } from '../letters/written-pdfs.ts'
import type { Bench, Row } from './bench.ts'

const unembedded = onePage(`BT /F 8 Tf 9 TL 74 720 Td ${queen.map((line) => `(${line}) Tj T*`).join(' ')} ET`)

export async function sanitise({ seconds }: Bench): Promise<Row[]> {
  const sanitiser = makeSanitiser(makeLog('silent'), makeChildren(1))
  /** Letters a second, one after the other, when the process has begun. */
  async function rate(pdf: Uint8Array): Promise<number> {
    const once = async () => {
      const answer = await sanitiser.sanitise(pdf, { allowInternational: false })
      if (!answer.ok) throw new Error(answer.code)
    }
    for (let warmUp = 0; warmUp < 10; warmUp += 1) await once()
    const began = performance.now()
    const end = began + seconds(10) * 1000
    let letters = 0
    for (; performance.now() < end; letters += 1) await once()
    return letters / ((performance.now() - began) / 1000)
  }
  try {
    const ready = await rate(await pdfOf([letterTo(queen), body]))
    const isConverted = (await sanitiser.shortcomings()).length === 0
    const rows: Row[] = [
      {
        scenario: 'sanitise, two pages',
        figure: `${ready.toFixed(1)}/s`,
        conditions: 'a PDF with its fonts in it, to the rewritten one; one process, one letter at a time',
      },
    ]
    if (!isConverted) return rows
    const converted = await rate(unembedded)
    rows.push({
      scenario: 'sanitise, converted',
      figure: `${converted.toFixed(1)}/s`,
      baseline: `${ready.toFixed(1)}/s without Ghostscript`,
      ratio: converted / ready,
      conditions: 'one page, whose font Ghostscript puts in; read once more afterwards',
    })
    return rows
  } finally {
    sanitiser.close()
  }
}
