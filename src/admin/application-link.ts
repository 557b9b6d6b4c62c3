/** Where links lead that the admin application has sent to people: to itself, as it names its own place, or as the platform knows it. */
import type { Crier } from '../context.ts'
import { refused } from './requests.ts'

const longest = 300

/**
 * @param named by the application, in the body of its request
 * @returns what links begin with, without a slash at the end
 * @throws PlainError 400 for what is no web address
 */
export function applicationAt({ config }: Pick<Crier, 'config'>, named: string | null | undefined): string {
  if (!named) return config.adminBaseUrl
  const url = named.length <= longest ? URL.parse(named) : null
  const isPlain =
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    !url.username &&
    !url.password &&
    !url.search &&
    !url.hash
  if (!isPlain) throw refused('Not a valid web address of the admin application')
  return url.href.replace(/\/+$/, '')
}
