/** Why a postal address is refused, in checking order; letters that arrive as PDF show these codes (specification, letters). */
export type PostalError =
  | 'address-is-empty'
  | 'not-enough-address-lines'
  | 'too-many-address-lines'
  | 'invalid-address-line-1-or-2'
  | 'has-country-for-bfpo-address'
  | 'not-a-real-uk-postcode-or-country'
  | 'cant-send-international-letters'
  | 'not-a-real-uk-postcode'
  | 'invalid-char-in-address'
  | 'no-fixed-abode-address'

/** What the public API answers. The list of characters is Notify's, which leaves out `~` and curls the quotation mark. */
export const postalApiMessage: Readonly<Record<PostalError, string>> = {
  'address-is-empty': 'Address must be at least 3 lines',
  'not-enough-address-lines': 'Address must be at least 3 lines',
  'too-many-address-lines': 'Address must be no more than 7 lines',
  'invalid-address-line-1-or-2':
    'The first 2 lines of the address must both include at least one alphanumeric character',
  'has-country-for-bfpo-address': 'The last line of a BFPO address must not be a country.',
  'not-a-real-uk-postcode-or-country': 'Last line of address must be a real UK postcode or another country',
  'cant-send-international-letters': 'Must be a real UK postcode',
  'not-a-real-uk-postcode': 'Must be a real UK postcode',
  'invalid-char-in-address':
    'Address lines must not start with any of the following characters: @ ( ) = [ ] ” \\ / , < >',
  'no-fixed-abode-address': 'Must be a real address',
}
