/** A process that makes, collates and hands over letters until none is left, for the drill that kills it: told by its environment where, and which day it is. */

import { readConfig } from '../../src/config.ts'
import { makeLetters } from '../../src/letters/making.ts'
import { printBatches } from '../../src/letters/printing/worker.ts'
import { makeLog } from '../../src/log.ts'
import { open } from '../../src/open.ts'
import { runTask } from '../../src/schedule.ts'
import { unhurried } from '../support/lease.ts'

const { DATABASE_URL, DRILL_NOW, DRILL_PRINTER, DRILL_MADE_AT_ONCE } = process.env as Record<string, string>
const config = { ...readConfig(), writers: 3, providers: { 'sftp-zip': JSON.parse(DRILL_PRINTER!) } }
const now = () => new Date(DRILL_NOW!)
const { crier: whole, close } = await open(config, DATABASE_URL!, { log: makeLog('silent'), now })
// What is drawn is no matter here, and would be most of the processor's time.
const letters = { ...whole.letters, render: async () => ({ pdf: Buffer.from('%PDF-1.7 drawn'), pages: 1 }) }
const crier = { ...whole, letters } as unknown as typeof whole
process.stdout.write('begun\n')

const ids = async (query: string) =>
  ((await crier.db.query(query, [])).rows as { id: string }[]).map(({ id }) => ({ id, retryCount: 0 }))
for (;;) {
  const unmade = await ids(
    `select id from letters_without_pdf order by random() limit ${Number(DRILL_MADE_AT_ONCE)}`,
  )
  if (unmade.length > 0) await makeLetters(crier, unmade, unhurried())
  await runTask(crier, 'collate-letter-pdfs-to-be-sent')
  const batches = await ids(
    "select id from print_batches where status in ('claimed', 'failed') order by random() limit 4",
  )
  await Promise.all(batches.map((batch) => printBatches(crier, [batch], unhurried())))
  if (unmade.length + batches.length === 0) break
}
await close()
