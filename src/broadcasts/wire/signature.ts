/**
 * Enveloped signatures: RSA-SHA256 over the whole document in canonical XML 1.1. Source: specification, broadcasts, wire XML, signing; XML-DSig.
 */
import type { KeyObject } from 'node:crypto'
import { xmlCrypto } from '../../large-libraries.ts'
import { lazily } from '../../lazily.ts'
import { signaturePlace } from './gateway.ts'
import type { Format } from './payload.ts'

/** @property certificate in PEM; receivers are told it when it is given */
export type SigningKey = { privateKey: KeyObject; certificate?: string }

const c14n11 = 'http://www.w3.org/2006/12/xml-c14n11'
const envelopedSignature = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'

const signatures = lazily(() => {
  const { C14nCanonicalization, SignedXml } = xmlCrypto()
  /** 1.1 differs from 1.0 in what children inherit of `xml:id` and `xml:base`: Crier's documents have neither. */
  class Canonical11 extends C14nCanonicalization {
    override getAlgorithmName = () => c14n11
  }
  return { SignedXml, Canonical11 }
})

/**
 * The signature is the last child of `alert`; in the other formats it goes into the element that is there for it, and that is signed empty.
 * @returns the document with it: any other spelling of the same document is not what was signed
 */
export function signedDocument(
  document: string,
  format: Format,
  { privateKey, certificate }: SigningKey,
): string {
  const { SignedXml, Canonical11 } = signatures()
  const signing = new SignedXml({
    privateKey,
    ...(certificate === undefined ? {} : { publicCert: certificate }),
    canonicalizationAlgorithm: c14n11,
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  })
  signing.CanonicalizationAlgorithms[c14n11] = Canonical11
  signing.addReference({
    xpath: '/*',
    isEmptyUri: true,
    transforms: [envelopedSignature, c14n11],
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
  })
  const reference = format === 'cap' ? '/*' : `/*/*[local-name()="${signaturePlace(format)}"]`
  signing.computeSignature(document, { prefix: 'ds', location: { reference, action: 'append' } })
  return signing.getSignedXml()
}
