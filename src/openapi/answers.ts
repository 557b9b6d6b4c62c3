/** The bodies of answers. Source: specification, public API. */

import * as v from 'valibot'
import { broadcastStatuses } from '../broadcasts/requests.ts'
import { callbackStatuses, callbackTypes } from '../callbacks/requests.ts'
import { channels } from '../channels.ts'

const uuid = v.pipe(v.string(), v.uuid())
const uri = v.pipe(v.string(), v.url())
const time = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/))
const text = v.nullable(v.string())
const whole = v.pipe(v.number(), v.integer())
const template = v.strictObject({ id: uuid, version: whole, uri })

const sent = { id: uuid, reference: text, uri, template, scheduled_for: v.null() }
export const smsSent = v.strictObject({
  ...sent,
  content: v.strictObject({ body: v.string(), from_number: text }),
})
export const emailSent = v.strictObject({
  ...sent,
  content: v.strictObject({
    subject: v.string(),
    body: v.string(),
    from_email: v.string(),
    one_click_unsubscribe_url: text,
  }),
  sanitised_content: v.record(v.string(), v.strictObject({ unsanitised: v.string(), sanitised: v.string() })),
})
export const letterSent = v.strictObject({
  ...sent,
  content: v.strictObject({ subject: v.string(), body: v.string() }),
})
export const precompiledLetterSent = v.strictObject({
  id: uuid,
  reference: text,
  postage: v.picklist(['first', 'second', 'economy']),
})

const postage = v.picklist(['first', 'second', 'economy', 'europe', 'rest-of-world'])
const costDetails = v.union([
  v.strictObject({}),
  v.strictObject({
    billable_sms_fragments: whole,
    international_rate_multiplier: v.nullable(v.number()),
    sms_rate: v.number(),
  }),
  v.strictObject({ billable_sheets_of_paper: whole, postage }),
])

const channel = v.picklist(channels)
export const notification = v.strictObject({
  id: uuid,
  reference: text,
  email_address: text,
  phone_number: text,
  line_1: text,
  line_2: text,
  line_3: text,
  line_4: text,
  line_5: text,
  line_6: text,
  postcode: text,
  type: channel,
  status: v.picklist([
    'created',
    'sending',
    'pending',
    'sent',
    'delivered',
    'failed',
    'temporary-failure',
    'permanent-failure',
    'technical-failure',
    'accepted',
    'received',
    'cancelled',
    'pending-virus-check',
    'virus-scan-failed',
    'validation-failed',
  ]),
  template,
  body: v.string(),
  subject: text,
  created_at: time,
  created_by_name: text,
  sent_at: v.nullable(time),
  completed_at: v.nullable(time),
  scheduled_for: v.null(),
  postage: v.nullable(postage),
  one_click_unsubscribe_url: text,
  is_cost_data_ready: v.boolean(),
  cost_in_pounds: v.nullable(v.number()),
  cost_details: costDetails,
  estimated_delivery: v.optional(time),
})
export const notifications = v.strictObject({
  notifications: v.array(notification),
  links: v.strictObject({ current: uri, next: v.optional(uri) }),
})

export const job = v.strictObject({
  id: uuid,
  name: v.string(),
  reference: text,
  status: v.picklist([
    'scheduled',
    'pending',
    'in progress',
    'finished',
    'finished all notifications created',
    'sending limits exceeded',
    'cancelled',
    'error',
  ]),
  notification_count: whole,
  template,
  scheduled_for: v.nullable(time),
  created_at: time,
  processing_started: v.nullable(time),
  processing_finished: v.nullable(time),
  uri,
})
export const jobWithStatistics = v.strictObject({
  ...job.entries,
  statistics: v.record(v.string(), whole),
})
export const jobCheck = v.strictObject({
  can_be_sent: v.boolean(),
  template,
  columns: v.array(v.string()),
  row_count: whole,
  errors: v.array(v.strictObject({ error: v.string(), message: v.string() })),
  error_count: whole,
  rows_with_errors: whole,
  row_errors: v.strictObject({
    bad_recipient: whole,
    missing_data: whole,
    message_too_long: whole,
    message_empty: whole,
    recipient_not_allowed: whole,
  }),
  to_fix: v.array(v.string()),
  repeated_recipients: v.strictObject({ count: whole, rows: v.array(whole) }),
  remaining_today: v.strictObject({ messages: whole, international: v.optional(whole) }),
})
const links = v.strictObject({ current: uri, next: v.optional(uri) })
export const jobs = v.strictObject({ jobs: v.array(job), links })
export const jobRows = v.strictObject({
  rows: v.array(
    v.strictObject({
      row_number: whole,
      recipient: v.string(),
      reference: text,
      notification_id: v.nullable(uuid),
      status: v.string(),
      error: text,
    }),
  ),
  links,
})

