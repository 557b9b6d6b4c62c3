/** A base backup and an archive of the log, as docs/scale.md makes them with PostgreSQL's own functions, and a server restored from both to a moment. */
import { execFile } from 'node:child_process'
import { appendFile, chown, mkdir, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import postgres from 'postgres'
import { type EmbeddedPostgres, startEmbedded } from '../../src/postgres/embedded.ts'

const run = promisify(execFile)

export type Archived = { server: EmbeddedPostgres; data: string; archive: string }

/** A new cluster that copies each finished piece of its log into a folder beside its data. */
export async function startArchived(folder: string): Promise<Archived> {
  const first = await startEmbedded(folder, 'durable')
  const data = await realpath(join(folder, 'data'))
  const archive = `${data}.archive`
  await mkdir(archive)
  await giveTo(data, archive)
  await asSuperuser(first.url, async (sql) => {
    // No commit here has to survive a power cut.
    await sql`alter role postgres set synchronous_commit = off`
    await sql`alter system set archive_mode = on`
    await sql.unsafe(`alter system set archive_command = 'test ! -f ${archive}/%f && cp %p ${archive}/%f'`)
  })
  await first.halt()
  return { server: await startEmbedded(folder, 'durable'), data, archive }
}

/** Copies the data while the server runs. @returns the folder of the copy */
export async function takeBaseBackup({ server, data }: Archived): Promise<string> {
  const copy = `${data}.base`
  await asSuperuser(server.url, async (sql) => {
    // Both on one connection, which stays while the files are copied.
    await sql`select pg_backup_start('base', fast => true)`
    await run('cp', ['-a', data, copy])
    const [label] = await sql`select labelfile from pg_backup_stop(wait_for_archive => false)`
    await writeFile(join(copy, 'backup_label'), label!.labelfile)
  })
  await giveTo(data, join(copy, 'backup_label'))
  // Of another server's life; the log comes from the archive.
  await run('sh', ['-c', 'rm -rf "$1"/pg_wal/* "$1"/postmaster.*', 'sh', copy])
  return copy
}

/** Finishes the piece of the log that is being written, and stops the server: a clean stop archives what there is. */
export async function lose({ server }: Archived): Promise<void> {
  await asSuperuser(server.url, (sql) => sql`select pg_switch_wal()`)
  await server.halt()
}

/** Starts the copy in a folder of its own, as it was at the moment and not later. */
export async function restore(
  { archive, data }: Archived,
  copy: string,
  folder: string,
  moment: string,
): Promise<EmbeddedPostgres> {
  await appendFile(
    join(copy, 'postgresql.auto.conf'),
    `restore_command = 'cp ${archive}/%f "%p"'
recovery_target_time = '${moment}'
recovery_target_action = 'promote'
hot_standby = off
archive_mode = off
`,
  )
  await writeFile(join(copy, 'recovery.signal'), '')
  await giveTo(data, join(copy, 'recovery.signal'))
  await mkdir(folder, { recursive: true })
  await symlink(copy, join(folder, 'data'))
  return startEmbedded(folder, 'durable')
}

export const removeArchive = ({ archive }: Archived) => rm(archive, { recursive: true, force: true })

/** To whoever owns the data. */
async function giveTo(data: string, path: string): Promise<void> {
  const { uid, gid } = await stat(data)
  await chown(path, uid, gid)
}

async function asSuperuser(url: string, work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const maintenance = new URL(url)
  maintenance.pathname = '/postgres'
  const sql = postgres(maintenance.href, { max: 1, onnotice: () => {} }) as postgres.Sql
  await work(sql).finally(() => sql.end({ timeout: 1 }))
}
