/** What becomes of files of email templates in time. Source: specification, internal API, template e-mail files. */

import { forgetTemplateFileTries } from '../../queries/documents.queries.ts'
import { archivePendingEmailFiles } from '../../queries/templates/email-files.queries.ts'
import type { Crier } from '../context.ts'

const batch_size = 1000

/** Archives what was uploaded a day ago and never became part of its template. */
export async function tendEmailFiles({ db }: Pick<Crier, 'db'>, { now }: { now: string }): Promise<void> {
  await forgetTemplateFileTries.run({ now }, db)
  while (((await archivePendingEmailFiles.run({ now, batch_size }, db))[0]?.archived ?? 0) > 0);
}
