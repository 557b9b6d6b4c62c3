/** Every protocol that Crier speaks by itself, by the word in provider_details.adapter; the database knows them as provider_adapters. */
import { printers } from '../../letters/printing/printers.ts'
import { firetext } from './firetext.ts'
import { mmg } from './mmg.ts'
import type { Protocol } from './provider.ts'
import { sandbox } from './sandbox.ts'
import { ses } from './ses.ts'
import { smtp } from './smtp.ts'
import { sns } from './sns.ts'
import { twilio } from './twilio.ts'

const noSettings = { settings: {}, make: () => sandbox }

/** Printers take batches of letters, not messages: their settings alone are read here. */
const printing = Object.fromEntries(
  Object.entries(printers).map(([adapter, { settings }]) => [
    adapter,
    { settings, make: () => ({ send: () => Promise.reject(new Error('a printer takes batches alone')) }) },
  ]),
)

/** The sandbox serves two channels; which one says its row. */
export const protocols: Readonly<
  Record<string, Omit<Protocol, 'channel'> & { channel?: Protocol['channel'] }>
> = {
  sandbox: noSettings,
  mmg,
  firetext,
  twilio,
  sns,
  smtp,
  ses,
  ...printing,
}
