/**
 * Libraries, or most of them, that few processes use: loaded when they are first used, since every start of a process pays for what it loads. Together they
 * are a tenth of a worker's start.
 */
import { createRequire } from 'node:module'
import { lazily } from './lazily.ts'

const load = createRequire(import.meta.url)

export const undici = lazily(() => load('undici') as typeof import('undici'))
/** With its readers of XML. */
export const xmlCrypto = lazily(() => load('xml-crypto') as typeof import('xml-crypto'))
