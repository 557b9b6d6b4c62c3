/** What a password's hash costs whoever makes one: KiB of memory, and how often they are gone through. */
export type PasswordCost = { memory: number; passes: number }

/** Source: OWASP, Password Storage Cheat Sheet (Argon2id). */
export const passwordCost: PasswordCost = { memory: 19_456, passes: 2 }
