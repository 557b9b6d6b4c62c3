/**
 * Random histories: messages, receipts that come late, prices that change (also for days already billed), archives at any
 * moment, nights that crash, are repeated or missed, around both clock changes. After each, facts, totals and usage equal
 * the model's. `CRIER_MODEL_SEED` repeats one run; the seed is printed.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { listYearlyUsage } from '../../queries/billing/usage.queries.ts'
import type { Channel } from '../../src/channels.ts'
import { testDatabase } from '../support/database.ts'
import { randomSequence } from '../support/random.ts'
import { scaled } from '../support/scale.ts'
import { type ModelMessage, modelBilling, modelCost, modelStatuses, type Prices } from './model.ts'
import { booksOn, makeWorld, type World } from './world.ts'

/** Services that live through the same nights and prices, each with a history of its own, and how often they do so. */
const together = 67
const rounds = scaled(1)
const seed = Number(process.env.CRIER_MODEL_SEED ?? Date.now() % 1_000_000_000)
const hour = 3_600_000
const day = 24 * hour
/** The year in whose April it begins; no history ends within the last hours of a March, where local time would matter. */
const financialYear = (at: number) => new Date(at).getUTCFullYear() - (new Date(at).getUTCMonth() < 3 ? 1 : 0)

const { sql, close } = await testDatabase()
const { db } = booksOn(sql)
const worlds: World[] = []
after(close)
before(async () => {
  // The messages of these years lie in the default partition; without the months each plan is made in a tenth of the time.
  const months = await sql`
    select inhrelid::regclass::text as name from pg_inherits
    where inhparent = 'notification_history'::regclass and inhrelid <> 'notification_history_default'::regclass`
  await sql.unsafe(`drop table ${months.map((month) => month.name).join(', ')}`)
  for (let index = 0; index < together; index++) worlds.push(await makeWorld(sql))
})

type History = { world: World; messages: ModelMessage[] }

const finals: Record<Channel, string[]> = {
  sms: ['delivered', 'temporary-failure', 'permanent-failure', 'technical-failure', 'pending'],
  email: ['delivered', 'temporary-failure', 'permanent-failure', 'technical-failure'],
  letter: ['delivered', 'returned-letter', 'technical-failure'],
}

