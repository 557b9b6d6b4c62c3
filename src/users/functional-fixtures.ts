/**
 * What Notify's functional tests find: a live service with templates, senders and keys, its organisation and its people, and the variables that tell the
 * tests of them. Only in a database for tests: one of these people's passwords is printed. Source: admin application, functional tests.
 */
import { randomBytes } from 'node:crypto'
import { putFunctionalFixtures } from '../../queries/users/fixtures.queries.ts'
import type { Crier } from '../context.ts'
import { applyDocument } from '../services/apply.ts'
import { keyOf } from '../services/create.ts'
import type { ServiceDocument } from '../services/document.ts'
import { operator } from '../services/operator.ts'
import { hashPassword } from './passwords.ts'

/** The platform's own service, under Notify's id: it sends codes and invitations, which the tests read by its key. */
const notifyServiceId = 'd6aa2c68-a2d9-4437-ab19-3ae8eb202553'
/** The tests' own: the domain of their organisation, and one of Ofcom's numbers for drama. */
const domain = 'digital.cabinet-office.gov.uk'
const inboundNumber = '07700900500'
const numbers = { test: '07700900001', service: '07700900501' }
const fox = 'The quick brown fox jumped over the lazy dog.'
const withBuild = `${fox} Build id: ((build_id)).`

const templates = {
  EMAIL: {
    template_type: 'email',
    name: 'Functional Tests - CSV Email Template with Build ID',
    subject: 'Functional Tests - CSV Email',
    content: withBuild,
  },
  SMS: {
    template_type: 'sms',
    name: 'Functional Tests - CSV SMS Template with Build ID',
    content: withBuild,
  },
  LETTER: {
    template_type: 'letter',
    name: 'Functional Tests - CSV Letter Template with Build ID and Letter Contact',
    subject: 'Functional Tests - CSV Letter',
    content: withBuild,
  },
  EMAIL_NO_PLACEHOLDER: {
    template_type: 'email',
    name: 'Functional Tests - Email Template without placeholders',
    subject: 'Functional Tests - No Placeholder Email',
    content: fox,
  },
  SMS_NO_PLACEHOLDER: {
    template_type: 'sms',
    name: 'Functional Tests - SMS template without placeholders',
    content: fox,
  },
  CLIENT_EMAIL: {
    template_type: 'email',
    name: 'Client Functional test email template',
    subject: 'Functional Tests are good',
    content: 'Hello ((name))\n\nFunctional test help make our world a better place',
  },
  CLIENT_SMS: {
    template_type: 'sms',
    name: 'Client Functional test sms template',
    content: 'Hello ((name))\n\nFunctional Tests make our world a better place',
  },
  CLIENT_LETTER: {
    template_type: 'letter',
    name: 'Client functional letter template',
    subject: 'Main heading',
    content: 'Hello ((address_line_1))',
  },
} as const

const replyTo = (environment: string, end = '') =>
  `notify-tests-preview+${environment}-reply-to${end}@${domain}`

function serviceDocument(environment: string, adminBaseUrl: string): ServiceDocument {
  return {
    service: {
      name: 'Functional Tests',
      restricted: false,
      contact_link: adminBaseUrl,
      permissions: [
        'sms',
        'email',
        'letter',
        'international_sms',
        'international_letters',
        'upload_letters',
        'upload_document',
        'edit_folder_permissions',
        'inbound_sms',
        'email_auth',
      ],
    },
    sms_senders: [{ sms_sender: 'func tests', is_default: false }],
    reply_to_addresses: [
      { email_address: replyTo(environment, '-default'), is_default: true },
      { email_address: replyTo(environment), is_default: false },
    ],
    letter_contacts: [
      {
        contact_block:
          'Government Digital Service\nThe White Chapel Building\n10 Whitechapel High Street\nLondon\nE1 8QS\nUnited Kingdom',
        is_default: true,
      },
    ],
    templates: Object.values(templates),
  }
}

const everything = [
  'manage_users',
  'manage_templates',
  'manage_settings',
  'send_texts',
  'send_emails',
  'send_letters',
  'manage_api_keys',
  'view_activity',
]

/**
 * Makes what is missing, and gives the people a new password.
 * @param environment as the tests call it, part of addresses
 * @returns variables by name
 * @throws Error of one line where the configuration does not say that this is for tests
 */
