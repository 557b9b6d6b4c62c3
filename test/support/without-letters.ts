/** Tests that run with letters switched off: which do is said in test/run.ts. */
export const withoutLettersFlag = '--without-letters'

/** Whether this process runs its files so: all of its databases begin with the setting. */
export const isWithoutLetters = process.argv[2] === withoutLettersFlag
