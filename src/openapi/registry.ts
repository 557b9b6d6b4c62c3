/** The one registry of public routes: what the document is made from, and what the tests compare the application with. */
import type { Operation } from './operation.ts'
import { broadcastOperations } from './operations/broadcasts.ts'
import { bulkOperations, unsubscribeOperations } from './operations/bulk.ts'
import { callbackOperations } from './operations/callbacks.ts'
import { jobOperations } from './operations/jobs.ts'
import { letterOperations } from './operations/letters.ts'
import { readingOperations } from './operations/reading.ts'
import { sendingOperations } from './operations/sending.ts'
import { statusOperations } from './operations/status.ts'
import { templateOperations } from './operations/templates.ts'
import { versionOneOperations } from './operations/version-one.ts'

export const operations: readonly Operation[] = [
  ...sendingOperations,
  ...letterOperations,
  ...bulkOperations,
  ...jobOperations,
  ...broadcastOperations,
  ...readingOperations,
  ...templateOperations,
  ...unsubscribeOperations,
  ...callbackOperations,
  ...versionOneOperations,
  ...statusOperations,
]
