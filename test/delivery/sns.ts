/** Amazon SNS, as tests play it: envelopes under its signature, and the address that has its certificate. Source: Amazon SNS, verifying signatures. */
import { createSign, randomUUID } from 'node:crypto'
import { selfSigned } from '../support/certificate.ts'
import type { Call } from '../support/crier.ts'
import { httpPeer } from './peers.ts'

export const topic = 'arn:aws:sns:eu-west-2:123456789012:crier'
const signedFields = ['Message', 'MessageId', 'Timestamp', 'TopicArn', 'Type'] as const

export type SnsPeer = {
  /** What an account with this Amazon has for settings. */
  settings: { topic_arns: string; topic_url: string }
  /** A message as it is posted. @param changed after it was signed */
  envelope: (message: unknown, changed?: Record<string, string>) => Call
  close: () => Promise<void>
}

export async function snsPeer(): Promise<SnsPeer> {
  const { key, certificate } = selfSigned()
  const peer = await httpPeer(() => ({ body: certificate }))
  const { origin } = new URL(peer.url)
  return {
    settings: { topic_arns: topic, topic_url: origin },
    envelope(message, changed = {}) {
      const fields = {
        Type: 'Notification',
        MessageId: randomUUID(),
        TopicArn: topic,
        Message: JSON.stringify(message),
        Timestamp: '2026-03-01T09:00:00.000Z',
      }
      const signed = signedFields.map((name) => `${name}\n${fields[name]}\n`).join('')
      const proof = {
        SignatureVersion: '2',
        SigningCertURL: `${origin}/certificate.pem`,
        Signature: createSign('RSA-SHA256').update(signed).sign(key, 'base64'),
      }
      return {
        body: { ...fields, ...proof, ...changed },
        headers: { 'x-amz-sns-message-type': 'Notification', 'content-type': 'text/plain; charset=UTF-8' },
      }
    },
    close: peer.close,
  }
}
