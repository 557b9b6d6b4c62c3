/** Who calls the renderer and the scanner: whoever has one of their keys. Source: specification, letters, renderer, virus scan. */
import type { MiddlewareHandler } from 'hono'
import type { Crier } from '../../context.ts'
import { PlainError } from '../../errors.ts'
import { isSameText } from '../../secrets.ts'

/**
 * Comes before every handler of theirs.
 * @param scheme in which the key is shown: the renderer and the scanner have one each
 */
export function previewOnly({ config }: Crier, scheme: 'Token' | 'Bearer' = 'Token'): MiddlewareHandler {
  const header = new RegExp(`^${scheme} +([\\x21-\\x7e]{1,200})$`, 'i')
  return (c, next) => {
    const [, given] = header.exec(c.req.header('authorization') ?? '') ?? []
    // All are compared, so that the time does not say which one it was.
    const isKnown =
      given !== undefined && config.previewKeys.map((key) => isSameText(given, key)).includes(true)
    if (!isKnown)
      throw new PlainError(401, 'Unauthorized', { 'www-authenticate': `${scheme} realm="letters"` })
    return next()
  }
}
