/** Every protocol that Crier speaks by itself, by the word in provider_details.adapter; the database knows them as provider_adapters. */
import { firetext } from './firetext.ts'
import { mmg } from './mmg.ts'
import type { Protocol } from './provider.ts'
import { sandbox } from './sandbox.ts'
import { ses } from './ses.ts'
import { smtp } from './smtp.ts'
import { sns } from './sns.ts'
import { twilio } from './twilio.ts'

const noSettings = { settings: {}, make: () => sandbox }

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
}
