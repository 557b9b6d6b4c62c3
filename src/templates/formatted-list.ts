/** Items as a sentence shows them: `‘a’, ‘b’ and ‘c’`. */
import { escapeHtml } from './escape.ts'

export type FormattedListOptions = {
  conjunction?: string
  beforeEach?: string
  afterEach?: string
  prefix?: string
  prefixPlural?: string
  /** One of those shown is then the word for all the items that are not; one item always shows. */
  maxItemsShown?: number
  wordForItemsNotShown?: string
}

/** Escapes every item for HTML; the marks around it are taken as they are. */
export function formattedList(items: unknown[], options: FormattedListOptions = {}): string {
  if (items.length === 0) return ''
  const { conjunction = 'and', beforeEach = '‘', afterEach = '’' } = options
  const shown = items.map((item) => `${beforeEach}${escapeHtml(String(item))}${afterEach}`)
  if (items.length > Math.max(1, options.maxItemsShown ?? items.length)) {
    const itemsShown = Math.max(1, options.maxItemsShown! - 1)
    shown.splice(itemsShown, shown.length, options.wordForItemsNotShown ?? 'more')
  }
  const prefix = items.length === 1 ? options.prefix : options.prefixPlural
  const last = shown.pop()!
  const sentence = shown.length === 0 ? last : `${shown.join(', ')} ${conjunction} ${last}`
  return prefix ? `${prefix} ${sentence}` : sentence
}
