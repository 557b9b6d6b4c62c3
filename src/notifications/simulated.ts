/** Recipients that prove an integration without a message: everything is checked, nothing is stored, sent or counted. */
import type { PhoneNumber } from '../recipients/phone-numbers.ts'

const numbers = new Set(['447700900000', '447700900111', '447700900222'])
const addresses = new Set(
  ['simulate-delivered', 'simulate-delivered-2', 'simulate-delivered-3'].map(
    (name) => `${name}@notifications.service.gov.uk`,
  ),
)
/** Source: specification, public API, smoke-test recipients. Compared in normalised form. */
export const isSimulatedPhone = (phone: PhoneNumber) => numbers.has(phone.normalised)
export const isSimulatedEmail = (normalised: string) => addresses.has(normalised)
