/**
 * What `npm pack` puts into the package: `dist/`, the programs as JavaScript (Node.js runs no TypeScript below node_modules) with all that they
 * read beside them, in the folders of the repository.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'

rmSync('dist', { recursive: true, force: true })
execFileSync('node_modules/.bin/tsc', ['-p', 'tsconfig.package.json'], { stdio: 'inherit' })
for (const folder of ['src', 'queries', 'db']) {
  cpSync(folder, `dist/${folder}`, { recursive: true, filter: (path) => !path.endsWith('.ts') })
}
