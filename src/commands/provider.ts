import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import {
  addHttpProvider,
  addProvider,
  setProvider,
  setProviderSetting,
} from '../../queries/delivery/providers.queries.ts'
import type { Config } from '../config.ts'
import type { Crier } from '../context.ts'
import { accounts, accountsNow, type KnownAccount } from '../delivery/providers/accounts.ts'
import { protocols } from '../delivery/providers/protocols.ts'
import type { Protocol } from '../delivery/providers/provider.ts'
import { checkedSetting } from '../delivery/providers/settings.ts'
import { tryOut } from '../delivery/providers/try-out.ts'
import { lettersAreOn } from '../letters/switch.ts'
import { withCrier } from './database.ts'
import { print } from './print.ts'

export type ProviderValues = { json?: boolean; wait?: string }
/** Where a secret is read, and where it is told what was done. */
export type Terminal = { read: () => Promise<string>; write: (text: string) => void }
const standard: Terminal = {
  read: () => text(process.stdin),
  write: (words) => void process.stdout.write(words),
}

const usage = `usage: provider list [--json]
       provider add <file.json>, or provider add <identifier> <protocol>
       provider set <identifier> <name>=<value> …, or provider set <identifier> <secret> < file
       provider test <identifier> <recipient> [--wait seconds]`

/** Columns of provider_details that an operator sets, beside the settings of the protocol. */
const columns = {
  active: 'boolean',
  supports_international: 'boolean',
  priority: 'number',
  resting_priority: 'number',
  max_calls: 'number',
  messages_per_second: 'number',
  timeout_seconds: 'number',
} as const
type Column = keyof typeof columns

const mostSeconds = 3600
const maxSecretBytes = 10_000

/** @returns whether all went well, as far as that is not said by an error */
export async function providerCommand(
  config: Config,
  words: string[],
  values: ProviderValues,
  terminal = standard,
): Promise<boolean> {
  const work = providerWork(words, values, terminal)
  let works = true
  await withCrier(config, async (crier) => {
    works = await work(crier)
  })
  return works
}

/** @throws Error of one line for a command line that says nothing */
export function providerWork(
  [verb, ...rest]: string[],
  { json = false, wait = '60' }: ProviderValues,
  terminal: Terminal,
): (crier: Crier) => Promise<boolean> {
  const [first, second] = rest as [string, string]
  if (verb === 'list' && rest.length === 0) return (crier) => list(crier, terminal, json)
  if (verb === 'add' && (rest.length === 1 || rest.length === 2))
    return (crier) => add(crier, terminal, first, rest[1])
  if (verb === 'set' && rest.length >= 2) return (crier) => set(crier, terminal, first, rest.slice(1))
  if (verb !== 'test' || rest.length !== 2) throw new Error(usage)
  const seconds = Number(wait)
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > mostSeconds)
    throw new Error(`--wait must be a whole number of seconds up to ${mostSeconds}`)
  return (crier) => testOne(crier, terminal, first, second, seconds)
}

/** What a provider is; secrets only by whether they are set. */
function described(account: KnownAccount) {
  const { provider, row, isActive, protocol, settings } = account
  const door = protocol?.receipts
  return {
    identifier: provider,
    display_name: row.display_name,
    channel: row.notification_type,
    protocol: row.adapter,
    is_spoken: protocol !== null,
    active: isActive,
    priority: row.priority,
    max_calls: row.max_calls,
    messages_per_second: row.messages_per_second,
    settings: Object.keys(settings).sort(),
    receipts: door === undefined ? null : { path: door.path, are_proven: door.isGuarded(account) },
  }
}

async function list(crier: Crier, { write }: Terminal, json: boolean): Promise<boolean> {
  const areOn = await lettersAreOn(crier)
  const shown = (await accounts(crier)).filter(({ row }) => areOn || row.notification_type !== 'letter')
  const all = shown.map(described)
  if (json) {
    print(all)
    return true
  }
  for (const one of all) {
    const pace = one.messages_per_second === null ? '' : `, ${one.messages_per_second} a second`
    const state = one.is_spoken ? (one.active ? 'active' : 'inactive') : 'protocol not spoken'
    write(`${one.identifier}: ${one.channel} by ${one.protocol}, ${state}, weight ${one.priority}${pace}\n`)
    if (one.settings.length > 0) write(`  settings: ${one.settings.join(', ')}\n`)
    if (one.receipts !== null) {
      const proof = one.receipts.are_proven ? '' : ' (refused: nothing is set that proves them)'
      write(`  receipts: POST ${one.receipts.path}${proof}\n`)
    }
  }
  return true
}

