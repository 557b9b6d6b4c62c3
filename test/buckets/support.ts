/** Requests as S3 clients sign them. */
import { AwsV4Signer } from 'aws4fetch'
import type { Answer, TestCrier } from '../support/crier.ts'

export type Sent = {
  method?: string
  headers?: Record<string, string>
  body?: string | Buffer
  secret?: string
  accessKeyId?: string
}

/** @param path `/<bucket>/<key>` */
export async function asS3(crier: TestCrier, path: string, sent: Sent = {}): Promise<Answer> {
  const { body, headers = {}, secret = 'a secret of the test store', accessKeyId = 'AKIDTEST' } = sent
  const method = sent.method ?? (body === undefined ? 'GET' : 'PUT')
  const bytes = body === undefined ? undefined : Buffer.from(body)
  const { createHash } = await import('node:crypto')
  const sum = createHash('sha256')
    .update(bytes ?? '')
    .digest('hex')
  const signed = await new AwsV4Signer({
    url: `http://localhost${path}`,
    method,
    headers: { 'x-amz-content-sha256': sum, ...headers },
    datetime: crier.crier
      .now()
      .toISOString()
      .replace(/[:-]|\.\d{3}/g, ''),
    service: 's3',
    region: 'eu-west-1',
    accessKeyId,
    secretAccessKey: secret,
  }).sign()
  return crier.call(path, {
    method,
    headers: {
      ...Object.fromEntries(signed.headers),
      host: 'localhost',
      ...(bytes === undefined
        ? {}
        : {
            'content-length': String(bytes.length),
            'content-type': headers['content-type'] ?? 'binary/octet-stream',
          }),
    },
    ...(bytes === undefined ? {} : { body: bytes }),
  })
}
