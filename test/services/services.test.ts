/** What services may and may not do, and what processes remember of them. */
import './limits.ts'
import './recipients.ts'
import './idempotency.ts'
import './invalidation.ts'
