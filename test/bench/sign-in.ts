/** Whether people who sign in, all at once, hold up the acceptance of messages: a password is a tenth of a second of a processor. */
import { hashPassword } from '../../src/users/passwords.ts'
import { passwordCost } from '../../src/users/settings.ts'
import { beginCommand } from './begin.ts'
import { type Bench, percentile, type Row } from './bench.ts'
import { tokenMaker } from './connection.ts'
import { makeTargets, offer, refusals } from './offer.ts'
import { admin, adminEnv } from './report.ts'

const people = 50
/** Single messages per second. */
const rate = 25

export async function signIn(bench: Bench): Promise<Row[]> {
  const seconds = bench.seconds(10)
  const [target] = await makeTargets(bench, 1)
  const password = 'correct horse battery staple'
  const ids = await bench.sql<{ id: string }[]>`
    insert into users (name, email_address, auth_type, state, password_hash)
    select 'Amala', number || '@example.gov.uk', 'email_auth', 'active', ${await hashPassword(password, passwordCost)}
    from generate_series(1, ${people}) number
    returning id`
  const server = beginCommand(bench, 'serve', adminEnv)
  const { port } = await server.started
  const accepted = () =>
    offer({
      port: port!,
      connections: 8,
      targets: [target!],
      rate,
      seconds,
      warmUpSeconds: 1,
    })
  const token = tokenMaker(admin)
  const took: number[] = []
  /** Answers other than 204, by status: one process has so many of them to check that some may wait for too long. */
  const refused = new Map<number, number>()
  async function signInUntil(id: string, end: number): Promise<void> {
    while (performance.now() < end) {
      const began = performance.now()
      const answer = await fetch(`http://127.0.0.1:${port}/user/${id}/verify/password`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token()}`, 'content-type': 'application/json' },
        body: JSON.stringify({ password }),
      })
      if (answer.status === 204) took.push(performance.now() - began)
      else refused.set(answer.status, (refused.get(answer.status) ?? 0) + 1)
    }
  }

  const calm = await accepted()
  const end = performance.now() + (seconds + 2) * 1000
  const [busy] = await Promise.all([accepted(), ...ids.map(({ id }) => signInUntil(id, end))])
  await server.stop()
  const figures = ({ p50, p99, worst }: typeof busy) =>
    `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, longest ${worst.toFixed(0)} ms`
  return [
    {
      scenario: 'sign-in',
      figure: `acceptance beside it: ${figures(busy)}`,
      baseline: `without: ${figures(calm)}`,
      ratio: busy.p99 / calm.p99,
      conditions: `${rate} requests/s to one serve process for ${seconds} s, and ${people} people who give it their password again and again: ${(took.length / (seconds + 2)).toFixed(1)} passwords/s, p50 ${percentile(took, 0.5).toFixed(0)} ms, longest ${percentile(took, 1).toFixed(0)} ms${[...refused].map(([status, times]) => `, ${status} × ${times}`).join('')}${refusals(busy)}`,
    },
  ]
}
