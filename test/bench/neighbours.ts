/** Whether one service's calls in bulk hold up another service's requests at acceptance. */
import { beginCommand } from './begin.ts'
import { type Bench, type Row, whole } from './bench.ts'
import { makeTargets, offer, refusals, type Sender } from './offer.ts'

const messagesPerCall = 1000
const bulkConnections = 4
/** Single messages per second, of each of the two. */
const singleRate = 50

/** The quiet service asks one process, beside the loud one's single messages and then its calls in bulk too, which that process takes or another. */
export async function neighbours(bench: Bench): Promise<Row[]> {
  const seconds = bench.seconds(10)
  const [loud] = await makeTargets(bench, 1)
  const [quiet] = await makeTargets(bench, 1, 'priority')
  const serve = () => beginCommand(bench, 'serve')
  const servers = [serve(), serve()]
  const [here, there] = await Promise.all(servers.map(async (server) => (await server.started).port!))
  const load = { seconds, warmUpSeconds: 1 }
  const single = (target: Sender) =>
    offer({ ...load, port: here!, connections: 8, targets: [target], rate: singleRate })
  const bulk = (port: number) =>
    offer({
      ...load,
      port,
      connections: bulkConnections,
      targets: [loud!],
      rate: null,
      bulk: messagesPerCall,
    })

  // Both sides of the comparison have the loud service's single messages: they differ in the bulk alone.
  const [calm] = await Promise.all([single(quiet!), single(loud!)])
  const rows: Row[] = []
  for (const [name, port] of [
    ['of the same process', here!],
    ['of another process', there!],
  ] as const) {
    const [found, own, many] = await Promise.all([single(quiet!), single(loud!), bulk(port)])
    // A call of a thousand messages may take longer than all there is to measure.
    const figures = ({ answered, p50, p95, worst }: typeof found) =>
      answered === 0
        ? 'none answered'
        : `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, longest ${worst.toFixed(0)} ms`
    bench.log(
      `${figures(found)}; the loud service's single messages: ${figures(own)}; its calls: ${figures(many)}`,
    )
    rows.push({
      scenario: `neighbours, bulk ${name}`,
      figure: `a quiet service's requests: ${figures(found)}`,
      baseline: `without the bulk: ${figures(calm)}`,
      ratio: found.p95 / calm.p95,
      conditions: `${singleRate} requests/s of the quiet service and as many of the loud one to one serve process for ${seconds} s; the loud one's calls of ${whole(messagesPerCall)} messages on ${bulkConnections} connections (${whole(many.perSecond * messagesPerCall)} messages/s; its own single messages: ${figures(own)})${refusals(found)}`,
    })
  }
  await Promise.all(servers.map((server) => server.stop()))
  return rows
}
