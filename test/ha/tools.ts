/** The programs of the drill that npm does not bring: etcd and HAProxy from the machine, Patroni into a virtual environment under `.crier/`. */
import { execFile } from 'node:child_process'
import { access, constants, cp, mkdir, realpath, rename, rm } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Account, accountFor, canReach, programsFor } from '../../src/postgres/binaries.ts'

const run = promisify(execFile)
/** Fixed, so that the drill is the same everywhere. */
const packages = ['patroni[etcd3]==4.1.5', 'psycopg[binary]==3.3.2']
const environment = fileURLToPath(new URL('../../.crier/ha-python/', import.meta.url))
const ownPrograms = fileURLToPath(new URL('./programs/', import.meta.url))

export type Tools = {
  etcd: string
  haproxy: string
  patroni: string
  patronictl: string
  /** Folder with the embedded PostgreSQL's programs, and ours for what it lacks. */
  postgres: string
  /** PATH for the agents: their Python comes first. */
  path: string
  account: Account
}

const machinePaths = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']

/** A program that the account may run: PostgreSQL does not run as root, so nor does what starts it. */
async function find(name: string, account: Account): Promise<string | undefined> {
  for (const folder of machinePaths) {
    const path = join(folder, name)
    const runs = await access(path, constants.X_OK).then(
      () => realpath(path).then((real) => canReach(account, real)),
      () => false,
    )
    if (runs) return path
  }
  return undefined
}

/** @param folder of the drill; @returns what is missing, in one line, when the machine has not got all of it */
export async function findTools(folder: string): Promise<Tools | string> {
  const names = { etcd: 'etcd-server', haproxy: 'haproxy', python3: 'python3-venv' }
  const found: Record<string, string> = {}
  const missing: string[] = []
  const account = await accountFor(folder)
  for (const [name, debian] of Object.entries(names)) {
    const path = await find(name, account)
    if (path === undefined) missing.push(debian)
    else found[name] = path
  }
  if (missing.length > 0) return `apt-get install ${missing.join(' ')}`
  const installed = join(environment, 'bin', 'patroni')
  if ((await access(installed).catch(() => false)) === false) {
    await run(found.python3!, ['-m', 'venv', environment])
    await run(join(environment, 'bin', 'pip'), ['install', '--quiet', ...packages], { timeout: 300_000 })
  }
  return {
    etcd: found.etcd!,
    haproxy: found.haproxy!,
    patroni: installed,
    patronictl: join(environment, 'bin', 'patronictl'),
    postgres: await programs(folder, account),
    path: [join(environment, 'bin'), ...machinePaths].join(delimiter),
    account,
  }
}

/** A copy of the embedded package with our three programs beside its own; its libraries are found from where the programs lie. */
async function programs(folder: string, account: Account): Promise<string> {
  const made = join(folder, 'postgresql')
  const draft = `${made}.draft`
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { recursive: true })
  await cp(await programsFor(account), draft, { recursive: true, verbatimSymlinks: true })
  await cp(ownPrograms, join(draft, 'bin'), { recursive: true })
  await rename(draft, made)
  return join(made, 'bin')
}
