/** What a printer is given and answers. The file of its protocol is the only place that knows the protocol. */
import type { KnownAccount } from '../../delivery/providers/accounts.ts'
import type { Setting, Settings } from '../../delivery/providers/provider.ts'
import type { Lease } from '../../keep-trying.ts'

/** Letters of one service and one class. name: of its file at the printer, the same at every try. */
export type Batch = {
  id: string
  name: string
  print_day: string
  postage: string
  service_id: string
  organisation_id: string | null
}

/** fileName: folder and name. read: its PDF, whole, which is ten megabytes at most. @throws LetterUnreadable */
export type Letter = {
  id: string
  reference: string
  /** Lines. */
  address: string
  fileName: string
  bytes: number
  read: () => Promise<Buffer>
}

/** What the printer said of one letter. refused: it never will take it. */
export type Outcome = { id: string; outcome: 'taken' | 'refused'; detail?: string }

export type Printer = {
  /**
   * Hands a batch over, and tells of letters as soon as the printer has them for good. A second call for the same batch prints nothing twice.
   * @throws what went wrong: letters that were not told of are tried again
   */
  print: (
    batch: Batch,
    letters: readonly Letter[],
    tell: (outcomes: Outcome[]) => Promise<void>,
    lease: Lease,
  ) => Promise<void>
  /** Names of files that acknowledge batches, changed since then. */
  acknowledgements?: (since: Date) => Promise<string[]>
  /** The contents of a response file. */
  responseFile?: (name: string) => Promise<string>
}

export type PrinterProtocol = {
  settings: Readonly<Record<string, Setting>>
  make: (account: PrinterAccount) => Printer
}
/** folder: where the program keeps its own files. callbackTo: where a printer tells of the letter of this id. */
export type PrinterAccount = Pick<KnownAccount, 'provider' | 'timeoutMs' | 'maxCalls'> & {
  settings: Settings
  folder: string
  callbackTo: (id: string) => string
}

/** The PDF of this letter is gone or not what was stored. */
export class LetterUnreadable extends Error {
  readonly letter: string
  constructor(letter: string, cause: unknown) {
    super('the PDF of a letter cannot be read', { cause })
    this.letter = letter
  }
}
