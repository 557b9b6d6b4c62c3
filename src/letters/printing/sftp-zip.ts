/**
 * The printer that takes zips over SFTP, and answers with files. Source: specification, letters, upload worker, acknowledgements, response files.
 *
 * Why a letter that is recorded as taken is in the zip, whoever is killed, and however many hand over the same batch:
 * - Only the letters of a try are told of, and only when the file had the size of their zip: after its writing, or before it, where an earlier try has written it.
 * - A size tells the letters. A batch under way only loses letters (withdraw_letters, reprint_letters), each of them takes something of the zip with it, and
 *   the PDF of a letter in a batch never changes (letters_without_pdf, remake_letters, resanitise_letter). So tries of the same size make the same bytes.
 * - A file has its size when it is whole, and no hole before. A shorter one gets it with its last write, after all others were answered; a longer one, of a try with more letters, when it
 *   is whole and cut (sftp.ts). Nothing is ever made shorter than the bytes that another has told of: nobody truncates.
 * - Tries at the same time write the same bytes. One with fewer letters begins a queue's delay after the try that left them out, and no try lasts longer than
 *   that. A name is one batch's: it holds the run's day, the class, a number that is unique there, and a hash of its letters.
 */
import { basename } from 'node:path'
import type { Setting } from '../../delivery/providers/provider.ts'
import { LetterUnreadable, type PrinterProtocol } from './printer.ts'
import { onServer, type Remote } from './sftp.ts'
import { zipParts, zipSize } from './zip.ts'

/** Of one try, connecting and checking included: no longer than the delay of the queue letter-batches. */
const tryMs = 180_000
/** Where acknowledgements and response files are, unless a setting says otherwise. */
export const acknowledgementFolder = 'root/dispatch'
/** A file of 500,000 letters has 18. */
export const mostResponseBytes = 32 * 1024 * 1024

export const volumeAddresses = {
  volume_email_addresses: {
    about: 'who is told each day how many letters come, by commas',
    variable: 'DVLA_EMAIL_ADDRESSES',
  },
} as const satisfies Record<string, Setting>

const settings = {
  host: { about: 'the SFTP server', variable: 'FTP_HOST' },
  port: { about: 'its port, if not 22', variable: 'FTP_PORT' },
  username: { about: 'who we are there', variable: 'FTP_USERNAME' },
  password: { about: 'our password', variable: 'FTP_PASSWORD', isSecret: true },
  private_key: { about: 'our private key, in place of a password', isSecret: true },
  host_keys: {
    about: 'the server’s keys, as ssh-keygen -l shows them (SHA256:…), by commas',
    variable: 'FTP_HOST_KEYS',
  },
  directory: { about: 'where zips are put, if not notify' },
  acknowledgement_directory: { about: 'where acknowledgements are, if not root/dispatch' },
  response_directory: { about: 'where response files are, if not root/dispatch' },
  topic_arns: {
    about: 'the SNS topics that may tell of response files, by commas',
    variable: 'DVLA_TOPIC_ARNS',
  },
  topic_url: { about: 'where certificates may lead beside Amazon’s own address, for tests', isUrl: true },
  ...volumeAddresses,
} as const satisfies Record<string, Setting>

export const sftpZip: PrinterProtocol = {
  settings,
  make({ settings: own }) {
    const limited = (signal?: AbortSignal) =>
      AbortSignal.any([AbortSignal.timeout(tryMs), ...(signal === undefined ? [] : [signal])])
    return {
      async print({ name }, letters, tell, { signal }) {
        const entries = letters.map(({ fileName, bytes, read }) => ({
          name: basename(fileName),
          bytes,
          read,
        }))
        const wanted = zipSize(entries)
        const path = `${own.directory ?? 'notify'}/${name}`
        try {
          await onServer(own, limited(signal), async (remote) => {
            const before = await remote.size(path)
            if (before === wanted) return
            await remote.put(path, zipParts(entries))
            if (before !== null && before > wanted) await remote.shorten(path, wanted)
            await check(remote, path, name, wanted)
          })
        } catch (error) {
          if (error instanceof LetterUnreadable) throw error
          // It may have got all, and only its answer was lost.
          const there = await onServer(own, limited(signal), (remote) => remote.size(path)).catch(() => null)
          if (there !== wanted) throw error
        }
        await tell(letters.map(({ id }) => ({ id, outcome: 'taken' })))
      },
      async acknowledgements(since) {
        const folder = own.acknowledgement_directory ?? acknowledgementFolder
        const files = await onServer(own, limited(), (remote) => remote.list(folder))
        return files.filter(({ changedAt }) => changedAt >= since).map(({ name }) => name)
      },
      async responseFile(name) {
        const path = `${own.response_directory ?? acknowledgementFolder}/${basename(name)}`
        const file = await onServer(own, limited(), (remote) => remote.read(path, mostResponseBytes))
        return file.toString('utf8')
      },
    }
  },
}

/** @throws Error in the specification's words */
async function check(remote: Remote, path: string, name: string, wanted: number): Promise<void> {
  const there = await remote.size(path)
  if (there === null) throw new Error(`Zip file ${name} not uploaded`)
  if (there !== wanted)
    throw new Error(`Zip file ${name} uploaded but size is incorrect: is ${there}, expected ${wanted}`)
}
