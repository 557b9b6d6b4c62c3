/** An organisation, its people and brandings, and what becomes of a request to go live. */
import { randomUUID } from 'node:crypto'
import { confirm, type Person, register } from './people.ts'
import type { Walk } from './walk.ts'

export type Organisation = { id: string; domain: string; emailBranding: string; letterBranding: string }

export async function brandings({ make }: Walk, person: Person): Promise<{ email: string; letter: string }> {
  const name = `Ministry ${randomUUID()}`
  const created = { created_by: person.id }
  const looks = { logo: 'crest.png', alt_text: null, text: 'Ministry', colour: '#112233', brand_type: 'org' }
  const { data } = await make('POST /email-branding', [], {
    status: 201,
    body: { name, ...looks, ...created },
  })
  await make('POST /email-branding/<id>', [data.id], {
    body: { name: `${name} of Bins`, ...looks, updated_by: person.id },
  })
  await make('GET /email-branding')
  await make('GET /email-branding/<id>', [data.id])
  await make('GET /email-branding/<id>/orgs_and_services', [data.id])
  await make('POST /email-branding/get-name-for-alt-text', [], { body: { alt_text: name } })
  const spare = await make('POST /email-branding', [], {
    status: 201,
    body: { name: `${name} spare`, ...looks, ...created },
  })
  await make('POST /email-branding/<id>/archive', [spare.data.id], { status: 204 })

  const letter = await make('POST /letter-branding', [], {
    status: 201,
    body: { name, filename: `crest-${randomUUID()}`, created_by_id: person.id },
  })
  await make('POST /letter-branding/<id>', [letter.id], {
    status: 201,
    body: { name: `${name} of Bins`, filename: `crest-${randomUUID()}`, updated_by_id: person.id },
  })
  await make('GET /letter-branding')
  await make('GET /letter-branding/<id>', [letter.id])
  await make('GET /letter-branding/<id>/orgs_and_services', [letter.id])
  await make('POST /letter-branding/get-unique-name', [], { body: { name } })
  return { email: data.id, letter: letter.id }
}

export async function organisation(walk: Walk, person: Person): Promise<Organisation> {
  const { make } = walk
  const domain = `${randomUUID()}.gov.uk`
  const name = `Ministry ${domain}`
  const { id } = await make('POST /organisations', [], {
    status: 201,
    body: { name, crown: true, organisation_type: 'central', agreement_signed: false },
  })
  await make('POST /organisations/<id>', [id], {
    status: 204,
    body: {
      domains: [domain],
      can_approve_own_go_live_requests: true,
      permissions: ['can_ask_to_join_a_service'],
    },
  })
  await make('GET /organisations')
  await make('GET /organisations/<id>', [id])
  await make('GET /organisations/by-domain', [], { query: `domain=${domain}` })
  await make('GET /organisations/search', [], { query: `name=${encodeURIComponent(name)}` })
  const made = await brandings(walk, person)
  for (const [kind, branding] of Object.entries(made)) {
    const pool = `/organisations/<id>/${kind}-branding-pool`
    await make(`POST ${pool}`, [id], { status: 204, body: { branding_ids: [branding] } })
    await make(`GET ${pool}`, [id])
  }
  return { id, domain, emailBranding: made.email, letterBranding: made.letter }
}

