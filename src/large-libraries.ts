/**
 * Libraries, or most of them, that few processes use: loaded when they are first used, since every start of a process pays for what it loads. Together they
 * are a tenth of a worker's start.
 */
import { createRequire } from 'node:module'
import type { MetadataJson } from 'libphonenumber-js/core'
import { lazily } from './lazily.ts'

const load = createRequire(import.meta.url)

/** Of the numbers of the world, ninety files, and all of its data. */
export const phoneLibrary = lazily(() => ({
  ...(load('libphonenumber-js/core') as typeof import('libphonenumber-js/core')),
  data: load('libphonenumber-js/max/metadata') as MetadataJson,
}))
export const undici = lazily(() => load('undici') as typeof import('undici'))
/** With its readers of XML. */
export const xmlCrypto = lazily(() => load('xml-crypto') as typeof import('xml-crypto'))
