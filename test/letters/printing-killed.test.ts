/**
 * A print run whose processes are killed at random, while people cancel: each letter is in one batch that the printer has, or cancelled and in none. In full
 * (5,000 letters, ten kills) with CRIER_TEST_SCALE=50; DRILL_SEED repeats one. Who finds a letter elsewhere is shown all zips, and what was done to each.
 */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { basename } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { inspect, isDeepStrictEqual } from 'node:util'
import { unzipSync } from 'fflate'
import { storeFile } from '../../src/files/store.ts'
import { type TestCrier, testConfig, testCrier } from '../support/crier.ts'
import { randomSequence } from '../support/random.ts'
import { scaled } from '../support/scale.ts'
import { sftpServer } from './sftp-server.ts'

const services = 10
const lettersEach = scaled(10)
const kills = Math.min(10, scaled(1))
/** Letters that a process makes before it prints again. */
const madeAtOnce = Math.max(8, Math.round((services * lettersEach) / 250))
const seed = Number(process.env.DRILL_SEED ?? Date.now() % 1_000_000_000)
const [noon, beforeIt, day] = ['2035-03-05T12:00:00Z', '2035-03-05T17:29:00Z', '2035-03-05T17:50:00Z']

test(`${services * lettersEach} letters are printed by processes of which ${kills} are killed`, async (t) => {
  const random = randomSequence(seed)
  const crier = await testCrier()
  const printer = await sftpServer()
  const children = new Set<ChildProcess>()
  t.after(async () => {
    for (const child of children) child.kill('SIGKILL')
    await crier.close()
    await printer.close()
  })
  await crier.sql`update provider_details set active = (identifier = 'dvla') where notification_type = 'letter'`
  const letters = await makeAll(crier)

  async function begin(): Promise<ChildProcess> {
    const child = spawn(process.execPath, ['test/letters/print-child.ts'], {
      env: {
        ...process.env,
        DATABASE_URL: crier.url,
        CRIER_SECRET: testConfig.secret,
        CRIER_ADMIN_SECRET: testConfig.admin.secret,
        DRILL_NOW: day,
        DRILL_PRINTER: JSON.stringify(printer.settings),
        DRILL_MADE_AT_ONCE: String(madeAtOnce),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    children.add(child)
    child.once('exit', () => children.delete(child))
    await once(child.stdout!, 'data')
    return child
  }

  /** From 0 to 1: letters made, in a batch, and at the printer. */
  async function progress(): Promise<number> {
    const [done] = await crier.sql`
      select (select count(*) from letter_pdfs) + (select count(*) from print_batch_letters)
        + (select count(*) from notifications where notification_status = 'sending') as steps`
    const [first, all] = [letters.length * 0.8, letters.length * 2.5]
    return (Number(done!.steps) - first) / (all - first)
  }
  let isOver = false
  let done = 0
  const cancelled = new Set<string>()
  const refused = new Set<string>()
  // Some all along the way, a quarter of the letters in the end.
  const cancelling = (async () => {
    while (!isOver) {
      done = await progress()
      for (let left = (done * letters.length) / 4 - cancelled.size - refused.size; left > 0; left--) {
        const id = letters[Math.floor(random() * letters.length)]!
        const [told] = await crier.sql`
          select refusal from notifications letter, lateral cancel_letter(letter.service_id, letter.id, null, ${beforeIt})
          where letter.id = ${id}`
        if (told!.refusal === null) cancelled.add(id)
        else if (!cancelled.has(id)) refused.add(id)
      }
      await pause(10)
    }
  })()
  let midway = 0
  let inUploads = 0
  for (let kill = 0; kill < kills; kill++) {
    const child = await begin()
    const ended = once(child, 'exit')
    if (kill % 2 === 0) {
      // In the middle of the uploads of a moment, most of which take a few writes.
      let left = Math.ceil(random() * 8)
      printer.told.write = () => {
        if (--left === 0 && child.kill('SIGKILL')) inUploads++
      }
      await ended
      printer.told.write = () => {}
    } else {
      const at = (kill + random()) / kills
      while (done < at && child.exitCode === null) await pause(5)
      if (child.exitCode === null && child.kill('SIGKILL')) {
        midway++
        await ended
      }
    }
  }
  const last = await begin()
  const [code] = last.exitCode === null ? await once(last, 'exit') : [last.exitCode]
  isOver = true
  await cancelling
  assert.equal(code, 0)

  const rows = await crier.sql`
    select letter.id, letter.notification_status as status, letter.reference,
      array_remove(array_agg(batch.name) filter (where member.withdrawn_at is null and batch.status = 'handed-over'), null) as batches,
      jsonb_agg(to_jsonb(member) || jsonb_build_object('name', batch.name, 'batch', batch.status)) as members
    from notifications letter
    left join print_batch_letters member on member.notification_id = letter.id
    left join print_batches batch on batch.id = member.batch_id
    where letter.id = any (${letters})
    group by letter.id`
  assert.equal(rows.length, letters.length)
  const zips = [...printer.files].map(([path, zip]) => ({
    path,
    bytes: zip.byteLength,
    entries: entriesOf(zip),
    history: printer.histories.get(path),
  }))
  const atPrinter = Map.groupBy(
    zips.flatMap(({ path, entries }) => entries.map((reference) => ({ reference, name: basename(path) }))),
    ({ reference }) => reference,
  )
  const wrong = rows.filter(({ id, status, reference, batches }) => {
    const isCancelled = cancelled.has(id)
    const names = (atPrinter.get(reference) ?? []).map(({ name }) => name)
    return (
      status !== (isCancelled ? 'cancelled' : 'sending') ||
      names.length !== (isCancelled ? 0 : 1) ||
      !isDeepStrictEqual(batches ?? [], names)
    )
  })
  assert.ok(
    wrong.length === 0,
    `seed ${seed}: ${wrong.length} letters are not where they should be. ${inspect({ wrong, zips }, { depth: null, maxArrayLength: null })}`,
  )
  t.diagnostic(
    `seed ${seed}: of ${kills} killed ${inUploads} in uploads and ${midway} elsewhere, ${cancelled.size} letters cancelled, ${refused.size} too late, ${printer.files.size} zips opened ${printer.counted.opened} times`,
  )
})

/** The references of the letters that a zip holds whole; what else it holds is under names that no letter has. */
function entriesOf(zip: Buffer): string[] {
  try {
    return Object.entries(unzipSync(zip)).map(([name, contents]) =>
      Buffer.from(contents.subarray(0, 5)).equals(Buffer.from('%PDF-'))
        ? name.split('.')[1]!
        : `torn: ${name}`,
    )
  } catch (error) {
    return [`no zip: ${error}`]
  }
}

/** Letters of several services, which share a service's PDF; every fifth has none yet. */
async function makeAll(crier: TestCrier): Promise<string[]> {
  const letters: string[] = []
  for (let number = 0; number < services; number++) {
    const service = await crier.makeService()
    const template = await crier.makeTemplate(service, { type: 'letter', content: 'Hello' })
    const contents = Buffer.from(`%PDF-1.7 ${'x'.repeat(5_000 + number)}`)
    const owner = { purpose: 'letter-pdf', serviceId: service.id, aboutId: randomUUID() }
    const file = await storeFile(crier.crier, owner, { name: null, contentType: 'application/pdf' }, [
      contents,
    ])
    const made = await crier.sql`
      with made as (
        insert into notifications (service_id, template_id, template_version, notification_type, key_type, created_at,
          "to", reference, postage, billable_units)
        select ${service.id}, ${template}, 1, 'letter', 'normal', ${noon}, 'A. User', new_letter_reference(), 'second',
          case when n % 5 = 0 then 0 else 1 end
        from generate_series(1, ${lettersEach}::integer) as n
        returning id, reference, postage, created_at, billable_units
      ),
      kept as (
        insert into letter_pdfs (notification_id, file_id, page_count, bytes, file_name, stored_at)
        select id, ${file.id}, 2, ${contents.byteLength}, letter_file_name(reference, postage, created_at), now()
        from made where billable_units > 0
      )
      select id from made`
    letters.push(...made.map(({ id }) => id as string))
  }
  return letters
}
