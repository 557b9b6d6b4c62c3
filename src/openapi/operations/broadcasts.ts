/** Emergency alerts, which other systems send as CAP. */
import { string } from '../../validation.ts'
import { broadcast } from '../answers.ts'
import { ids } from '../examples.ts'
import type { Operation } from '../operation.ts'

const head = (identifier: string, type: string, references: string) => `
  <identifier>${identifier}</identifier>
  <sender>floods.example.org</sender>
  <sent>2026-03-02T09:00:00-00:00</sent>
  <status>Actual</status>
  <msgType>${type}</msgType>
  <scope>Public</scope>${references}`
const document = (content: string) =>
  `<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">${content}\n</alert>`

const alert = document(`${head('flood-118', 'Alert', '')}
  <info>
    <language>en-GB</language>
    <category>Met</category>
    <event>Flood</event>
    <urgency>Immediate</urgency>
    <severity>Severe</severity>
    <certainty>Likely</certainty>
    <description>The river is rising. Go upstairs.</description>
    <area>
      <areaDesc>River Steeping in Wainfleet All Saints</areaDesc>
      <polygon>53.1057,0.2445 53.108,0.2432 53.1077,0.2406 53.1066,0.2402 53.1057,0.2445</polygon>
    </area>
  </info>`)
const references = '\n  <references>floods.example.org,flood-118,2026-03-02T09:00:00-00:00</references>'
const cancel = document(head('flood-119', 'Cancel', references))

const waiting = {
  id: ids.broadcast,
  reference: 'flood-118',
  cap_event: 'Flood',
  service_id: ids.service,
  template_id: null,
  template_version: null,
  template_name: null,
  personalisation: null,
  content: 'The river is rising. Go upstairs.',
  areas: {
    names: ['River Steeping in Wainfleet All Saints'],
    simple_polygons: [
      [
        [53.1057, 0.2445],
        [53.108, 0.2432],
        [53.1077, 0.2406],
        [53.1066, 0.2402],
        [53.1057, 0.2445],
      ],
    ],
  },
  status: 'pending-approval',
  starts_at: null,
  finishes_at: null,
  created_at: '2026-03-02T09:00:00.125000Z',
  approved_at: null,
  cancelled_at: null,
  updated_at: null,
  created_by_id: null,
  approved_by_id: null,
  cancelled_by_id: null,
}
const cancelled = {
  ...waiting,
  status: 'cancelled',
  starts_at: '2026-03-02T09:04:00.250000Z',
  finishes_at: '2026-03-03T07:34:00.250000Z',
  approved_at: '2026-03-02T09:04:00.250000Z',
  cancelled_at: '2026-03-02T11:00:00.000000Z',
  updated_at: '2026-03-02T11:00:00.000000Z',
  approved_by_id: '5c1d7c66-5f0e-4b0c-9a57-0e2f4d6b8a91',
}

export const broadcastOperations: Operation[] = [
  {
    method: 'post',
    path: '/v2/broadcast',
    id: 'createBroadcast',
    tag: 'Emergency alerts',
    summary: 'Have phones in an area show an alert, or stop one',
    description: [
      'A document of the Common Alerting Protocol 1.2, in UTF-8 and without a DOCTYPE, of 3 MiB at most. Of an `Alert` the first `info` counts: its `event`, `description` and areas with polygons. The alert waits for the approval of a person, and is sent to nobody before. More than 12 polygons, or 250 points in all, are smoothed and simplified to outlines that cover them.',
      '',
      'A `Cancel` ends the one alert of the service that its `references` name by identifier: before its approval it is `rejected`, after it `cancelled`, and every phone is told.',
    ].join('\n'),
    bodies: [
      {
        contentType: 'application/cap+xml',
        schema: string,
        examples: {
          alert: { summary: 'An alert', value: alert },
          cancel: { summary: 'Its end', value: cancel },
        },
      },
    ],
    answers: {
      201: {
        description: 'The alert, as it is now.',
        schema: broadcast,
        examples: {
          alert: { summary: 'It waits for a person', value: waiting },
          cancel: { summary: 'It has been shown, and is over', value: cancelled },
        },
      },
    },
    refusals: {
      400: [
        ['BadRequestError', 'Service is not allowed to send broadcast messages'],
        ['BadRequestError', 'Request data is not valid CAP XML'],
        ['BadRequestError', 'Missing <references>'],
        ['BadRequestError', 'Multiple alerts found - unclear which one to cancel'],
        ['ValidationError', 'msgType Update is not one of [Alert, Cancel]'],
        ['ValidationError', 'description must be 1,395 characters or fewer'],
      ],
      404: [['NoResultFound', 'No result found']],
      415: [['BadRequestError', 'Content type application/json not supported']],
    },
  },
]
