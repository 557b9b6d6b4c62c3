/** Tests that run with letters switched off: which do is said in test/run.ts. Files run one after the other, so it is one state of the process. */
let areOff = false

/** Whether the databases that are made now begin with letters switched off. */
export const isWithoutLetters = (): boolean => areOff

export function switchLetters(off: boolean): void {
  areOff = off
}

/** What a file is called among the results. */
export const titleOf = (file: string, isWithoutLetters?: boolean): string =>
  isWithoutLetters ? `${file} without letters` : file
