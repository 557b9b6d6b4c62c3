/** What Amazon's two services share: signed calls (Signature Version 4), and the envelope in which SNS posts, with its signature. */
import { createVerify, X509Certificate } from 'node:crypto'
import { AwsV4Signer } from 'aws4fetch'
import { PlainError } from '../../errors.ts'
import { type Caller, isObject, isOk, jsonOf, makeCaller, type ProviderAnswer, required } from './call.ts'
import { textOf } from './doors.ts'
import { secretsOf } from './proofs.ts'
import type { Account, Door, Posted, Setting } from './provider.ts'

export const awsSettings = {
  region: { about: 'the region, such as eu-west-2', variable: 'AWS_REGION' },
  access_key_id: { about: 'the access key', variable: 'AWS_ACCESS_KEY_ID' },
  secret_access_key: {
    about: 'the access key’s secret',
    variable: 'AWS_SECRET_ACCESS_KEY',
    isSecret: true,
  },
  session_token: {
    about: 'the token of a key that ends',
    variable: 'AWS_SESSION_TOKEN',
    isSecret: true,
  },
} as const satisfies Record<string, Setting>

/** @param service the name under which requests are signed */
export async function signedCall(
  caller: Caller,
  account: Account,
  service: string,
  url: string,
  contentType: string,
  body: string,
): Promise<ProviderAnswer> {
  const signer = new AwsV4Signer({
    url,
    method: 'POST',
    headers: { 'content-type': contentType },
    body,
    service,
    region: required(account, 'region', 'AWS_REGION'),
    accessKeyId: required(account, 'access_key_id', 'AWS_ACCESS_KEY_ID'),
    secretAccessKey: required(account, 'secret_access_key', 'AWS_SECRET_ACCESS_KEY'),
    sessionToken: account.settings.session_token,
  })
  const signed = await signer.sign()
  return caller.call(url, { headers: Object.fromEntries(signed.headers), body })
}

/** One request at a time suffices: a certificate is asked for once an hour, a subscription once. */
const snsCalls = 4
const certificateMs = 60 * 60 * 1000
const maxCertificates = 20
const confirmMs = 30_000

type Certificate = { at: number; key: Promise<X509Certificate> }
const certificates = new Map<string, Certificate>()
let caller: Caller | undefined
const snsCaller = () => (caller ??= makeCaller({ maxCalls: snsCalls, timeoutMs: confirmMs }))

export const snsTopics = (prefix: string) =>
  ({
    topic_arns: { about: 'the topics that may post, by commas', variable: `${prefix}_TOPIC_ARNS` },
    topic_url: {
      about: 'where certificates and confirmations may lead beside Amazon’s own address, for tests',
      isUrl: true,
    },
  }) as const satisfies Record<string, Setting>

export type Envelope = Record<string, string>

