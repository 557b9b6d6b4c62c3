/** An MMG receipt as it goes over the wire: the message has arrived. */

/** What MMG shows with its receipts (MMG_RECEIPT_CREDENTIALS). */
export const receiptCredentials = 'bench:a password'

export function receiptText(id: string): string {
  const body = JSON.stringify({
    reference: '1',
    CID: id,
    MSISDN: '447700900300',
    status: '3',
    substatus: '5',
  })
  return `POST /notifications/sms/mmg HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Basic ${btoa(receiptCredentials)}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`
}
