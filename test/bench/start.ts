/** From an empty folder to the first accepted message, and once more with the data that is there. */
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startCommand } from '../operation/command.ts'
import { removeCluster } from '../support/clusters.ts'
import { tokenFor } from '../support/crier.ts'
import { pause, type Row } from './bench.ts'

/** Milliseconds until `run` has answered 201. */
async function firstMessage(folder: string): Promise<number> {
  const began = performance.now()
  const server = startCommand(['run'], { CRIER_FOLDER: folder })
  const welcome = () =>
    /live key\s+(\S+)[\s\S]*text template\s+(\S+)[\s\S]*email template/.exec(server.output())
  const { port } = await server.started
  const [, key, template] = welcome() ?? []
  if (key === undefined) throw new Error('run named no key')
  for (let tries = 0; ; tries++) {
    const response = await fetch(`http://127.0.0.1:${port}/v2/notifications/sms`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${tokenFor(key, new Date())}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        phone_number: '07700 900 456',
        template_id: template,
        personalisation: { name: 'Amala', code: '1' },
      }),
    })
    await response.text()
    if (response.status === 201) break
    if (tries > 100) throw new Error(`run answered ${response.status}`)
    await pause(20)
  }
  const took = performance.now() - began
  await server.stop()
  return took
}

export async function start(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'crier-start-'))
  try {
    const first = await firstMessage(folder)
    const second = await firstMessage(folder)
    return [
      {
        scenario: 'start',
        figure: `${(first / 1000).toFixed(1)} s from an empty folder to the first accepted message`,
        baseline: `${(second / 1000).toFixed(1)} s with the data of the start before`,
        ratio: first / second,
        conditions: '`run` after install: makes the cluster, migrates, makes demo data, serves, and stops',
      },
    ]
  } finally {
    await removeCluster(join(folder, 'postgres'))
    await removeCluster(folder)
  }
}
