/** The thread in which passwords are hashed (passwords.ts): it takes what processor time nobody else wants. */
import { type Argon2Parameters, argon2Sync } from 'node:crypto'
import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'

/** Linux's nice: a tenth of what the others get, where all want something. */
const nice = 10

try {
  // Linux gives each thread a priority of its own, by the number that it has among processes.
  setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), nice)
} catch {
  // Elsewhere it is as any other.
}

parentPort!.on('message', (parameters: Argon2Parameters) => {
  try {
    parentPort!.postMessage({ result: argon2Sync('argon2id', parameters) })
  } catch (error) {
    parentPort!.postMessage({ error })
  }
})
