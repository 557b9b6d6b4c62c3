/** What is killed: the three parts of an installation, each started again after its death. */
import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import { startEmbedded } from '../../src/postgres/embedded.ts'
import { findPostmaster, kill } from '../../src/postgres/postmaster.ts'
import { type Command, startCommand } from '../operation/command.ts'
import { descendants } from '../support/processes.ts'

export const parts = ['serve', 'work', 'postgres'] as const
export type Part = (typeof parts)[number]
/** A part that was away (performance.now); to is when it answered again. */
export type Outage = { part: Part; from: number; to: number }

export type System = {
  base: () => string
  outages: readonly Outage[]
  /** Parts that ended although nobody had killed them, and their last words. */
  deaths: string[]
  /** Kills a part with SIGKILL, leaves it dead for a while, starts it again and waits until it answers. */
  strike: (part: Part, deadMs: number) => Promise<void>
  /** Kills the commands and starts nothing any more. */
  end: () => Promise<void>
}

/**
 * @param folder of the PostgreSQL, which is started already
 * @param url of its migrated database
 * @param env of both commands
 */
export async function startSystem(folder: string, url: string, env: Record<string, string>): Promise<System> {
  const outages: Outage[] = []
  const deaths: string[] = []
  const commands = new Map<'serve' | 'work', Command>()
  const killed = new Set<Command>()
  let port = 0
  let ending = false

  async function begin(part: 'serve' | 'work'): Promise<void> {
    // A command that starts while PostgreSQL is away ends with one line, and whoever watches over it starts it again.
    for (const deadline = performance.now() + 60_000; !ending; await pause(500)) {
      const command = startCommand([part], { ...env, DATABASE_URL: url, LOG_LEVEL: 'info' })
      commands.set(part, command)
      try {
        port = (await command.started).port ?? port
        break
      } catch (error) {
        if (performance.now() > deadline) throw error
      }
    }
    if (ending) return
    const command = commands.get(part)!
    void command.ended.then(async (how) => {
      if (ending || killed.has(command)) return
      deaths.push(`${part} ended by itself (${how}): ${(command.output() + command.complaint()).slice(-500)}`)
      await begin(part).catch((error: Error) => deaths.push(error.message))
    })
  }

  async function strikePostgres(deadMs: number): Promise<void> {
    const server = await findPostmaster(`${folder}/data`)
    if (!server) throw new Error('there is no PostgreSQL to kill')
    // The postmaster first, so that it starts nothing in place of what dies.
    const children = await descendants(server.pid)
    for (const pid of [server.pid, ...children]) kill(pid, 'SIGKILL')
    await pause(deadMs)
    if (ending) return
    const again = await startEmbedded(folder, 'durable')
    if (again.url !== url) throw new Error('PostgreSQL came back at another address')
    const sql = postgres(url, { max: 1, onnotice: () => {} })
    await sql`select 1`
    await sql.end()
  }

  await Promise.all([begin('serve'), begin('work')])
  return {
    base: () => `http://127.0.0.1:${port}`,
    outages,
    deaths,
    async strike(part, deadMs) {
      const outage = { part, from: performance.now(), to: Number.POSITIVE_INFINITY }
      outages.push(outage)
      if (part === 'postgres') await strikePostgres(deadMs)
      else {
        const command = commands.get(part)!
        killed.add(command)
        command.kill('SIGKILL')
        await command.ended
        await pause(deadMs)
        await begin(part)
      }
      outage.to = performance.now()
    },
    async end() {
      ending = true
      for (const command of commands.values()) command.kill('SIGKILL')
      await Promise.all([...commands.values()].map((command) => command.ended))
    },
  }
}
