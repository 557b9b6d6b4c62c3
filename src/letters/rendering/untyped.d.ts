/** The libraries that bring no types: what is used of them. */
declare module 'wawoff2' {
  /** A WOFF2 file as TrueType. */
  export function decompress(woff2: Uint8Array): Promise<Uint8Array>
}

declare module 'linebreak' {
  /** The places where a line may end (UAX #14), one after the other. */
  export default class LineBreaker {
    constructor(text: string)
    nextBreak(): { position: number; required: boolean } | null
  }
}

/** What Node has of WebAssembly and its types leave out. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array)
  }
  class Instance {
    constructor(module: Module, imports: object)
    readonly exports: Record<string, unknown>
  }
  class Memory {
    readonly buffer: ArrayBuffer
    grow(pages: number): number
  }
}