/** A provider that a file describes, or another account of a protocol that is spoken. */
async function add(
  crier: Crier,
  { write }: Terminal,
  what: string,
  protocol: string | undefined,
): Promise<boolean> {
  const now = crier.now().toISOString()
  const run = async () => {
    if (protocol === undefined) {
      const definition = definitionIn(what)
      return addHttpProvider.run({ definition: definition as never, actor: null, now }, crier.db)
    }
    const channel = protocols[protocol]?.channel
    if (channel === undefined) throw new Error(`there is no protocol "${protocol}"`)
    return addProvider.run({ identifier: what, adapter: protocol, channel, actor: null, now }, crier.db)
  }
  const [added] = await run().catch((error: Error & { constraint_name?: string }) => {
    if (/_key$|_pkey$/.test(error.constraint_name ?? ''))
      throw new Error('there is a provider of that name already', { cause: error })
    throw error
  })
  const [account] = (await accountsNow(crier)).filter(({ provider }) => provider === added!.identifier)
  const next = account!.isActive ? '' : ` "provider set ${account!.provider} active=true" gives it messages.`
  write(`${account!.provider} is added.${next}\n`)
  if (account?.protocol?.receipts) write(`Its receipts go to POST ${account.protocol.receipts.path}\n`)
  return true
}

function definitionIn(file: string): unknown {
  const read = () => {
    try {
      return readFileSync(file, 'utf8')
    } catch (error) {
      throw new Error(`${file} cannot be read`, { cause: error })
    }
  }
  try {
    return JSON.parse(read())
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new Error(`${file} is not JSON: ${error.message}`, { cause: error })
    throw error
  }
}

/** Secrets come by standard input: the command line is shown to every user of the machine. */
async function set(
  crier: Crier,
  { read, write }: Terminal,
  identifier: string,
  words: string[],
): Promise<boolean> {
  const { protocol } = await known(crier, identifier)
  const [only] = words
  if (words.length === 1 && !only!.includes('=')) {
    const value = (await read()).trim()
    if (value === '' || Buffer.byteLength(value) > maxSecretBytes)
      throw new Error(`the value of ${only} is read from standard input: 1 to ${maxSecretBytes} bytes`)
    await setOne(crier, identifier, protocol, only!, value, true)
  } else {
    const changed: Partial<Record<Column, boolean | number>> = {}
    for (const word of words) {
      const [, name, value] = /^([^=]+)=(.*)$/s.exec(word) ?? []
      if (name === undefined) throw new Error(usage)
      if (name in columns) changed[name as Column] = columnValue(name as Column, value!)
      else if (protocol?.settings[name]?.isSecret && value !== '' && !value!.startsWith('env:'))
        throw new Error(
          `${name} is a secret: give it by standard input (provider set ${identifier} ${name} < file), or as ${name}=env:VARIABLE`,
        )
      else await setOne(crier, identifier, protocol, name, value!, false)
    }
    if (Object.keys(changed).length > 0) {
      const now = crier.now().toISOString()
      await setProvider.run({ identifier, changes: changed as never, actor: null, now }, crier.db)
    }
  }
  write(`${identifier} is set. Processes that run follow within ten seconds.\n`)
  return true
}

/** @param value empty takes the setting away; env:VARIABLE names where it is */
async function setOne(
  crier: Crier,
  provider: string,
  protocol: Protocol | null,
  name: string,
  value: string,
  isSealed: boolean,
): Promise<void> {
  const setting = protocol?.settings[name]
  // A provider of rows may have any, for its templates.
  if (setting === undefined && protocols[(await known(crier, provider)).adapter] !== undefined) {
    throw new Error(
      `${provider} has no setting ${name}; it has ${Object.keys({ ...protocol?.settings, ...columns }).join(', ')}`,
    )
  }
  const variable = isSealed ? undefined : /^env:(.+)$/.exec(value)?.[1]
  const checked =
    value !== '' && variable === undefined && setting !== undefined
      ? checkedSetting(name, setting, value)
      : value
  await setProviderSetting.run(
    {
      provider,
      name,
      // Empty: none, which takes the setting away.
      value: isSealed || variable !== undefined ? null : checked || null,
      sealed: isSealed ? crier.seal.seal(checked) : null,
      variable: variable ?? null,
      actor: null,
      now: crier.now().toISOString(),
    },
    crier.db,
  )
}

function columnValue(name: Column, value: string): boolean | number {
  if (columns[name] === 'boolean') {
    if (value !== 'true' && value !== 'false') throw new Error(`${name} must be true or false`)
    return value === 'true'
  }
  const number = Number(value)
  if (value.trim() === '' || !Number.isFinite(number)) throw new Error(`${name} must be a number`)
  return number
}

async function testOne(
  crier: Crier,
  { write }: Terminal,
  identifier: string,
  recipient: string,
  seconds: number,
): Promise<boolean> {
  await known(crier, identifier)
  return tryOut(crier, identifier, recipient, seconds, (line) => write(`${line}\n`))
}

async function known(crier: Crier, identifier: string): Promise<KnownAccount> {
  const all = await accounts(crier)
  const found = all.find(({ provider }) => provider === identifier)
  if (found !== undefined) return found
  throw new Error(
    `there is no provider "${identifier}"; there are ${all.map(({ provider }) => provider).join(', ')}`,
  )
}
