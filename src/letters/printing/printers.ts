/** Every protocol that letters are printed by, by the word in provider_details.adapter. */
import { printApi } from './print-api.ts'
import type { PrinterProtocol } from './printer.ts'
import { sandboxPrinter } from './sandbox.ts'
import { sftpZip } from './sftp-zip.ts'

export const printers: Readonly<Record<string, PrinterProtocol>> = {
  'sandbox-printer': sandboxPrinter,
  'sftp-zip': sftpZip,
  'print-api': printApi,
}