export const templateAnswer = v.strictObject({
  id: uuid,
  name: v.string(),
  type: channel,
  version: whole,
  created_at: time,
  updated_at: v.nullable(time),
  created_by: v.string(),
  subject: text,
  body: v.string(),
  personalisation: v.record(v.string(), v.strictObject({ required: v.literal(true) })),
  postage: v.nullable(v.picklist(['first', 'second', 'economy'])),
  letter_contact_block: text,
})
export const templates = v.strictObject({ templates: v.array(templateAnswer) })
export const preview = v.strictObject({
  id: uuid,
  type: channel,
  version: whole,
  subject: text,
  body: v.string(),
  html: text,
  postage: text,
})

export const receivedTexts = v.strictObject({
  received_text_messages: v.array(
    v.strictObject({
      id: uuid,
      created_at: time,
      service_id: uuid,
      notify_number: v.string(),
      user_number: v.string(),
      content: v.string(),
    }),
  ),
  links: v.strictObject({ current: uri, next: v.optional(uri) }),
})

export const callbacks = v.strictObject({
  callbacks: v.array(
    v.strictObject({
      id: uuid,
      callback_type: v.picklist(callbackTypes),
      about_id: uuid,
      status: v.picklist(callbackStatuses),
      attempts: whole,
      created_at: time,
      next_attempt_at: v.nullable(time),
      ended_at: v.nullable(time),
      last_status: v.nullable(whole),
      last_error: text,
    }),
  ),
  links: v.strictObject({ current: uri, next: v.optional(uri) }),
})
export const replayed = v.strictObject({ replayed: whole })

const instant = v.nullable(time)
/** An emergency alert. Source: specification, broadcasts, message JSON. */
export const broadcast = v.strictObject({
  id: uuid,
  reference: text,
  cap_event: text,
  service_id: uuid,
  template_id: v.nullable(uuid),
  template_version: v.nullable(whole),
  template_name: text,
  personalisation: v.nullable(v.record(v.string(), v.unknown())),
  content: v.string(),
  areas: v.strictObject({
    names: v.array(v.string()),
    simple_polygons: v.array(v.array(v.tuple([v.number(), v.number()]))),
  }),
  status: v.picklist(broadcastStatuses),
  starts_at: instant,
  finishes_at: instant,
  created_at: time,
  approved_at: instant,
  cancelled_at: instant,
  updated_at: instant,
  created_by_id: v.nullable(uuid),
  approved_by_id: v.nullable(uuid),
  cancelled_by_id: v.nullable(uuid),
})

/** The envelope of every refusal below /v2/. */
export const refusal = v.strictObject({
  status_code: whole,
  errors: v.array(
    v.strictObject({
      error: v.string(),
      message: v.string(),
      data: v.optional(v.string()),
      num_bytes: v.optional(whole),
      max_bytes: v.optional(whole),
    }),
  ),
})
/** The envelope of what no route below /v2/ handles, and of everything elsewhere; messages may be by field. */
export const plainRefusal = v.strictObject({
  result: v.literal('error'),
  message: v.union([v.string(), v.record(v.string(), v.union([v.string(), v.array(v.string())]))]),
})

/** One entry per message of a bulk call, in their order: what it would be answered by itself. */
export const bulkSent = v.strictObject({
  notifications: v.array(
    v.union([
      v.strictObject({ status_code: v.literal(201), ...smsSent.entries }),
      v.strictObject({ status_code: v.literal(201), ...emailSent.entries }),
      refusal,
    ]),
  ),
  accepted: whole,
  refused: whole,
})

export const status = v.object({ status: v.string() })
export const liveCounts = v.strictObject({ organisations: whole, services: whole })
