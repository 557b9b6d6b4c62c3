/**
 * What the typed queries of `queries/` run on. pgtyped's own runtime would load the parser of its notation, which is half of what a small command needs to
 * start and 0.12 s of a processor for every process, and put each statement together anew whenever it is run.
 */

/** What a query runs on: postgres.js, adapted by src/database.ts. */
export type Connection = {
  query: (text: string, bindings: unknown[]) => Promise<{ rows: unknown[]; rowCount: number }>
}
export type StreamingConnection = Connection & {
  stream: (text: string, bindings: unknown[]) => Cursor<unknown>
}
export type Cursor<Row> = { read: () => Promise<Row[]>; close: () => Promise<void> }

/** As pgtyped writes it: where in the text each parameter stands, from its colon to its last character. */
type Notation = {
  statement: string
  usedParamSet: Record<string, true>
  params: { name: string; transform: { type: string }; locs: { a: number; b: number }[] }[]
}

export class PreparedQuery<Parameters, Row> {
  readonly #text: string
  readonly #names: string[]

  /** @throws for a parameter that is no single value: sets are arrays, and go through unnest */
  constructor({ statement, usedParamSet, params }: Notation) {
    const used = params.filter(({ name }) => name in usedParamSet)
    const other = used.find(({ transform }) => transform.type !== 'scalar')
    if (other !== undefined) throw new Error(`the parameter ${other.name} is no single value`)
    const places = used.flatMap(({ locs }, at) => locs.map(({ a, b }) => ({ from: a, to: b + 1, at })))
    let text = ''
    let taken = 0
    for (const { from, to, at } of places.sort((one, two) => one.from - two.from)) {
      text += `${statement.slice(taken, from)}$${at + 1}`
      taken = to
    }
    this.#text = text + statement.slice(taken)
    this.#names = used.map(({ name }) => name)
  }

  async run(parameters: Parameters, connection: Connection): Promise<Row[]> {
    return (await connection.query(this.#text, this.#bindings(parameters))).rows as Row[]
  }

  /** Reads the rows in windows; whoever has read closes it. */
  stream(parameters: Parameters, connection: StreamingConnection): Cursor<Row> {
    return connection.stream(this.#text, this.#bindings(parameters)) as Cursor<Row>
  }

  #bindings(parameters: Parameters): unknown[] {
    return this.#names.map((name) => (parameters as Record<string, unknown>)[name])
  }
}