/** Somebody is invited into it, accepts, and leaves again. */
export async function membersOfIt(walk: Walk, { id, domain }: Organisation, by: Person): Promise<void> {
  const { make } = walk
  const invite = async () =>
    (
      await make('POST /organisation/<id>/invite', [id], {
        status: 201,
        body: {
          email_address: `${randomUUID()}@${domain}`,
          invited_by: by.id,
          created_by: by.id,
          invite_link_host: 'https://admin.example',
          permissions: ['can_make_services_live'],
        },
      })
    ).data.id
  const [first, second] = [await invite(), await invite()]
  await make('GET /organisation/<id>/invite', [id])
  await make('GET /organisation/<id>/invite/<id>', [id, first])
  await make('GET /invite/organisation/<id>', [first])
  await make('GET /invite/organisation/check/<token>', [await inviteToken(walk, 'organisation-invitation')])
  const person = await register(walk, 'Bea', domain)
  await confirm(walk, person)
  await make('POST /organisations/<id>/users/<id>', [id, person.id], {
    body: { permissions: [{ permission: 'can_make_services_live' }] },
  })
  await make('POST /organisation/<id>/invite/<id>', [id, first], { body: { status: 'accepted' } })
  await make('POST /organisation/<id>/invite/<id>', [id, second], {
    body: { status: 'cancelled', created_by: by.id },
  })
  await make('GET /organisations/<id>/users', [id])
  await make('POST /user/<id>/organisation/<id>/permissions', [person.id, id], {
    status: 204,
    body: { permissions: [{ permission: 'can_make_services_live' }] },
  })
}

/** The token of the newest invitation that was sent. */
export async function inviteToken({ crier }: Walk, segment: string): Promise<string> {
  const [sent] = await crier.sql<{ url: string }[]>`
    select personalisation ->> 'url' as url from notifications
    where personalisation ->> 'url' like ${`%/${segment}/%`} order by created_at desc, id desc limit 1`
  return sent!.url.split('/').at(-1)!
}

export async function goLive(
  { make }: Walk,
  organisation: Organisation,
  service: string,
  person: Person,
): Promise<void> {
  await make('POST /organisations/<id>/service', [organisation.id], {
    status: 204,
    body: { service_id: service },
  })
  await make('POST /organisations/<id>/users/<id>', [organisation.id, person.id], {
    body: { permissions: [] },
  })
  await make('GET /user/<id>/organisations-and-services', [person.id])
  await make('POST /service/<id>', [service], {
    body: {
      created_by: person.id,
      email_branding: organisation.emailBranding,
      letter_branding: organisation.letterBranding,
    },
  })
  await make('POST /organisations/<id>', [organisation.id], {
    status: 204,
    body: { email_branding_id: organisation.emailBranding, letter_branding_id: organisation.letterBranding },
  })
  await make('GET /email-branding/<id>/orgs_and_services', [organisation.emailBranding])
  await make('GET /letter-branding/<id>/orgs_and_services', [organisation.letterBranding])
  await make('GET /organisations/<id>/services', [organisation.id])
  await make('GET /organisations/<id>/services-with-usage', [organisation.id], { query: 'year=2026' })
  await make('POST /service/<id>', [service], {
    body: { created_by: person.id, has_active_go_live_request: true, go_live_user: person.id },
  })
  await make('POST /organisations/notify-users-of-request-to-go-live/<id>', [service], { status: 204 })
  await make('POST /organisations/notify-org-member-about-next-steps-of-go-live-request/<id>', [service], {
    status: 204,
    body: { to: person.email, service_name: 'Bins', body: 'What to do next' },
  })
  await make('POST /organisations/notify-service-member-of-rejected-go-live-request/<id>', [service], {
    status: 204,
    body: {
      name: 'Amala',
      service_name: 'Bins',
      organisation_name: 'Ministry',
      reason: 'Not yet',
      organisation_team_member_name: 'Bea',
      organisation_team_member_email: person.email,
    },
  })
}

/** In the end nothing is left of it. */
export async function ended(
  { make }: Walk,
  { id, emailBranding, letterBranding }: Organisation,
): Promise<void> {
  // What is offered by default is not taken out of the pool.
  await make('POST /organisations/<id>', [id], {
    status: 204,
    body: { email_branding_id: null, letter_branding_id: null },
  })
  for (const { id: member } of (await make('GET /organisations/<id>/users', [id])).data)
    await make('DELETE /organisations/<id>/users/<id>', [id, member], { status: 204 })
  await make('DELETE /organisations/<id>/email-branding-pool/<id>', [id, emailBranding], { status: 204 })
  await make('DELETE /organisations/<id>/letter-branding-pool/<id>', [id, letterBranding], { status: 204 })
  await make('POST /organisations/<id>/archive', [id], { status: 204 })
}
