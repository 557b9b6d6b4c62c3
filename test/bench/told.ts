/** The services' own server, a process of its own: below /well it answers after a few milliseconds, elsewhere never. Tells its parent the port. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const server = createServer((request, response) => {
  request.resume()
  if (request.url === '/well') request.once('end', () => setTimeout(() => response.writeHead(204).end(), 5))
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
process.send!((server.address() as AddressInfo).port)
