import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canonicalRecipient } from '../../src/recipients/guest-list.ts'
import { recipientSearchPattern, referenceSearchPattern } from '../../src/recipients/search.ts'
import { someRates } from './rates.ts'

test('a recipient that is neither number nor address is compared as it is', () => {
  assert.equal(canonicalRecipient('Nobody ', someRates), 'Nobody ')
  assert.equal(canonicalRecipient(['07723456789'], someRates), '')
})

test('a search for a whole number looks for its national part, for a part of one for those digits', () => {
  assert.equal(recipientSearchPattern('sms', '+44 (0)7723 456789', someRates), '%7723456789%')
  assert.equal(recipientSearchPattern('sms', '07723-45', someRates), '%772345%')
  assert.equal(recipientSearchPattern('sms', '+33 1 22', someRates), '%33122%')
})

test('a search is not case-sensitive, and its wildcards stand for themselves', () => {
  assert.equal(recipientSearchPattern('email', ' Jo_Doe@Example.com', someRates), '%jo\\_doe@example.com%')
  assert.equal(recipientSearchPattern('email', '100%\\/', someRates), '%100\\%\\\\\\/%')
  assert.equal(recipientSearchPattern('letter', 'SW1A 1AA', someRates), '%sw1a1aa%')
  assert.equal(recipientSearchPattern(null, 'A B', someRates), '%ab%')
  assert.equal(referenceSearchPattern('Ref_1'), '%Ref\\_1%')
})
