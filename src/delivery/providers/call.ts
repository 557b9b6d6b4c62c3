/** One HTTP call to a provider, bounded in time and in what is read of the answer. */
import { MessageFault } from './provider.ts'

/** Source: specification, sending, wire formats. */
export const providerTimeoutMs = 10_000
/** Answers have a few hundred bytes; of an error page no more is read. */
const maxAnswerBytes = 64 * 1024

export type ProviderAnswer = { status: number; fields: Record<string, unknown> | null }

/**
 * @param body JSON text or a form
 * @returns the status and the JSON object in the answer; null where it is none
 * @throws Error of the network, or when the provider takes longer than ten seconds
 */
export async function callProvider(
  url: string,
  headers: Record<string, string>,
  body: string | URLSearchParams,
  timeoutMs = providerTimeoutMs,
): Promise<ProviderAnswer> {
  const signal = AbortSignal.timeout(timeoutMs)
  const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'error' })
  return { status: response.status, fields: jsonObject(await readStart(response)) }
}

async function readStart(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    chunks.push(chunk)
    size += chunk.byteLength
    if (size > maxAnswerBytes) break
  }
  return Buffer.concat(chunks).toString('utf8')
}

function jsonObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}

/**
 * The statuses that refuse this one message. Others that begin with 4 are about the caller (key, credit, rate, path), and may pass later.
 */
const aboutTheMessage = new Set([400, 413, 422])

/** The error that a refusal stands for. Its words hold numbers alone: what providers write may quote the recipient. */
export function refusal(provider: string, status: number, code: unknown): Error {
  const number = typeof code === 'number' || /^\d{1,9}$/.test(String(code)) ? ` (${String(code)})` : ''
  const words = `${provider} answered ${status}${number}`
  return number !== '' && aboutTheMessage.has(status) ? new MessageFault(words) : new Error(words)
}
