/** Who calls the renderer: whoever has one of its keys. Source: specification, letters, renderer. */
import type { MiddlewareHandler } from 'hono'
import type { Crier } from '../../context.ts'
import { PlainError } from '../../errors.ts'
import { isSameText } from '../../secrets.ts'

/** Comes before every handler of the renderer. */
export function previewOnly({ config }: Crier): MiddlewareHandler {
  return (c, next) => {
    const [, given] = /^token +([\x21-\x7e]{1,200})$/i.exec(c.req.header('authorization') ?? '') ?? []
    // All are compared, so that the time does not say which one it was.
    const isKnown =
      given !== undefined && config.previewKeys.map((key) => isSameText(given, key)).includes(true)
    if (!isKnown) throw new PlainError(401, 'Unauthorized', { 'www-authenticate': 'Token realm="letters"' })
    return next()
  }
}
