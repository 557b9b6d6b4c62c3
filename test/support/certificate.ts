/** A self-signed certificate of the moment, so that no key is kept anywhere. Source: RFC 5280, 4.1; X.690 (DER). */
import { createSign, generateKeyPairSync } from 'node:crypto'

const der = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts)
  const { length } = content
  const bytes = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.of(tag, ...bytes), content])
}
const sequence = (...parts: Uint8Array[]) => der(0x30, ...parts)
const text = (tag: number, value: string) => der(tag, Buffer.from(value))
/** sha256WithRSAEncryption. */
const algorithm = sequence(der(6, Buffer.of(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b)), der(5))
const commonName = Buffer.of(0x55, 0x04, 0x03)
const alternativeName = Buffer.of(0x55, 0x1d, 0x11)

type Certified = { key: string; certificate: string }
/** Made once a process: a key takes a tenth of a second of a processor, now and then a whole one. */
const made = new Map<string, Certified>()

/**
 * @param whose strangers have another key
 * @returns both in PEM; the certificate is good for 127.0.0.1 and localhost
 */
export function selfSigned(whose: 'ours' | 'strangers' = 'ours'): Certified {
  const certified = made.get(whose) ?? makeCertificate()
  made.set(whose, certified)
  return certified
}

function makeCertificate(): Certified {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const name = sequence(der(0x31, sequence(der(6, commonName), text(12, 'localhost'))))
  const alternatives = sequence(text(0x82, 'localhost'), der(0x87, Buffer.of(127, 0, 0, 1)))
  const body = sequence(
    der(0xa0, der(2, Buffer.of(2))),
    der(2, Buffer.of(1)),
    algorithm,
    name,
    sequence(text(23, '200101000000Z'), text(23, '491231235959Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(sequence(der(6, alternativeName), der(4, alternatives)))),
  )
  const signature = createSign('RSA-SHA256').update(body).sign(privateKey)
  const whole = sequence(body, algorithm, der(3, Buffer.of(0), signature))
  const lines = whole.toString('base64').match(/.{1,64}/g)!
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    certificate: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
  }
}
