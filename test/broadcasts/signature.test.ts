/** Signed documents, verified by two implementations that are not the signer's. Source: specification, broadcasts, signing. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash, createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { C14nCanonicalization, SignedXml } from 'xml-crypto'
import { documentOf } from '../../src/broadcasts/wire/document.ts'
import { type Format, payloadOf } from '../../src/broadcasts/wire/payload.ts'
import { selfSigned } from '../support/certificate.ts'
import { event, message, profileOf } from './told.ts'

const { key, certificate } = selfSigned()
const signing = { privateKey: createPrivateKey(key), certificate }
const folder = await mkdtemp(join(tmpdir(), 'crier-signature-'))
after(() => rm(folder, { recursive: true, force: true }))

const formats: Format[] = ['cap', 'ibag', 'cmac']
const text = event({ transmitted_content: { body: 'Tŷ <>& ]]> "\'\nline' } })
const plain = (format: Format) =>
  documentOf(payloadOf(text, message(format), [], profileOf('severe')), profileOf('severe'), new Date(0))
const signed = (format: Format, key = signing) =>
  documentOf(payloadOf(text, message(format), [], profileOf('severe')), profileOf('severe'), new Date(0), key)

for (const format of formats) {
  test(`a signed ${format} document is the document and its signature in its place`, () => {
    const document = signed(format)
    const signature = /<ds:Signature [\s\S]*<\/ds:Signature>/.exec(document)![0]
    const end =
      format === 'cap'
        ? '</alert>'
        : `</${format.toUpperCase()}_Digital_Signature></${format.toUpperCase()}_Alert_Attributes>`
    assert.ok(document.endsWith(`${signature}${end}`))
    const without = document.replace(signature, '')
    const expanded = (xml: string) => xml.replace(/<(\w+)\/>/g, '<$1></$1>').replace(/^<\?.*?\?>\s*/, '')
    assert.equal(expanded(without), expanded(plain(format)))
    // In canonical form the document is what was written, without the declaration; so says another hand than the signer's.
    const digest = createHash('sha256')
      .update(expanded(plain(format)))
      .digest('base64')
    assert.ok(signature.includes(`<ds:DigestValue>${digest}</ds:DigestValue>`))
    for (const algorithm of [
      'http://www.w3.org/2006/12/xml-c14n11',
      'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
      'http://www.w3.org/2001/04/xmlenc#sha256',
      'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
    ])
      assert.ok(signature.includes(`Algorithm="${algorithm}"`), algorithm)
    assert.ok(signature.includes('<ds:X509Certificate>'))
    assert.equal(signed(format), document, 'the same bytes every time')
  })

  test(`a changed ${format} document is found out`, () => {
    class Canonical11 extends C14nCanonicalization {
      override getAlgorithmName = () => 'http://www.w3.org/2006/12/xml-c14n11'
    }
    const isGood = (document: string) => {
      const checking = new SignedXml({ publicCert: new X509Certificate(certificate).publicKey })
      checking.CanonicalizationAlgorithms['http://www.w3.org/2006/12/xml-c14n11'] = Canonical11
      checking.loadSignature(/<ds:Signature [\s\S]*<\/ds:Signature>/.exec(document)![0])
      try {
        return checking.checkSignature(document)
      } catch {
        return false
      }
    }
    assert.ok(isGood(signed(format)))
    assert.ok(!isGood(signed(format).replace('\nline', '\nlime')))
    assert.ok(
      !isGood(signed(format, { ...signing, privateKey: createPrivateKey(selfSigned('strangers').key) })),
    )
  })
}

const hasXmlsec = spawnSync('xmlsec1', ['--version']).status === 0
test('xmlsec1 verifies them, and not what was changed', {
  skip: hasXmlsec
    ? false
    : 'THERE IS NO xmlsec1 ON THIS MACHINE: install it to have signatures verified by it',
}, async () => {
  await writeFile(join(folder, 'certificate.pem'), certificate)
  const verify = async (document: string) => {
    await writeFile(join(folder, 'document.xml'), document)
    return spawnSync('xmlsec1', [
      '--verify',
      '--pubkey-cert-pem',
      join(folder, 'certificate.pem'),
      join(folder, 'document.xml'),
    ])
  }
  for (const format of formats) {
    const { status, stderr } = await verify(signed(format))
    assert.equal(status, 0, String(stderr))
  }
  assert.notEqual((await verify(signed('cap').replace('\nline', '\nlime'))).status, 0)
})
