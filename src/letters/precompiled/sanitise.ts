/** Whether a PDF that somebody made can be printed as a letter, and the PDF to print. Source: specification, letters, precompiled letters. */
import type { Log } from '../../log.ts'
import type { Children } from './children.ts'
import { type Converter, findGhostscript } from './ghostscript.ts'
import { CannotSanitise, type Sanitised, type SanitiseOptions, unreadable } from './results.ts'
import type { Letter } from './steps.ts'

export type Sanitiser = {
  /**
   * @returns the PDF to print, or the first rule that the file breaks
   * @throws CannotSanitise when nothing is known against the file, which is to be kept and tried again; the reason of the signal
   */
  sanitise: (pdf: Uint8Array, options: SanitiseOptions) => Promise<Sanitised>
  /** What can not be done on this machine, in whole sentences for those who run it. */
  shortcomings: () => Promise<string[]>
  close: () => void
}

/** cpuSeconds and megabytes: of the process that reads it. operators: of one stream of content. */
export type Limits = { bytes: number; cpuSeconds: number; megabytes: number; operators: number }
/** What a file may take; honest letters of ten pages take a tenth of it. */
const usual: Limits = { bytes: 10 * 2 ** 20, cpuSeconds: 20, megabytes: 1024, operators: 500_000 }
/** Bytes, and times those of the file that came, that are worth a look. Source: specification, letters, precompiled letters. */
const large = { bytes: 2 * 2 ** 20, times: 1.5 }

type Outside = { limits: Limits; findConverter: () => Promise<Converter | null> }

const withoutConverter =
  'Ghostscript (gs) is not installed: letters that come as PDF wait when their colours can not be made inks, or their fonts are not in the file.'

/**
 * @param children end with it
 * @param findConverter says null where there is none
 */
export function makeSanitiser(
  log: Log,
  children: Children,
  { limits = usual, findConverter = findGhostscript }: Partial<Outside> = {},
): Sanitiser {
  let found: Promise<Converter | null> | undefined
  const converter = () => (found ??= findConverter())
  const { cpuSeconds, megabytes, operators: maxOperators } = limits
  const allowance = { cpuSeconds, megabytes }

  /** Makes inks of the colours and puts the fonts in; a letter that is another one then is not printed. */
  async function convert(
    pdf: Uint8Array,
    letter: Letter,
    signal: AbortSignal | undefined,
  ): Promise<Uint8Array | null> {
    const tool = await converter()
    if (tool === null) throw new CannotSanitise(withoutConverter)
    const converted = await tool.convert(pdf, signal)
    if (converted === null) return null
    const answer = await children.ask({ what: 'check', pdf: converted, letter, allowance }, signal)
    return 'isStillLetter' in answer && answer.isStillLetter ? converted : null
  }

  return {
    async sanitise(pdf, { allowInternational, isAttachment = false, signal }) {
      if (pdf.byteLength > limits.bytes) return unreadable()
      const order = { allowInternational, isAttachment, maxOperators }
      const answer = await children.ask({ what: 'make', pdf, order, allowance }, signal)
      if ('isStillLetter' in answer) throw new Error('another answer than was asked for')
      if (!answer.ok) return answer
      const { lacking, pageCount, recipientAddress } = answer
      const letter = { pageCount, recipientAddress }
      const isReady = !lacking.inks && !lacking.fonts
      const ready = isReady ? answer.pdf : await convert(answer.pdf, letter, signal)
      if (ready === null) return unreadable()
      note(log, pdf.byteLength, ready.byteLength)
      return { ok: true, ...letter, pdf: ready }
    },
    shortcomings: async () => ((await converter()) === null ? [withoutConverter] : []),
    close: children.close,
  }
}

function note(log: Log, came: number, made: number): void {
  if (made > large.bytes) log.error({ bytes: made }, 'a letter is larger than its printer likes')
  else if (made > came * large.times) log.warn({ bytes: made, came }, 'a letter has grown')
}
