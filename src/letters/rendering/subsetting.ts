/**
 * Cuts fonts down to the glyphs that a letter has: HarfBuzz's own subsetter, called by its C functions, for which its package has no wrapper.
 * Glyphs keep their numbers, so that text is laid out once with the whole font.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

type Pointer = number

/** The functions of hb-subset.h and hb-blob.h that are called here. */
type HarfBuzzSubset = {
  memory: WebAssembly.Memory
  _initialize: () => void
  malloc: (bytes: number) => Pointer
  free: (pointer: Pointer) => void
  hb_blob_create: (
    data: Pointer,
    length: number,
    mode: number,
    userData: Pointer,
    destroy: Pointer,
  ) => Pointer
  hb_blob_destroy: (blob: Pointer) => void
  hb_blob_get_data: (blob: Pointer, length: Pointer) => Pointer
  hb_blob_get_length: (blob: Pointer) => number
  hb_face_create: (blob: Pointer, index: number) => Pointer
  hb_face_destroy: (face: Pointer) => void
  hb_face_reference_blob: (face: Pointer) => Pointer
  hb_set_add: (set: Pointer, value: number) => void
  hb_subset_input_create_or_fail: () => Pointer
  hb_subset_input_destroy: (input: Pointer) => void
  hb_subset_input_glyph_set: (input: Pointer) => Pointer
  hb_subset_input_set: (input: Pointer, which: number) => Pointer
  hb_subset_input_set_flags: (input: Pointer, flags: number) => void
  hb_subset_input_keep_everything: (input: Pointer) => void
  hb_subset_input_pin_axis_location: (input: Pointer, face: Pointer, tag: number, value: number) => number
  hb_subset_or_fail: (face: Pointer, input: Pointer) => Pointer
}

const wasm = new WebAssembly.Module(
  readFileSync(fileURLToPath(import.meta.resolve('harfbuzzjs/dist/harfbuzz-subset.wasm'))),
)
const harfBuzz = new WebAssembly.Instance(wasm, {}).exports as unknown as HarfBuzzSubset
harfBuzz._initialize()

/** HB_MEMORY_MODE_WRITABLE: the bytes are its own. */
const writable = 2
/** HB_SUBSET_FLAGS_NO_HINTING, as paper needs none, and HB_SUBSET_FLAGS_RETAIN_GIDS. */
const flags = 0x1 | 0x2
/** HB_SUBSET_SETS_DROP_TABLE_TAG. */
const dropTables = 3
/** What a font inside a PDF has no use for, since its text is laid out already. */
const unused = 'GSUB GPOS GDEF kern name OS/2 post cmap gasp DSIG STAT meta prep fpgm cvt '

const tag = (name: string): number => Buffer.from(name.padEnd(4)).readUInt32BE()

/** A font as the subsetter holds it, for the life of the process. */
export type Subsettable = { face: Pointer }

export function subsettable(font: Uint8Array): Subsettable {
  const data = harfBuzz.malloc(font.byteLength)
  if (data === 0) throw new Error('no memory for a font')
  new Uint8Array(harfBuzz.memory.buffer).set(font, data)
  const blob = harfBuzz.hb_blob_create(data, font.byteLength, writable, 0, 0)
  const face = harfBuzz.hb_face_create(blob, 0)
  harfBuzz.hb_blob_destroy(blob)
  return { face }
}

/** A TrueType font with these glyphs, under the numbers that they have in the whole font. */
export function subset({ face }: Subsettable, glyphs: Iterable<number>): Uint8Array {
  return cut(face, (input) => {
    const kept = harfBuzz.hb_subset_input_glyph_set(input)
    for (const glyph of glyphs) harfBuzz.hb_set_add(kept, glyph)
    const dropped = harfBuzz.hb_subset_input_set(input, dropTables)
    for (const name of unused.trim().split(' ')) harfBuzz.hb_set_add(dropped, tag(name))
    harfBuzz.hb_subset_input_set_flags(input, flags)
  })
}

/** A variable font at one weight, as an ordinary font. */
export function atWeight(font: Uint8Array, weight: number): Uint8Array {
  const { face } = subsettable(font)
  try {
    return cut(face, (input) => {
      harfBuzz.hb_subset_input_keep_everything(input)
      harfBuzz.hb_subset_input_pin_axis_location(input, face, tag('wght'), weight)
    })
  } finally {
    harfBuzz.hb_face_destroy(face)
  }
}

function cut(face: Pointer, prepare: (input: Pointer) => void): Uint8Array {
  const input = harfBuzz.hb_subset_input_create_or_fail()
  try {
    prepare(input)
    const made = harfBuzz.hb_subset_or_fail(face, input)
    if (made === 0) throw new Error('a font could not be cut down')
    const blob = harfBuzz.hb_face_reference_blob(made)
    const length = harfBuzz.hb_blob_get_length(blob)
    const data = harfBuzz.hb_blob_get_data(blob, 0)
    const font = new Uint8Array(harfBuzz.memory.buffer).slice(data, data + length)
    harfBuzz.hb_blob_destroy(blob)
    harfBuzz.hb_face_destroy(made)
    return font
  } finally {
    harfBuzz.hb_subset_input_destroy(input)
  }
}
