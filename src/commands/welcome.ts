/** What `run` says to a newcomer. The file and the command run as they are printed; a test runs them. */
import { door } from '../programs.ts'
import type { DemoSummary } from '../services/create.ts'

/** A program for Node 20 or later, whole. */
export const sendingProgram = (baseUrl: string, key: string, template: string) => `\
// send.mjs
import { NotifyClient } from 'notifications-node-client'

const client = new NotifyClient('${baseUrl}', '${key}')
const personalisation = { name: 'Amala', day: 'Tuesday' }
const sent = await client.sendEmail('${template}', 'amala@example.gov.uk', { personalisation })
for (let status = 'created'; status === 'created' || status === 'sending'; ) {
  await new Promise((resolve) => setTimeout(resolve, 200))
  status = (await client.getNotificationById(sent.data.id)).data.status
  console.log(status)
}`

export function welcome(demo: DemoSummary): string {
  const { base_url: baseUrl, api_keys: keys, templates } = demo
  return `
Crier is running at ${baseUrl}

The demo service "${demo.service_name}" is ${demo.service_id}.
  live key         ${keys.normal}
  team key         ${keys.team}
  test key         ${keys.test}
  text template    ${templates.sms}
  email template   ${templates.email}
  file template    ${templates.file}
  letter template  ${templates.letter}

Notify's admin application, once it runs beside it, takes ${demo.person.email_address} with the password
${demo.person.password}; codes and links to that person are in the log below.

Send a text message (the sandbox provider delivers it to nobody):

  curl -s ${baseUrl}/v2/notifications/sms \\
    -H "Authorization: Bearer $(CRIER_API_KEY=${keys.normal} ${door} token)" \\
    -d '{"phone_number": "07700900123", "template_id": "${templates.sms}", "personalisation": {"name": "Amala", "code": "12345"}}'

Or an email with an official client. In a folder of your own: npm install notifications-node-client,
save the lines below as send.mjs, then: node send.mjs

${sendingProgram(baseUrl, keys.normal, templates.email)}

The dashboard is at ${baseUrl}/dashboard; ${door} demo --traffic gives it two weeks of sample messages.
Ctrl-C stops everything; the data stays in .crier/ for the next start.

`
}
