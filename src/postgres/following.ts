/**
 * How far a standby is behind, told by positions of the log that the primary had written at known times: a standby that has replayed one of them has all that was
 * committed before. PostgreSQL's own figures would not do: pg_last_xact_replay_timestamp() stands still while nothing is written, and where receiving and
 * replaying are at the same place the link may be cut.
 */

export type Following = {
  /** The primary had written so much. @param at milliseconds of a clock that only runs forward */
  note: (position: number, at: number) => void
  /** Seconds that a standby which has replayed so much is behind; null while that is further back than anything known. */
  lagOf: (replayed: number, at: number) => number | null
}

type Written = { position: number; at: number }

/** Of more than these every second one is forgotten, so that a lag of hours is told more coarsely. */
const mostKept = 600

export function makeFollowing(): Following {
  let known: Written[] = []
  return {
    note(position, at) {
      // A primary that was a standby, and had received less, begins anew from there.
      if (position < (known.at(-1)?.position ?? 0)) known = []
      known.push({ position, at })
      if (known.length > mostKept) known = known.filter((_, i) => i % 2 === 1)
    },
    lagOf(replayed, at) {
      const newest = known.findLastIndex(({ position }) => position <= replayed)
      if (newest < 0) return null
      known = known.slice(newest)
      return Math.max(0, at - known[0]!.at) / 1000
    },
  }
}
