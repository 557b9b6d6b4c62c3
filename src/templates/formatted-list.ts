/** Items as a sentence shows them: `‘a’, ‘b’ and ‘c’`. */
import { escapeHtml } from './escape.ts'

export type FormattedListOptions = {
  conjunction?: string
  beforeEach?: string
  afterEach?: string
  prefix?: string
  prefixPlural?: string
  /** The last item shown is then the word for all the items that are not. */
  maxItemsShown?: number
  wordForItemsNotShown?: string
}

/** Escapes every item for HTML; the marks around it are taken as they are. */
export function formattedList(items: unknown[], options: FormattedListOptions = {}): string {
  if (items.length === 0) return ''
  const { conjunction = 'and', beforeEach = '‘', afterEach = '’' } = options
  const shown = items.map((item) => `${beforeEach}${escapeHtml(String(item))}${afterEach}`)
  if (options.maxItemsShown !== undefined && shown.length > options.maxItemsShown) {
    shown.splice(Math.max(0, options.maxItemsShown - 1), shown.length, options.wordForItemsNotShown ?? 'more')
  }
  const prefix = items.length === 1 ? options.prefix : options.prefixPlural
  const last = shown.pop()!
  const sentence = shown.length === 0 ? last : `${shown.join(', ')} ${conjunction} ${last}`
  return prefix ? `${prefix} ${sentence}` : sentence
}
