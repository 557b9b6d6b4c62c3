/** What `run` says to a newcomer. */
import type { ServiceSummary } from '../services/create.ts'

export function welcome(demo: ServiceSummary): string {
  return `
Crier is running at ${demo.base_url}

The demo service "${demo.service_name}" is ${demo.service_id}.
  live key        ${demo.api_keys.normal}
  team key        ${demo.api_keys.team}
  test key        ${demo.api_keys.test}
  text template   ${demo.templates.sms}
  email template  ${demo.templates.email}

Send a text message (the sandbox provider delivers it to nobody):

  curl -s ${demo.base_url}/v2/notifications/sms \\
    -H "Authorization: Bearer $(CRIER_API_KEY=${demo.api_keys.normal} npm run -s crier -- token)" \\
    -d '{"phone_number": "07700900123", "template_id": "${demo.templates.sms}", "personalisation": {"name": "Amala", "code": "12345"}}'

Or with an official client (npm install notifications-node-client):

  const { NotifyClient } = require('notifications-node-client')
  const client = new NotifyClient('${demo.base_url}', '${demo.api_keys.normal}')
  const personalisation = { name: 'Amala', day: 'Tuesday' }
  const sent = await client.sendEmail('${demo.templates.email}', 'amala@example.gov.uk', { personalisation })
  console.log((await client.getNotificationById(sent.data.id)).data.status)

Ctrl-C stops everything; the data stays in .crier/ for the next start.

`
}
