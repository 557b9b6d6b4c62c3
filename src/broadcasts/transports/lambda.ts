/**
 * Posts the payload as JSON to functions that make and send the document themselves, as Notify's proxies do: AWS Lambda, or what speaks like it.
 * Source: specification, broadcasts, two sites.
 */
import { AwsV4Signer } from 'aws4fetch'
import { isOk, makePoster } from './posting.ts'
import { failed, faultOf, ok, type Transport } from './transport.ts'

/** With credentials calls are signed for the region (Signature Version 4). */
export type LambdaSettings = {
  urls: { 1: string; 2: string }
  credentials?: { region: string; accessKeyId: string; secretAccessKey: string; sessionToken?: string }
}

/** One operator's two proxies; an invocation that the function itself has failed says so in a header. */
export function makeLambda({ urls, credentials }: LambdaSettings): Transport {
  const posters = { 1: makePoster(urls[1]), 2: makePoster(urls[2]) }
  const headersOf = async (url: string, body: string): Promise<Record<string, string>> => {
    const headers = { 'content-type': 'application/json' }
    if (credentials === undefined) return headers
    const signer = new AwsV4Signer({ url, method: 'POST', headers, body, service: 'lambda', ...credentials })
    return Object.fromEntries((await signer.sign()).headers)
  }
  return {
    async deliver(_provider, site, { payload }, signal) {
      const body = JSON.stringify(payload)
      try {
        const { status, header } = await posters[site].post(await headersOf(urls[site], body), body, signal)
        if (!isOk(status)) return failed(`status ${status}`)
        const error = header('x-amz-function-error')
        return error === undefined ? ok : failed(`function error ${error}`)
      } catch (error) {
        return failed(faultOf(error))
      }
    },
    close: async () => void (await Promise.all([posters[1].close(), posters[2].close()])),
  }
}
