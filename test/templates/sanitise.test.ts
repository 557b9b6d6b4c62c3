import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { sanitisePersonalisation } from '../../src/templates/sanitise.ts'

type Case = { unsanitised: string; sanitised: string; reported: boolean }

const file = join(process.env.CRIER_FIXTURES ?? 'test/fixtures', 'public-api/sanitise_cases.json')
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] }

test('the published cases of sanitise_content_for', () => {
  for (const { unsanitised, sanitised, reported } of cases) {
    assert.deepEqual(sanitisePersonalisation({ 'First name': unsanitised }, ['first_name']), {
      personalisation: { 'First name': sanitised },
      sanitisedContent: reported ? { 'First name': { unsanitised, sanitised } } : {},
      notText: [],
    })
  }
})

test('nothing is sanitised that is not named', () => {
  const personalisation = { a: 'x.example' }
  assert.deepEqual(sanitisePersonalisation(personalisation, null).personalisation, personalisation)
  assert.deepEqual(sanitisePersonalisation(personalisation, ['b']).sanitisedContent, {})
})
