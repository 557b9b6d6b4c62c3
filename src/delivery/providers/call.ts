/** HTTP calls to a provider over connections of its own, bounded in time and in what is read of the answer; the worker bounds their number. */
import type { Agent, Dispatcher } from 'undici'
import { undici } from '../../large-libraries.ts'
import { type Account, MessageFault, type Refusal } from './provider.ts'

/** Answers have a few hundred bytes; of an error page no more is read. */
const maxAnswerBytes = 64 * 1024

/** json: the JSON in the answer; undefined where it is none. fields: the object in it; null where it is none. */
export type ProviderAnswer = {
  status: number
  header: (name: string) => string | undefined
  text: string
  json: unknown
  fields: Record<string, unknown> | null
}
export type Call = {
  method?: 'GET' | 'POST' | 'PUT'
  headers?: Record<string, string>
  /** JSON text, or a form. */
  body?: string | URLSearchParams
}
export type Caller = {
  maxCalls?: number
  call: (url: string, call: Call) => Promise<ProviderAnswer>
  close: () => void
}

/**
 * Connections are kept, so that a message costs no handshake, and are each provider's own: one that hangs takes none from another. There is one for
 * each call in flight, as many as the provider's max_calls or else CRIER_SEND_CONCURRENCY let there be. Redirects are not followed: they would
 * take credentials elsewhere.
 */
export function makeCaller(
  { maxCalls, timeoutMs }: Pick<Account, 'maxCalls' | 'timeoutMs'>,
  tls: { ciphers?: string; ca?: string[] } = {},
): Caller {
  const { Agent } = undici()
  const agent = new Agent({
    connections: maxCalls ?? null,
    pipelining: 1,
    connect: { timeout: timeoutMs, ...tls },
    // One clock for the whole call, below.
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  return {
    ...(maxCalls === undefined ? {} : { maxCalls }),
    /** @throws Error of the network, or when the provider takes longer than its time */
    async call(url, { method = 'POST', headers = {}, body }) {
      // The error that it would throw has the whole address, keys included.
      if (!URL.canParse(url)) throw new Error('the address is not a URL')
      const { origin, pathname, search } = new URL(url)
      const isForm = body instanceof URLSearchParams
      const form = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' }
      const options = {
        origin,
        path: `${pathname}${search}`,
        method,
        headers: isForm ? { ...form, ...headers } : headers,
        ...(body === undefined ? {} : { body: String(body) }),
      }
      const { status, headers: given, text } = await exchange(agent, options, timeoutMs)
      const json = jsonOf(text)
      return {
        status,
        header(name) {
          const value = given[name]
          return Array.isArray(value) ? value[0] : value
        },
        text,
        json,
        fields: isObject(json) ? json : null,
      }
    },
    // Calls in flight end as they would have.
    close: () => void agent.close(),
  }
}

type Exchanged = { status: number; headers: Record<string, string | string[] | undefined>; text: string }

/**
 * One request and the start of its answer. Without the streams and the signal that undici's own `request` makes for each, a call costs a process 52
 * microseconds in place of 83.
 */
function exchange(agent: Agent, options: Dispatcher.DispatchOptions, timeoutMs: number): Promise<Exchanged> {
  return new Promise((resolve, reject) => {
    let begun: Dispatcher.DispatchController | undefined
    let fault: Error | undefined
    let status = 0
    let headers: Exchanged['headers'] = {}
    const chunks: Buffer[] = []
    let size = 0
    const fail = (error: Error) => {
      clearTimeout(timer)
      fault = error
      reject(error)
    }
    const timer = setTimeout(() => {
      const late = new DOMException('the provider took longer than its time', 'TimeoutError')
      fail(late)
      begun?.abort(late)
    }, timeoutMs).unref()
    const finish = () => {
      clearTimeout(timer)
      resolve({ status, headers, text: Buffer.concat(chunks).toString('utf8') })
    }
    agent.dispatch(options, {
      onRequestStart(controller) {
        begun = controller
        // It waited for a connection until it was too late.
        if (fault !== undefined) controller.abort(fault)
      },
      onResponseStart(_, statusCode, given) {
        status = statusCode
        headers = given
      },
      onResponseData(controller, chunk) {
        chunks.push(chunk)
        size += chunk.byteLength
        if (size <= maxAnswerBytes) return
        finish()
        controller.abort(new Error('the answer is too long'))
      },
      onResponseEnd: finish,
      onResponseError: (_, error) => fail(error),
    })
  })
}

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isOk = (status: number) => status >= 200 && status < 300

/** The statuses that refuse this one message. Others that begin with 4 are about the caller (key, credit, rate, path), and may pass later. */
const aboutTheMessage = new Set([400, 413, 422])

/**
 * The error that a refusal stands for. Its words hold codes alone: what providers write may quote the recipient.
 * @param fallback what a code that is not in provider_refusals means with a status that is about the message
 */
export function refusal(
  name: string,
  { refusals }: Pick<Account, 'refusals'>,
  status: number,
  code: unknown,
  fallback: Refusal | null = null,
): Error {
  const shown = isCode(code) ? ` (${String(code)})` : ''
  const words = `${name} answered ${status}${shown}`
  const known = shown === '' ? undefined : refusals[String(code)]
  if (known !== undefined) return new MessageFault(words, known)
  if (fallback !== null && shown !== '' && aboutTheMessage.has(status))
    return new MessageFault(words, fallback)
  return new Error(words)
}

/** A number or a word such as InvalidParameter: nothing that could be a telephone number or an address. */
const isCode = (code: unknown) =>
  typeof code === 'number' || /^(?:\d{1,9}|[A-Za-z][A-Za-z_.-]{0,49})$/.test(String(code ?? ''))

/** @throws Error that names the setting and how it is given */
export function required(account: Account, name: string, variable?: string): string {
  const value = account.settings[name]
  if (value !== undefined) return value
  throw new Error(
    variable === undefined
      ? `the provider ${account.provider} has no setting ${name}`
      : `${variable} is not set, nor has the provider ${account.provider} a setting ${name}`,
  )
}
