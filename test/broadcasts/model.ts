/**
 * When an operator may be told of an event, written a second time: the checks before every delivery (specification, broadcasts, 6.2), over plain
 * objects. It knows nothing of tables.
 */
export const providers = ['ee', 'three', 'o2', 'vodafone'] as const
export type Provider = (typeof providers)[number]
export type Status = 'sending' | 'returned-ack' | 'returned-error' | 'technical-failure'
/** statuses: of the operators' documents; an operator that has none has not been tried. */
export type Event = { id: string; finishesAt: number; statuses: Map<Provider, Status> }
export type Model = {
  isSwitchedOn: boolean
  isActive: boolean
  isRestricted: boolean
  isStubbed: boolean
  /** In the order in which they happened. */
  events: Event[]
}

export function decision(model: Model, event: Event, provider: Provider, now: number): string {
  if (!model.isSwitchedOn) return 'switched-off'
  if (!model.isActive) return 'suspended'
  if (model.isRestricted) return 'not-live'
  if (model.isStubbed) return 'stubbed'
  const own = event.statuses.get(provider)
  if (own !== undefined && own !== 'sending') return `already-${own}`
  if (event.finishesAt < now) return 'expired'
  for (const earlier of model.events.slice(0, model.events.indexOf(event))) {
    const status = earlier.statuses.get(provider)
    if (status === undefined) return 'previous-missing'
    if (status !== 'returned-ack') return `previous-${status}`
  }
  return 'send'
}
