/** Errors of alerts from other systems. */
import { area, cap } from '../../broadcasts/cap.ts'
import { type Exchange, each, type Makers, type World } from './maker.ts'

const allowed = (world: World) => world.service({ permissions: ['broadcast'] })

async function posted(world: World, document: string, type = 'application/cap+xml', who = allowed(world)) {
  const key = (await who).keys.normal
  return world.call('/v2/broadcast', { key, body: document, headers: { 'content-type': type } })
}

/** A document with parts replaced, and what its message quotes. */
const refused =
  (parts: Parameters<typeof cap>[0], VALUE?: string) =>
  async (world: World): Promise<Exchange[]> =>
    each([await posted(world, cap(parts))], VALUE === undefined ? undefined : { VALUE })

const cancel = {
  msgType: '<msgType>Cancel</msgType>',
  references: '<references>floods.example.org,flood-1,2026-03-02T09:00:00-00:00</references>',
}
const description = (text: string) => ({ description: `<description>${text}</description>` })

export const broadcastErrors: Makers = {
  'POST /v2/broadcast': {
    'service lacks the broadcast permission': async (world) =>
      each([
        await posted(world, cap(), undefined, world.service()),
        await posted(world, '{}', 'application/json', world.service()),
      ]),
    'Content-Type is not exactly application/cap+xml': async (world) =>
      each([await posted(world, '{}', 'application/json')], { VALUE: 'application/json' }),
    'body is not XML valid against the CAP 1.2 schema': async (world) =>
      each(await Promise.all(['', '<alert/>', cap({ scope: '' })].map((body) => posted(world, body)))),
    'msgType other than Alert or Cancel': refused({ msgType: '<msgType>Update</msgType>' }, 'Update'),
    'an areaDesc without letter or digit 1-9': refused({ areas: area(undefined, ' ') }, ' '),
    'no area, or an area without polygon': refused({
      areas: '<area><areaDesc>A place</areaDesc><circle>51.1,-1.2 5</circle></area>',
    }),
    'a polygon with fewer than 4 points': refused(
      { areas: area('51.1,-1.2 51.1,1.2 51.1,-1.2') },
      '[[51.1, -1.2], [51.1, 1.2], [51.1, -1.2]]',
    ),
    // The schema of XML, which is asked before, lets a day end at 24:00:00; RFC 3339 does not.
    'expires not an RFC 3339 date-time': refused(
      { expires: '<expires>2026-03-02T24:00:00-00:00</expires>' },
      '2026-03-02T24:00:00-00:00',
    ),
    'Cancel without references': refused({ ...cancel, references: '' }),
    'Cancel whose references match no pending or live alert of the service': refused(cancel),
    'Cancel whose references match several alerts': async (world) => {
      const who = allowed(world)
      for (let times = 0; times < 2; times++) await posted(world, cap(), undefined, who)
      return each([await posted(world, cap(cancel), undefined, who)])
    },
    'description over 1,395 GSM characters': refused(description('a'.repeat(1396))),
    'description over 615 characters and not GSM-encodable': refused(description('ŵ'.repeat(616))),
  },
}