export async function functionalFixtures(
  crier: Crier,
  environment: string,
  baseUrl: string,
): Promise<Record<string, string>> {
  const { config } = crier
  if (!config.functionalTests)
    throw new Error(
      'the fixtures are for a database of tests: set CRIER_FUNCTIONAL_TESTS=true where it is one',
    )
  const applied = await applyDocument(crier, serviceDocument(environment, config.adminBaseUrl), {
    addsOnly: true,
  })
  const idOf = (name: string) => applied.find((one) => one.name === name)!.id!
  const service_id = applied[0]!.id!
  const password = randomBytes(18).toString('base64url')
  const password_hash = await hashPassword(password, config.passwordCost)
  const address = (end = '') => `notify-tests-preview+${environment}${end}@${domain}`
  const person = { state: 'active', auth_type: 'sms_auth', password_hash, permissions: everything }
  const people = [
    {
      ...person,
      name: 'Functional Tests',
      email_address: address(),
      mobile_number: numbers.test,
      permissions: [],
    },
    {
      ...person,
      name: 'Functional Tests Email Auth',
      email_address: address('-email-auth'),
      mobile_number: null,
      auth_type: 'email_auth',
      permissions: ['send_letters', 'view_activity', 'send_texts', 'send_emails'],
    },
    {
      ...person,
      name: 'Preview admin tests user',
      email_address: address('-admin-tests'),
      mobile_number: numbers.service,
      organisation_id: null,
    },
  ]
  const [made] = await putFunctionalFixtures.run(
    {
      wanted: {
        service_id,
        organisation_name: 'Functional Tests Org',
        domain,
        inbound_number: inboundNumber,
      } as never,
      people: people as never,
      actor: operator,
      now: crier.now().toISOString(),
    },
    crier.db,
  )
  const live = await keyOf(crier, service_id, 'normal', 'functional_tests_service_live_key')
  const test = await keyOf(crier, service_id, 'test', 'functional_tests_service_test_key')
  const [username = '', ...rest] = (config.providers.mmg?.inbound_credentials ?? '').split(':')
  return {
    ENVIRONMENT: environment,
    FUNCTIONAL_TESTS_API_HOST: baseUrl,
    FUNCTIONAL_TESTS_ADMIN_HOST: config.adminBaseUrl,
    FUNCTIONAL_TEST_EMAIL: address(),
    FUNCTIONAL_TEST_PASSWORD: password,
    TEST_NUMBER: numbers.test,
    NOTIFY_SERVICE_API_KEY: await keyOf(crier, notifyServiceId, 'normal', 'govuk_notify'),
    FUNCTIONAL_TESTS_SERVICE_EMAIL: address('-admin-tests'),
    FUNCTIONAL_TESTS_SERVICE_EMAIL_AUTH_ACCOUNT: address('-email-auth'),
    FUNCTIONAL_TESTS_SERVICE_EMAIL_PASSWORD: password,
    FUNCTIONAL_TESTS_SERVICE_NUMBER: numbers.service,
    FUNCTIONAL_TESTS_SERVICE_ID: service_id,
    FUNCTIONAL_TESTS_SERVICE_NAME: 'Functional Tests',
    FUNCTIONAL_TESTS_ORGANISATION_ID: made!.organisation_id,
    FUNCTIONAL_TESTS_SERVICE_API_KEY: live,
    FUNCTIONAL_TESTS_SERVICE_API_TEST_KEY: test,
    FUNCTIONAL_TESTS_API_AUTH_SECRET: config.admin.clients.get('notify-functional-tests')?.[0] ?? '',
    FUNCTIONAL_TESTS_SERVICE_EMAIL_REPLY_TO: replyTo(environment),
    FUNCTIONAL_TESTS_SERVICE_EMAIL_REPLY_TO_2: replyTo(environment, '+2'),
    FUNCTIONAL_TESTS_SERVICE_EMAIL_REPLY_TO_3: replyTo(environment, '+3'),
    FUNCTIONAL_TESTS_SERVICE_INBOUND_NUMBER: inboundNumber,
    ...Object.fromEntries(
      (['SMS', 'EMAIL', 'LETTER', 'SMS_NO_PLACEHOLDER', 'EMAIL_NO_PLACEHOLDER'] as const).map((key) => [
        `FUNCTIONAL_TEST_${key}_TEMPLATE_ID`,
        idOf(templates[key].name),
      ]),
    ),
    MMG_INBOUND_SMS_USERNAME: username,
    MMG_INBOUND_SMS_AUTH: rest.join(':'),
    REQUEST_BIN_API_TOKEN: 'none',
    API_FIXTURE_APPLIED: 'true',
    // Those of the client libraries' own tests.
    NOTIFY_API_URL: baseUrl,
    SERVICE_ID: service_id,
    FUNCTIONAL_TEST_NUMBER: inboundNumber,
    EMAIL_TEMPLATE_ID: idOf(templates.CLIENT_EMAIL.name),
    SMS_TEMPLATE_ID: idOf(templates.CLIENT_SMS.name),
    LETTER_TEMPLATE_ID: idOf(templates.CLIENT_LETTER.name),
    API_KEY: test,
    API_SENDING_KEY: live,
    INBOUND_SMS_QUERY_KEY: test,
  }
}
