/**
 * Looks for viruses in what services send on. CRIER_CLAMD names the scanner; without one the standard test
 * file (EICAR) alone is recognised, so that services can try what a refusal looks like.
 */
import type { Config } from '../config.ts'
import type { Crier } from '../context.ts'
import { askClamd } from './clamd.ts'
import type { Parts } from './encryption.ts'

/** failed: the scanner could not tell; the same file may be scanned again. */
export type ScanResult = 'clean' | 'infected' | 'failed'

/** In two parts, lest scanners take this file for it. Source: eicar.org, anti-malware test file. */
const eicar = Buffer.from(
  ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''),
)

/** What was found, or why nothing could be found out, for those who run the platform. */
export type Scan =
  | { result: 'clean' }
  | { result: 'infected'; virus: string }
  | { result: 'failed'; reason: string }
type Scanning = { config: Pick<Config, 'clamd'>; log: Crier['log'] }

const testFile = 'Eicar-Test-Signature'
const found = ' FOUND'

/** @param parts the file's contents, of which no more than a part is in memory */
export async function scan({ config, log }: Scanning, parts: Parts): Promise<Scan> {
  const scanned = await scanParts(config.clamd, parts)
  if (scanned.result === 'failed') log.error({ reason: scanned.reason }, 'virus scan failed')
  return scanned
}

export const scanFile = async (crier: Scanning, parts: Parts): Promise<ScanResult> =>
  (await scan(crier, parts)).result

async function scanParts(clamd: Config['clamd'], parts: Parts): Promise<Scan> {
  try {
    if (clamd === null)
      return (await hasTestFile(parts)) ? { result: 'infected', virus: testFile } : { result: 'clean' }
    const answer = await askClamd(clamd, parts)
    if (answer === 'OK') return { result: 'clean' }
    if (answer.endsWith(found)) return { result: 'infected', virus: answer.slice(0, -found.length) }
    return { result: 'failed', reason: answer }
  } catch (error) {
    return { result: 'failed', reason: (error as Error).message }
  }
}

async function hasTestFile(parts: Parts): Promise<boolean> {
  // What may be its beginning, from the parts before.
  let tail: Buffer = Buffer.alloc(0)
  for await (const part of parts) {
    const bytes = Buffer.from(part.buffer, part.byteOffset, part.byteLength)
    const seam = Buffer.concat([tail, bytes.subarray(0, eicar.length - 1)])
    if (seam.includes(eicar) || bytes.includes(eicar)) return true
    tail = (bytes.length < eicar.length ? seam : bytes).subarray(1 - eicar.length)
  }
  return false
}
