/**
 * Makes docs/images/dashboard.png from believable days. Run it by hand after a change of how the dashboard looks:
 * node test/dashboard/picture.ts [width height path]
 */
import { writeFile } from 'node:fs/promises'
import { Hono } from 'hono'
import { dashboardRoutes } from '../../src/dashboard/routes.ts'
import { listen } from '../../src/server.ts'
import { testCrier } from '../support/crier.ts'
import { pagesOf } from './chromium.ts'
import { makeWorld } from './world.ts'

const crier = await testCrier({ baseUrl: null })
const app = new Hono().route('/', dashboardRoutes(crier.crier, true))
const { port, close } = await listen(app, '127.0.0.1', 0)
try {
  await makeWorld(crier, 12_000)
  const sizes = process.argv.slice(2)
  const pictures = sizes.length > 0 ? [sizes] : [['1280', '3880', 'docs/images/dashboard.png']]
  for (const [width, height, path] of pictures) {
    const started = performance.now()
    await fetch(`http://127.0.0.1:${port}/dashboard`)
    console.log(`answered in ${Math.round(performance.now() - started)} ms`)
    const size = { width: Number(width), height: Number(height) }
    const [page] = await pagesOf(`http://127.0.0.1:${port}/dashboard`, [size])
    await writeFile(path!, page!.picture)
    console.log(path)
  }
} finally {
  await close()
  await crier.close()
}
