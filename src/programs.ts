/** Files of this program that are started by their path, which end otherwise in an installed package, where all is JavaScript. */
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Whether this runs from an installed package. */
const isPackaged = extname(fileURLToPath(import.meta.url)) === '.js'

/** @param file as in the sources, `./thread.ts`; @param base import.meta.url of whoever starts it */
export const programFile = (file: `./${string}.ts`, base: string): URL =>
  new URL(isPackaged ? file.replace(/\.ts$/, '.js') : file, base)

/** How people call the operator's door. */
export const door = isPackaged ? 'npx crier' : 'npm run -s crier --'
