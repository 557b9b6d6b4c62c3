#!/usr/bin/env node
// The operator's door of an installed package: the programs under the Node.js that comes with them, whatever this one is.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const node = join(dirname(createRequire(import.meta.url).resolve('node/package.json')), 'bin', 'node')
if (!existsSync(node)) {
  console.error('npm ran no install scripts, which bring Node.js 24: allow them (npm config set ignore-scripts false), and install again')
  process.exit(1)
}
const program = fileURLToPath(new URL('../dist/src/cli.js', import.meta.url))
// As in package.json; docs/operations.md says why.
const flags = ['--max-semi-space-size=16', '--max-old-space-size=2000', '--heap-growing-percent=150']
const child = spawn(node, [...flags, program, ...process.argv.slice(2)], { stdio: 'inherit' })
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => {
  if (signal === null) process.exit(code)
  process.removeAllListeners(signal)
  process.kill(process.pid, signal)
})
