/** However Crier is started, Node has the same settings of its heap (docs/operations.md). */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import packageFile from '../../package.json' with { type: 'json' }

const settings = packageFile.scripts.crier.split(' ').filter((word) => word.startsWith('--'))

for (const file of ['Makefile', 'bin/crier.js', 'docs/operations.md'])
  test(`${file} has those of package.json`, async () => {
    const text = await readFile(new URL(`../../${file}`, import.meta.url), 'utf8')
    assert.deepEqual(text.match(/--(?:max|heap)-[\w=-]+/g), settings)
  })
