/** What bodies of the routes for brandings hold. Source: specification, internal API, branding. */
import * as v from 'valibot'
import { oneOf } from '../query-string.ts'
import { notOfType, shownValue, string, uuid } from '../validation.ts'

const name = v.pipe(
  string,
  v.minLength(1, (issue) => `${shownValue(issue.input)} is too short`),
)
const nullableText = v.optional(v.union([v.string(), v.null()], notOfType('string, null')))

const emailBranding = {
  colour: nullableText,
  alt_text: nullableText,
  text: nullableText,
  logo: nullableText,
  brand_type: v.optional(oneOf(['org', 'both', 'org_banner'])),
}
export const newEmailBranding = v.object({ name, ...emailBranding, created_by: v.optional(uuid) })
export const changedEmailBranding = v.object({
  name: v.optional(name),
  ...emailBranding,
  updated_by: v.optional(uuid),
})
export const newLetterBranding = v.object({ name, filename: name, created_by_id: v.optional(uuid) })
export const changedLetterBranding = v.object({ name, filename: name, updated_by_id: v.optional(uuid) })

export const wantedAltText = v.object({ alt_text: string })
export const wantedName = v.object({ name: string })
