/** Posts the document itself to an operator's centre. Source: specification, broadcasts, two sites. */
import { SaxesParser } from 'saxes'
import { isOk, makePoster, type Tls } from './posting.ts'
import { failed, faultOf, ok, type Transport } from './transport.ts'

export type HttpXmlSettings = { urls: { 1: string; 2: string }; tls?: Tls }

/** One operator's two sites. */
export function makeHttpXml({ urls, tls }: HttpXmlSettings): Transport {
  const posters = { 1: makePoster(urls[1], tls), 2: makePoster(urls[2], tls) }
  return {
    async deliver(_provider, site, { payload, document }, signal) {
      const type = payload.message_format === 'cap' ? 'application/cap+xml' : 'application/xml'
      try {
        const { status, body } = await posters[site].post(
          { 'content-type': `${type}; charset=utf-8` },
          document,
          signal,
        )
        if (!isOk(status)) return failed(`status ${status}`)
        return isErrorAnswer(body) ? failed('Error answer') : ok
      } catch (error) {
        return failed(faultOf(error))
      }
    },
    close: async () => void (await Promise.all([posters[1].close(), posters[2].close()])),
  }
}

/** The elements that say what kind of message an answer is, in CAP and in the vocabularies of J-STD-101. */
const kinds = new Set(['msgType', 'IBAG_message_type', 'CMAC_message_type'])

/** Whether a centre has answered `Error`, as far as its answer can be read. */
export function isErrorAnswer(body: Uint8Array): boolean {
  let isKind = false
  let isError = false
  const parser = new SaxesParser({ xmlns: true, position: false })
  parser.on('opentag', ({ local }) => {
    isKind = kinds.has(local)
  })
  parser.on('closetag', () => {
    isKind = false
  })
  parser.on('text', (text) => {
    if (isKind && text.trim() === 'Error') isError = true
  })
  parser.on('error', (error) => {
    throw error
  })
  try {
    parser.write(Buffer.from(body).toString('utf8')).close()
  } catch {
    // An answer that is no XML, such as `OK`, has a status alone; what was read before it broke counts.
  }
  return isError
}