const ofSubscriptions = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type']
const signedFields = new Map<string | undefined, readonly string[]>([
  ['Notification', ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']],
  ['SubscriptionConfirmation', ofSubscriptions],
  ['UnsubscribeConfirmation', ofSubscriptions],
])

/** SHA-1 and SHA-256. Source: Amazon SNS, verifying the signatures of messages. */
const algorithms = new Map<string | undefined, string>([
  ['1', 'RSA-SHA1'],
  ['2', 'RSA-SHA256'],
])

/** The middle is a region: a bucket that somebody has called sns is at sns.s3-us-west-2.amazonaws.com, with what he put there. */
const amazonsHost = /^sns\.[a-z]{2}(?:-[a-z]{2,15}){1,2}-\d{1,2}\.amazonaws\.com(?:\.cn)?$/

/** Only Amazon's own certificates are asked for: otherwise whoever posts would bring his own, and have us call any address. */
export function isPinned(
  url: string | undefined,
  { settings: { topic_url } }: Pick<Account, 'settings'>,
): boolean {
  if (url === undefined || !URL.canParse(url)) return false
  const { protocol, hostname, port, origin, username, password } = new URL(url)
  if (topic_url !== undefined && origin === new URL(topic_url).origin) return true
  return (
    protocol === 'https:' && port === '' && username === '' && password === '' && amazonsHost.test(hostname)
  )
}

async function certificateAt(url: string): Promise<X509Certificate> {
  const now = performance.now()
  const known = certificates.get(url)
  if (known !== undefined && now - known.at < certificateMs) return known.key
  if (certificates.size >= maxCertificates) certificates.clear()
  const key = (async () => {
    const { status, text } = await snsCaller().call(url, { method: 'GET' })
    if (!isOk(status)) throw new Error(`the certificate’s address answered ${status}`)
    return new X509Certificate(text)
  })()
  certificates.set(url, { at: now, key })
  // What went wrong is asked for again by the next one.
  key.catch(() => certificates.delete(url))
  return key
}

/** Whether SNS has signed the envelope, for one of the account's topics. */
async function isSignedBySns(envelope: Envelope, account: Account): Promise<boolean> {
  const fields = signedFields.get(envelope.Type)
  const algorithm = algorithms.get(envelope.SignatureVersion)
  const certificateUrl = envelope.SigningCertURL ?? envelope.SigningCertUrl
  if (fields === undefined || algorithm === undefined || !isPinned(certificateUrl, account)) return false
  if (!secretsOf(account.settings.topic_arns).includes(envelope.TopicArn ?? '')) return false
  const signed = fields
    .filter((name) => envelope[name] !== undefined)
    .map((name) => `${name}\n${envelope[name]}\n`)
    .join('')
  try {
    const { publicKey } = await certificateAt(certificateUrl!)
    return createVerify(algorithm)
      .update(signed)
      .verify(publicKey, envelope.Signature ?? '', 'base64')
  } catch {
    return false
  }
}

/**
 * The envelope of what was posted.
 * @param name stands in refusals
 * @throws PlainError 400 for what is none, in the specification's words: SNS does not send it again
 */
export function envelopeOf(name: string, { header, body }: Posted): Envelope {
  if (!signedFields.has(header('x-amz-sns-message-type')))
    throw new PlainError(400, `${name} callback failed: invalid message type`)
  const json = jsonOf(body.toString('utf8'))
  if (!isObject(json)) throw new PlainError(400, `${name} callback failed: invalid JSON given`)
  return Object.fromEntries(
    Object.entries(json).flatMap(([field, value]) =>
      typeof value === 'string' ? [[field, value] as const] : [],
    ),
  )
}

/** @returns whether the message is to be read; a subscription is confirmed here */
async function settleEnvelope(name: string, envelope: Envelope, account: Account): Promise<boolean> {
  if (envelope.Type !== 'SubscriptionConfirmation') return envelope.Type === 'Notification'
  const url = envelope.SubscribeURL
  const confirmed = isPinned(url, account)
    ? await snsCaller()
        .call(url!, { method: 'GET' })
        .then(({ status }) => isOk(status))
        .catch(() => false)
    : false
  if (!confirmed) throw new PlainError(400, `${name} callback failed: subscription not confirmed`)
  return false
}

/** The route of what comes by way of an SNS topic. @param read the message inside */
export function snsDoor<Read>(
  name: string,
  path: string,
  read: (message: unknown, envelope: Envelope) => Read[],
) {
  return {
    path,
    maxBytes: 512 * 1024,
    secrets: ['topic_arns'],
    isGuarded: ({ settings }) => secretsOf(settings.topic_arns).length > 0,
    async isProven(posted, account) {
      return isSignedBySns(envelopeOf(name, posted), account)
    },
    // SNS takes a 4xx for its last word, and shows no credentials: the specification's answer.
    refusal: () => new PlainError(400, `${name} callback failed: validation failed`),
    async read(posted: Posted, account: Account): Promise<Read[]> {
      const envelope = envelopeOf(name, posted)
      if (!(await settleEnvelope(name, envelope, account))) return []
      return read(jsonOf(textOf(envelope.Message)), envelope)
    },
    answer: { result: 'success', message: `${name} callback succeeded` },
  } satisfies Door & { read: unknown; answer: object }
}
