/** What bodies of the internal routes for templates, folders and files hold. Source: specification, internal API, templates; letters, languages. */
import * as v from 'valibot'
import { oneOf } from '../query-string.ts'
import { notOfType, shownValue, string, uuid } from '../validation.ts'

const truth = v.boolean(notOfType('boolean'))
const nullableTruth = v.union([truth, v.null()], notOfType('boolean, null'))
const nullableText = v.union([v.string(), v.null()], notOfType('string, null'))
const list = v.array(uuid, (issue) =>
  Array.isArray(issue.input) ? 'is not a valid UUID' : notOfType('array')(issue),
)
const types = ['sms', 'email', 'letter', 'broadcast'] as const
const domestic = ['first', 'second', 'economy'] as const

/** Fields that a template is made with and that may change, in the order in which their failures are reported. */
const fields = {
  name: string,
  content: string,
  subject: string,
  process_type: oneOf(['normal', 'priority']),
  postage: v.picklist(domestic, 'invalid. It must be either first, second or economy.'),
  letter_languages: oneOf(['english', 'welsh_then_english']),
  letter_welsh_subject: nullableText,
  letter_welsh_content: nullableText,
  // Sent for texts and letters too, which have none.
  has_unsubscribe_link: nullableTruth,
}
const { name, content, ...others } = v.partial(v.object(fields)).entries

export const newTemplate = v.object({
  name: fields.name,
  template_type: oneOf(types),
  service: uuid,
  content: fields.content,
  created_by: uuid,
  parent_folder_id: v.optional(v.nullable(uuid)),
  reply_to: v.optional(v.nullable(uuid)),
  ...others,
})

export const changedTemplate = v.object({
  name,
  content,
  ...others,
  template_type: v.optional(oneOf(types)),
  service: v.optional(uuid),
  reply_to: v.optional(v.nullable(uuid)),
  created_by: v.optional(uuid),
  archived: v.optional(truth),
  current_user: v.optional(uuid),
  archive_email_file_ids: v.optional(list),
})

/** The rules of a new template's fields together. */
export const newTemplateFaults = (given: Record<string, unknown>): string[] => [
  ...((given.template_type === 'email' || given.template_type === 'letter') &&
  !Object.hasOwn(given, 'subject')
    ? ['subject is a required property']
    : []),
  ...welshFaults(given),
]

/** A letter in English has no Welsh text, one in Welsh too has both texts; where nothing is said of languages they go together. */
export function welshFaults(given: Record<string, unknown>): string[] {
  const texts = ['letter_welsh_subject', 'letter_welsh_content'].map((key) =>
    Object.hasOwn(given, key) ? given[key] : undefined,
  )
  const [subject, body] = texts
  if (Object.hasOwn(given, 'letter_languages')) {
    const all = (is: (text: unknown) => boolean) => texts.every(is)
    if (given.letter_languages === 'english' && !all((text) => text === null))
      return ['letter_languages english has null as letter_welsh_subject and letter_welsh_content']
    if (given.letter_languages === 'welsh_then_english' && !all((text) => typeof text === 'string'))
      return [
        'letter_languages welsh_then_english has strings as letter_welsh_subject and letter_welsh_content',
      ]
    return []
  }
  const kind = (text: unknown) => (text === null ? 'null' : typeof text)
  return kind(subject) === kind(body) ? [] : ['letter_welsh_subject and letter_welsh_content go together']
}

const notEmpty = v.pipe(
  string,
  v.minLength(1, (issue) => `${shownValue(issue.input)} is too short`),
)
const nullableUuid = v.nullable(uuid)

export const newFolder = v.object({ name: notEmpty, parent_id: nullableUuid })
export const changedFolder = v.object({ name: notEmpty, users_with_permission: v.optional(list) })
export const movedContents = v.object({ templates: list, folders: list })

const count = v.pipe(v.number(notOfType('integer')), v.integer(notOfType('integer')))
const emailFile = {
  link_text: v.optional(nullableText),
  retention_period: v.optional(count),
  validate_users_email: v.optional(truth),
}
export const newEmailFile = v.object({
  id: v.optional(uuid),
  filename: string,
  ...emailFile,
  created_by_id: uuid,
})
/** created_by_id: who changes it, where the body says so. */
export const changedEmailFile = v.object({
  ...emailFile,
  pending: v.optional(truth),
  created_by_id: v.optional(uuid),
})
export const archivedEmailFile = v.object({ archived_by_id: uuid })
