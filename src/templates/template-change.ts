/** What a new version of a template asks of the systems that send with it (specification, template change). */
import { keyOf } from './personalisation.ts'
import type { CompiledTemplate } from './template.ts'

export type TemplateChange = { added: string[]; removed: string[]; isBreaking: boolean }

/** A change is breaking when the sets of placeholder keys differ; names are in template order. */
export function templateChange(before: CompiledTemplate, after: CompiledTemplate): TemplateChange {
  const added = namesMissingFrom(after.placeholders, before.placeholders)
  const removed = namesMissingFrom(before.placeholders, after.placeholders)
  return { added, removed, isBreaking: added.length > 0 || removed.length > 0 }
}

function namesMissingFrom(names: string[], others: string[]): string[] {
  const keys = new Set(others.map(keyOf))
  return names.filter((name) => !keys.has(keyOf(name)))
}
