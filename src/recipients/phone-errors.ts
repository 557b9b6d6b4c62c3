/** Why a phone number is refused (specification, phone numbers). */
export type PhoneError =
  | 'invalid_number'
  | 'too_long'
  | 'too_short'
  | 'not_a_uk_mobile'
  | 'unknown_character'
  | 'unsupported_country_code'
  | 'unsupported_emergency_number'

const notValid = 'Number is not valid – double check the phone number you entered'
const emergency = 'Phone number cannot be an emergency number'

/** What the public API answers, after `phone_number ` in version 2 and `Invalid phone number: ` in version 1. */
export const phoneApiMessage: Readonly<Record<PhoneError, string>> = {
  invalid_number: notValid,
  too_long: 'Too many digits',
  too_short: 'Not enough digits',
  not_a_uk_mobile: 'Not a UK mobile number',
  unknown_character: 'Must not contain letters or symbols',
  unsupported_country_code: 'Not a valid country prefix',
  unsupported_emergency_number: emergency,
}

/** What a person reads, on a page or beside a row of a spreadsheet. */
export const phonePersonMessage: Readonly<Record<PhoneError, string>> = {
  invalid_number: notValid,
  too_long: 'Mobile number is too long',
  too_short: 'Mobile number is too short',
  not_a_uk_mobile: 'This does not look like a UK mobile number – double check the mobile number you entered',
  unknown_character: 'Mobile numbers can only include: 0 1 2 3 4 5 6 7 8 9 ( ) + -',
  unsupported_country_code: 'Country code not found - double check the mobile number you entered',
  unsupported_emergency_number: emergency,
}