/** One round: what happens, in statements, and what the model holds at the end. */
async function live(random: () => number): Promise<void> {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  // A fortnight around a clock change, inside one financial year or across its end.
  const start = pick([Date.UTC(2022, 2, 21, 6), Date.UTC(2022, 9, 24, 6), Date.UTC(2023, 2, 22, 6)])
  const length = 12
  const free = Math.floor(random() * 30)
  const prices: Prices = { sms: [{ from: 0, rate: 158 }], letter: [{ from: 0, rate: 4100 }] }
  const histories = worlds.map((world) => ({ world, messages: [] as ModelMessage[] }))

  await sql.begin(async (sql) => {
    await sql`truncate notifications, notification_history, ft_billing, ft_notification_status, ft_daily_totals, ft_refreshes,
      rates, letter_rates, task_runs, archived_letter_files`
    await sql`insert into rates (valid_during, rate) values ('(,)', 0.0158)`
    await sql`insert into letter_rates (post_class, sheet_count, valid_during, rate)
      select 'second', sheets, '(,)', 0.41 from generate_series(1, 5) as sheets`
    for (const year of [2021, 2022, 2023]) {
      await sql`
        insert into annual_billing (service_id, financial_year_start, free_sms_fragment_limit)
        select id, ${year}, ${free} from services
        on conflict (service_id, financial_year_start) do update set free_sms_fragment_limit = excluded.free_sms_fragment_limit`
    }
  })

  for (let night = 1; night <= length; night++) {
    const midnight = start + night * day
    await happenings(midnight)
    // What was planned for empty tables would go through all of them for each receipt and each day.
    if (night === 2) await sql`analyze notifications, ft_billing, ft_notification_status`
    if (random() < 0.3) {
      const from = Math.floor((midnight - random() * 4 * day) / hour) * hour
      const rate = 150 + Math.floor(random() * 60)
      await sql`select set_sms_rate(${new Date(from).toISOString()}, ${rate / 10_000}, null, now())`
      prices.sms = [...prices.sms.filter((price) => price.from !== from), { from, rate }]
    }
    if (random() < 0.4) await archive(midnight)
    await nightly(midnight)
  }
  // The nights that close the last days.
  const end = start + length * day
  await runNight(end + 1 * day)
  await Promise.all(histories.map((history) => settle(history, end + 1 * day)))
  const [totals] = await sql`
    select
      (select coalesce(sum(notification_count), 0) from ft_notification_status) as facts,
      (select coalesce(sum(notification_count), 0) from ft_daily_totals) as totals`
  assert.equal(totals!.facts, totals!.totals)

  /** A day's sends and receipts, of all histories in one statement each. */
  async function happenings(until: number): Promise<void> {
    const fresh: (ModelMessage & { world: World })[] = []
    const told = new Map<string, string>()
    for (const { world, messages } of histories) {
      for (const message of messages) {
        if (random() > 0.25 || !['created', 'sending', 'pending'].includes(message.status)) continue
        told.set(message.id, pick(finals[message.type]))
      }
      for (let index = Math.floor(random() * 7); index > 0; index--) {
        const message = someMessage(until)
        messages.push(message)
        fresh.push({ ...message, world })
      }
    }
    await insert(fresh)
    // What is archived hears nothing any more, and not every status leads to every other, so the table says whom a receipt has reached.
    const reached = await sql`
      update notifications
      set notification_status = receipt.status::notification_status
      from unnest(${[...told.keys()]}::uuid[], ${[...told.values()]}::text[]) as receipt (id, status)
      where notifications.id = receipt.id
        and exists (
          select from status_transitions transition
          where transition.notification_type = notifications.notification_type
            and transition.from_status = notifications.notification_status
            and transition.to_status = receipt.status::notification_status
        )
      returning notifications.id`
    const heard = new Set(reached.map((row) => row.id))
    for (const message of histories.flatMap((history) => history.messages)) {
      if (heard.has(message.id)) message.status = told.get(message.id)!
    }
  }

  function someMessage(until: number): ModelMessage {
    const type = pick(['sms', 'sms', 'email', 'letter'] as const)
    return {
      id: crypto.randomUUID(),
      type,
      key_type: pick(['normal', 'normal', 'normal', 'team', 'test']),
      // Half of them close to where local days meet.
      at:
        random() < 0.5
          ? until - Math.floor(random() * day)
          : Math.floor(until / day) * day - pick([1, 0, hour, hour + 1, -1]),
      status: pick(['created', 'sending', 'sending']),
      units: type === 'email' ? 0 : Math.floor(random() * 4),
      multiplier: type === 'sms' ? pick([null, 1, 2, 3]) : null,
      sent_by: type === 'sms' ? pick([null, 'mmg', 'firetext']) : null,
      postage: type === 'letter' ? 'second' : null,
    }
  }

  /** A night: done, missed, repeated, or ended in the middle. */
  async function nightly(at: number): Promise<void> {
    const fate = random()
    if (fate < 0.15) return
    if (fate < 0.3) await crash(at)
    else await runNight(at)
    if (fate > 0.85) await runNight(at)
  }

  async function crash(at: number): Promise<void> {
    const date = new Date(at).toISOString()
    await sql
      .begin(async (sql) => {
        await sql`select refresh_billing_facts(bst_date, notification_type) from billing_days_due(local_date(${date})) limit 2`
        await sql`select refresh_status_facts(bst_date, notification_type) from status_days_due(local_date(${date})) limit 2`
        throw new Error('crash')
      })
      .catch((error: Error) => assert.equal(error.message, 'crash'))
  }

  async function runNight(at: number): Promise<void> {
    const date = new Date(at).toISOString()
    await sql.begin(async (sql) => {
      await sql`select refresh_billing_facts(bst_date, notification_type) from billing_days_due(local_date(${date}))`
      await sql`select refresh_status_facts(bst_date, notification_type) from status_days_due(local_date(${date}))`
      await sql`
        insert into task_runs (task, run_on, started_at, finished_at)
        select task, local_date(${date}), now(), now()
        from unnest(array['create-nightly-billing', 'create-nightly-notification-status']) as task
        on conflict do nothing`
    })
  }

  async function archive(at: number): Promise<void> {
    const now = new Date(at).toISOString()
    // What the archive may delete for good is what its night has counted.
    await sql`select archive_notifications(channel, ${now}, 60) from unnest(enum_range(null::notification_type)) as channel`
  }

  async function insert(fresh: (ModelMessage & { world: World })[]): Promise<void> {
    const rows = fresh.map((message) => ({
      id: message.id,
      service_id: message.world.service,
      template_id: message.world.templates[message.type],
      template_version: 1,
      notification_type: message.type,
      key_type: message.key_type,
      notification_status: message.status,
      created_at: new Date(message.at).toISOString(),
      to: 'somebody',
      billable_units: message.units,
      rate_multiplier: message.multiplier,
      sent_by: message.sent_by,
      postage: message.postage,
    }))
    await sql`insert into notifications ${sql(rows)}`
  }

  /** Everything equals the model, for the days that the last night covered. */
  async function settle({ world, messages }: History, at: number): Promise<void> {
    const now = new Date(at).toISOString()
    const covered = await sql`
      select bst_date::text as date, bst_date >= local_date(${now}) - 4 as recent
      from (select local_date(${now}) - back as bst_date from generate_series(1, 10) as back) days`
    const ten = new Set(covered.map((row) => row.date as string))
    const four = new Set(covered.filter((row) => row.recent).map((row) => row.date as string))

    const stored = await sql`
      select concat_ws(
        ' ', bst_date, notification_type, provider, rate_multiplier, (rate * 10000)::integer, postage, billable_units, notifications_sent
      ) as line
      from ft_billing where service_id = ${world.service} and bst_date = any (${[...ten]}::date[])`
    const lines = modelBilling(messages, prices, ten)
    assert.deepEqual(stored.map((row) => row.line).sort(), lines)

    const statuses = await sql`
      select concat_ws(' ', bst_date, notification_type, key_type, notification_status, sum(notification_count)) as line
      from ft_notification_status
      where service_id = ${world.service}
        and bst_date = any (${[...ten]}::date[])
        and (notification_type = 'letter' or bst_date = any (${[...four]}::date[]))
      group by bst_date, notification_type, key_type, notification_status`
    assert.deepEqual(
      statuses.map((row) => row.line).sort(),
      modelStatuses(messages, (type) => (type === 'letter' ? ten : four)),
    )
    // The year's usage follows from all the facts there are, also of days that no night looks at any more.
    for (const year of new Set([financialYear(start), financialYear(at)])) {
      const year_lines = await sql`
        select concat_ws(
          ' ', bst_date, notification_type, provider, rate_multiplier, (rate * 10000)::integer, postage, billable_units, notifications_sent
        ) as line
        from ft_billing where service_id = ${world.service} and financial_year(bst_date) = ${year}`
      const expected = modelCost(
        year_lines.map((row) => row.line),
        free,
      )
      const usage = await listYearlyUsage.run(
        { service_id: world.service, year, now: '2030-01-01T00:00Z' },
        db,
      )
      const cost = (type: Channel) =>
        Math.round(
          usage
            .filter((row) => row.notification_type === type)
            .reduce((sum, row) => sum + Number(row.cost), 0) * 10_000,
        )
      assert.equal(cost('sms'), expected.sms)
      assert.equal(cost('letter'), expected.letter)
      const units = usage
        .filter((row) => row.notification_type === 'sms')
        .reduce((sum, row) => sum + Number(row.chargeable_units), 0)
      assert.equal(units, expected.units)
    }
    // No message was lost or doubled on the way to history.
    const [kept] =
      await sql`select count(*)::integer as all, count(distinct id)::integer as ids from notifications_all_time where service_id = ${world.service}`
    assert.deepEqual({ ...kept }, { all: messages.length, ids: messages.length })
  }
}

test(`${together * rounds} random histories end as the model says (seed ${seed})`, async (context) => {
  for (let round = 0; round < rounds; round++) {
    try {
      await live(randomSequence(seed + round))
    } catch (error) {
      context.diagnostic(`repeat with CRIER_MODEL_SEED=${seed + round}`)
      throw error
    }
  }
  context.diagnostic(`seeds ${seed} to ${seed + rounds - 1}, ${together} histories each`)
})
