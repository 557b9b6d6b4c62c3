/** What takes a while to make is made when it is first asked for: every command and every worker loads what one page or one kind of message needs. */
export function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
