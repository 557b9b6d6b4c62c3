/** What one row of `international_sms_rates` says about a dialling prefix. */
export type SmsRate = {
  /** How many times the price of a domestic text one fragment costs, 1 to 12. */
  readonly rateMultiplier: number
  /** Can the sender be a name: YES, NO, REG (after registration), or null when nobody knows. */
  readonly alpha: string | null
  /** Do delivery receipts come back: YES, NO, "Carrier DLR" (which means no), or null when nobody knows. */
  readonly dlr: string | null
}

/** The table of international rates by dialling prefix, loaded once by the caller (query `ListSmsRates`). */
export type SmsRates = ReadonlyMap<string, SmsRate>

/**
 * The prefix under which a number is billed: its calling code, except that the countries behind calling code 1
 * which have a row of their own (`1664`, `1876`, …) are found by four digits.
 */
export const billingPrefix = (normalised: string, callingCode: string, rates: SmsRates): string => {
  if (callingCode !== '1') return callingCode
  const area = normalised.slice(0, 4)
  return rates.has(area) ? area : callingCode
}
