/**
 * Ghostscript, a program of its own, makes inks of all colours and puts all fonts into the file, where Crier can not. Source: specification, letters,
 * precompiled letters, steps 8 and 9; Ghostscript, pdfwrite.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inScratch, runProgram } from './programs.ts'

export type Converter = {
  /** @returns null for a file that it can not convert. @throws Error when it could not be started; the reason of the signal */
  convert: (pdf: Uint8Array, signal?: AbortSignal) => Promise<Uint8Array | null>
}

const program = 'gs'
const limits = { cpuSeconds: 60, megabytes: 1536, fileMegabytes: 100 }

const switches = [
  '-q',
  '-dSAFER',
  '-dBATCH',
  '-dNOPAUSE',
  '-sDEVICE=pdfwrite',
  '-dCompatibilityLevel=1.7',
  '-sColorConversionStrategy=CMYK',
  '-sProcessColorModel=DeviceCMYK',
  '-dAutoRotatePages=/None',
  '-dEmbedAllFonts=true',
  '-dSubsetFonts=true',
  '-dAutoFilterColorImages=true',
  '-dDownsampleColorImages=false',
  '-dDownsampleGrayImages=false',
  '-dDownsampleMonoImages=false',
]
/** The 14 fonts that every reader has are put in too. */
const allFonts = ['-c', '<< /NeverEmbed [ ] >> setdistillerparams', '-f']

/** @returns null where it is not installed */
export async function findGhostscript(): Promise<Converter | null> {
  const isThere = await inScratch((folder) => runProgram(program, ['--version'], { folder, limits })).then(
    ({ code }) => code === 0,
    () => false,
  )
  return isThere ? { convert } : null
}

const convert: Converter['convert'] = (pdf, signal) =>
  inScratch(async (folder) => {
    const [from, to] = ['letter.pdf', 'printable.pdf']
    await writeFile(join(folder, from), pdf)
    const args = [...switches, '-o', to, ...allFonts, from]
    const { code, said } = await runProgram(program, args, { folder, limits, signal })
    if (code !== 0 || /\*\*\*\* Error|Output may be incorrect/.test(said)) return null
    return new Uint8Array(await readFile(join(folder, to)))
  })
