/** A day's letters of 30 kB from their batches to a printer over SFTP, by one process of workers; beside bare bytes over such connections. */
import { spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { storeFile } from '../../src/files/store.ts'
import { onServer } from '../../src/letters/printing/sftp.ts'
import { makeLog } from '../../src/log.ts'
import { open } from '../../src/open.ts'
import { commandSecret } from '../operation/command.ts'
import { testConfig } from '../support/crier.ts'
import { beginCommand } from './begin.ts'
import { type Bench, pause, type Row, whole } from './bench.ts'
import { sized } from './books/measure.ts'
import { shareOfMemory, watchCpu } from './cpu.ts'
import { collationTime, makePrintable } from './printable.ts'

const bytes = 30_000
const services = 100
/** PDFs that letters share: to keep a file for each would measure the disk. */
const distinct = 1_000

export async function handOver(bench: Bench): Promise<Row[]> {
  const { sql } = bench
  const letters = sized(150_000)
  const sink = spawn(process.execPath, [fileURLToPath(new URL('sftp-sink.ts', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(sink.stdout, 'data')) as [Buffer]
  const printer = JSON.parse(line.toString()) as Record<string, string>
  const bare = await bareRate(printer)
  await makePrintable(sql, { letters, services, bytes, files: await storedFiles(bench) })
  await sql`update provider_details set active = (identifier = 'dvla') where notification_type = 'letter'`
  const [run] = await sql`select start_print_run(${collationTime})::text as day`
  await sql`select collate_letters(${run!.day}::date, 'second', ${collationTime}::timestamptz)`
  const worker = beginCommand(bench, 'work', {
    FTP_HOST: printer.host!,
    FTP_PORT: printer.port!,
    FTP_USERNAME: printer.username!,
    FTP_PASSWORD: printer.password!,
    FTP_HOST_KEYS: printer.host_keys!,
  })
  await worker.started
  const cpu = await watchCpu({ crier: worker.pid, postgres: bench.postmaster, printer: sink.pid! })
  const began = performance.now()
  const held: number[] = []
  const left = async () =>
    (await sql`select count(*)::integer as n from print_batches where status <> 'handed-over'`)[0]!
      .n as number
  for (let waiting = await left(); waiting > 0; waiting = await left()) {
    held.push((await shareOfMemory(worker.pid)) ?? 0)
    await pause(250)
  }
  const seconds = (performance.now() - began) / 1000
  const used = await cpu()
  const [told] = await sql`
    select count(*)::integer as letters, (select count(*) from print_batches)::integer as batches,
      (select sum(failures) from print_batches)::integer as failures
    from notifications where notification_status = 'sending'`
  await worker.stop()
  sink.kill()
  if (told!.letters !== letters) throw new Error(`${told!.letters} of ${letters} letters are at the printer`)
  const rate = (letters * bytes) / 1e6 / seconds
  const middle = held[Math.floor(held.length / 2)] ?? 0
  return [
    {
      scenario: `Handing over ${whole(letters)} letters of ${bytes / 1000} kB over SFTP`,
      figure: `${seconds.toFixed(1)} s (${whole(rate)} MB/s); ${used.crier.toFixed(1)} s of Crier’s processor time`,
      baseline: `${whole(bare)} MB/s (bare bytes over two connections)`,
      ratio: rate / bare,
      conditions: `${services} services, ${whole(told!.batches)} batches, ${told!.failures} failures; one work process, which held ${Math.max(...held)} MB at most and ${middle} MB midway; processor time of PostgreSQL ${used.postgres.toFixed(1)} s, of the printer ${used.printer.toFixed(1)} s, on the same cores`,
    },
  ]
}

/** The bytes of 40 batches over two connections at a time, each as Crier makes them. @returns MB a second */
async function bareRate(printer: Record<string, string>): Promise<number> {
  const letter = randomBytes(bytes)
  const [batches, each] = [20, 500]
  const began = performance.now()
  await Promise.all(
    [0, 1].map(async (one) => {
      for (let batch = 0; batch < batches; batch++)
        await onServer(printer, AbortSignal.timeout(180_000), (remote) =>
          remote.put(
            `bare/${one}-${batch}`,
            (async function* () {
              for (let i = 0; i < each; i++) yield letter
            })(),
          ),
        )
    }),
  )
  return (2 * batches * each * bytes) / 1e6 / ((performance.now() - began) / 1000)
}

async function storedFiles({ url, sql }: Bench): Promise<string[]> {
  const [service] =
    await sql`select create_service('{"name": "Stores", "restricted": false}', null, now()) as id`
  const config = { ...testConfig, secret: commandSecret }
  const { crier, close } = await open(config, url, { log: makeLog('silent') })
  const ids: string[] = []
  for (let i = 0; i < distinct; i++) {
    const contents = randomBytes(bytes)
    const owner = { purpose: 'letter-pdf', serviceId: service!.id, aboutId: randomUUID() }
    const file = { name: null, contentType: 'application/pdf', size: bytes }
    ids.push((await storeFile(crier, owner, file, [contents])).id)
  }
  await close()
  return ids
}
