/**
 * Looks for viruses in what services send on. CRIER_CLAMD=host:port names the scanner; without one the standard test
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

/** @param parts the file's contents, of which no more than a part is in memory */
export async function scanFile(
  { config, log }: { config: Pick<Config, 'clamd'>; log: Crier['log'] },
  parts: Parts,
): Promise<ScanResult> {
  try {
    if (config.clamd === null) return (await hasTestFile(parts)) ? 'infected' : 'clean'
    const answer = await askClamd(config.clamd, parts)
    if (answer === 'OK') return 'clean'
    if (answer.endsWith(' FOUND')) return 'infected'
    log.error({ answer }, 'virus scan failed')
  } catch (error) {
    log.error({ error }, 'virus scan failed')
  }
  return 'failed'
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
