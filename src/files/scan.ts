/**
 * Looks for viruses in what services send on. CRIER_CLAMD=host:port names the scanner; without one the standard test
 * file (EICAR) alone is recognised, so that services can try what a refusal looks like.
 */
import type { Config } from '../config.ts'
import type { Crier } from '../context.ts'
import { askClamd } from './clamd.ts'

/** failed: the scanner could not tell; the same file may be scanned again. */
export type ScanResult = 'clean' | 'infected' | 'failed'

/** In two parts, lest scanners take this file for it. Source: eicar.org, anti-malware test file. */
const eicar = Buffer.from(
  ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''),
)

export async function scanFile(
  { config, log }: { config: Pick<Config, 'clamd'>; log: Crier['log'] },
  bytes: Uint8Array,
): Promise<ScanResult> {
  const address = config.clamd
  if (address === null)
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(eicar)
      ? 'infected'
      : 'clean'
  try {
    const answer = await askClamd(address, bytes)
    if (answer === 'OK') return 'clean'
    if (answer.endsWith(' FOUND')) return 'infected'
    log.error({ answer }, 'virus scan failed')
  } catch (error) {
    log.error({ error }, 'virus scan failed')
  }
  return 'failed'
}
