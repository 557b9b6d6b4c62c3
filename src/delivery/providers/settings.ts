/** Settings as the environment and operators give them. */
import type { Setting } from './provider.ts'

/** The settings of a protocol that the environment has, by its variables. @throws Error of one line */
export function settingsFrom(
  env: NodeJS.ProcessEnv,
  settings: Readonly<Record<string, Setting>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).flatMap(([name, setting]) => {
      const value = setting.variable === undefined ? undefined : env[setting.variable]
      if (!value) return []
      return [[name, checkedSetting(setting.variable!, setting, value)] as const]
    }),
  )
}

/**
 * @param label names the setting in the complaint
 * @throws Error of one line
 */
export function checkedSetting(label: string, { isUrl }: Setting, value: string): string {
  if (isUrl === undefined) return value
  const schemes = isUrl === true ? ['http:', 'https:'] : isUrl
  if (!URL.canParse(value)) throw new Error(`${label} is not a URL`)
  if (!schemes.includes(new URL(value).protocol)) {
    throw new Error(`${label} must begin with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`)
  }
  return value.replace(/\/$/, '')
}
