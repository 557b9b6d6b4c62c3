/**
 * One installation's life, as Notify's own admin application lives it: every call that it makes is made, with the keys that it sends, and of every
 * answer the keys are there that it reads. Source: specification, calls of the admin app.
 */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { TestCrier } from '../../support/crier.ts'
import { adminCall } from '../support.ts'

const fixtures = fileURLToPath(new URL('../../fixtures/admin/', import.meta.url))
const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'))

/** All calls of the application: `GET /service/<id>`. */
export const calls: string[] = read(`${fixtures}app-calls.json`)
/** The keys that it reads of each answer, by the place where they are: `data[]`, or '' for the answer itself. */
const reads = new Map<string, Record<string, string[]>>(
  globSync(`${fixtures}calls/*.json`).flatMap((file) =>
    (read(file) as { call: string; reads: Record<string, string[]> }[]).map(
      (row) => [row.call, row.reads] as const,
    ),
  ),
)

type Body = any
type Sent = { query?: string; body?: unknown; status?: number }
export type Make = (call: string, ids?: readonly string[], sent?: Sent) => Promise<Body>
export type Walk = {
  make: Make
  made: Set<string>
  /** Calls with the places of their answers at which nothing has been there to be looked at. */
  unseen: Set<string>
  crier: TestCrier
}

/** What lies at a place of an answer: several where a list is on the way. */
function placed(answer: Body, place: string): Body[] {
  let found = [answer]
  for (const step of place === '' ? [] : place.split('.')) {
    const name = step.replace('[]', '')
    if (name !== '') found = found.map((one) => one?.[name])
    if (step.endsWith('[]')) found = found.flat()
  }
  return found
}

export function startWalk(crier: TestCrier): Walk {
  const made = new Set<string>()
  const unseen = new Set(
    [...reads].flatMap(([call, places]) => Object.keys(places).map((place) => `${call} ${place}`)),
  )
  return {
    crier,
    made,
    unseen,
    async make(call, ids = [], { query, body, status = 200 } = {}) {
      const [method, pattern] = call.split(' ') as [string, string]
      const left = [...ids]
      const path =
        pattern.replaceAll(/<\w+>/g, () => left.shift()!) + (query === undefined ? '' : `?${query}`)
      assert.equal(left.length, 0, `${call}: too many ids`)
      const answer = await adminCall(crier, path, { method, ...(body === undefined ? {} : { body }) })
      assert.equal(answer.status, status, `${call}: ${answer.status} ${answer.text.slice(0, 500)}`)
      // What is read with a status of its own is told by the application's own test of that status.
      if (status < 300) {
        made.add(call)
        for (const [place, keys] of Object.entries(reads.get(call) ?? {})) {
          const found = placed(answer.body, place)
          if (found.length > 0) unseen.delete(`${call} ${place}`)
          for (const one of found) {
            const missing = keys.filter(
              (key) => one === null || typeof one !== 'object' || !Object.hasOwn(one, key),
            )
            assert.deepEqual(missing, [], `${call}: "${place}" of ${JSON.stringify(one)?.slice(0, 500)}`)
          }
        }
      }
      return answer.body
    },
  }
}
