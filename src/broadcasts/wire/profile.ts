/**
 * What operators agree on with whoever sends, as rows of `broadcast_wire_profile`: for one provider and channel a value by key, the most particular row
 * first. Source: specification, broadcasts, wire XML, assurance.
 *
 * Keys: `sender`, `sender_name`, `headline`, `category`, `event`, `urgency`, `severity`, `certainty`, `web` (optional); of IBAG and CMAC alone
 * `event_code`, `cap_alert_uri`, `channel_category`, `special_handling` (optional). An operator whose centre routes by the triple has rows of its own
 * for `urgency`, `severity` and `certainty`.
 */

export type Profile = Readonly<Record<string, string>>

/** @throws Error that names the missing row */
export function constant(profile: Profile, key: string): string {
  const value = profile[key]
  if (value === undefined) throw new Error(`broadcast_wire_profile has no ${key}`)
  return value
}
