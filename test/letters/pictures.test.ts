/** How letters look, beside the pictures of them that a person has seen: test/letters/pictures.ts makes them anew. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { readPng } from '../support/png.ts'
import { pictureFile, pictures } from './pictures.ts'

/** Another version of a library may draw an edge a little darker; what moves by half a point is seen. */
const tolerated = { difference: 40, share: 0.001 }

test('letters look as they were seen to look', async () => {
  for (const [name, { width, height, pixels }] of Object.entries(await pictures())) {
    const seen = readPng(await readFile(pictureFile(name)))
    assert.deepEqual([width, height], [seen.width, seen.height], name)
    const points = seen.pixels()
    let differing = 0
    for (const [index, part] of pixels.entries())
      if (Math.abs(part - points[index]!) > tolerated.difference) differing += 1
    assert.ok(differing < pixels.length * tolerated.share, `${name}: ${differing} of ${pixels.length} differ`)
  }
})
