import type { SmsRates } from '../../src/recipients/sms-rates.ts'

const rate = (rateMultiplier: number, alpha: string | null, dlr: string | null) => ({
  rateMultiplier,
  alpha,
  dlr,
})

/** A few rows of the rates table, for tests that need no database. */
export const someRates: SmsRates = new Map([
  ['1', rate(1, 'NO', 'Carrier DLR')],
  ['1664', rate(6, null, null)],
  ['20', rate(7, 'REG', 'YES')],
  ['33', rate(4, 'YES', 'YES')],
  ['44', rate(2, 'YES', 'YES')],
  ['7', rate(10, 'REG', 'YES')],
])
