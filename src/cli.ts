/** The operator's door: `npm run -s crier -- <command>`. Errors are one line on standard error, and exit code 1. */
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from './config.ts'
import { door } from './programs.ts'

const usage = `Usage: ${door} <command>

  run                                everything in one process, with an embedded PostgreSQL unless DATABASE_URL is set;
                                     --watch applies db/rules whenever a file there is saved
  serve                              HTTP only; any number of processes on one migrated database
  work                               queues and schedules only; any number of processes
  migrate                            bring the database to this version's schema
  demo --json                        the demo service: ids, keys, templates; made if it is missing
  demo --traffic                     fourteen days of sample messages of the demo service, sent to nobody
  service create --name N --json     a new live service with a key of each type and two templates
  apply <file.json> [--dry-run]      set a service up as the file says: settings, senders, templates and the rest
  apply --schema                     the JSON Schema of such a file
  key create --service S --name N [--type normal|team|test]
                                     a new key of a service (its name or id), printed this once
  key list --service S               the keys of a service, without their secrets
  key revoke --service S --name N    end a key; processes that run refuse it within moments
  user create --name N --email E [--mobile M] [--platform-admin] [--json]
                                     a new person, with links to sign in and to choose a password, printed this once
  user link --email E                new links for somebody who has lost theirs
  user list                          who there is, and who administers the platform
  user archive --email E             end somebody's account
  callback list --service S [--status waiting|delivered|failed] [--type T] [--since TIME] [--json]
                                     what a service was told at its own addresses, and what it was not
  callback replay --service S (<id> … | --since TIME [--until TIME]) [--type T]
                                     send again what was not delivered
  provider list                      who carries messages, their settings (secrets unshown) and where their receipts come
  provider add <file.json>           a provider that rows describe: see docs/operations.md
  provider add <identifier> <protocol>
                                     another account of a protocol: mmg, firetext, twilio, sns, smtp, ses
  provider set <identifier> <name>=<value> ...
                                     active, priority, max_calls, messages_per_second, ... or a setting; a secret comes
                                     by standard input: provider set mmg api_key < file
  provider test <identifier> <recipient> [--wait seconds]
                                     one message through it, and its receipt
  job send <file> --template ID [--name N] [--at TIME] [--reference R] [--reply-to ID] [--url URL] [--again | --check]
                                     send a file of recipients, with the API key in CRIER_API_KEY or on standard input,
                                     and see how far it is; the same file again within a day only with --again;
                                     --check shows what is wrong with it, and sends nothing
  letter list [--service S] [--status pending-virus-check|created|sending] [--json]
                                     letters that are not at the printer, or not there for good, and what each waits for
  letter show <id> [--json]          what has happened to a letter; its file's name or its reference will do
  letter find <file name> ...        a CSV of the letters of files or zips that a printer names
  letter remake <id> ...             make the PDFs of templates' letters again
  letter rescan [<id> ...]           scan letters again that failed because the scanner or a store was away
  letter resanitise <id> ...         read and rewrite letters that came as PDF anew
  letter resanitise-attachment <attachment id> ...
                                     the same for pages that follow a template's letters
  letter reprint <id> ...            put letters that are at the printer, or failed there, into the next print run
  broadcast demo                     a live service for emergency alerts, with a key and two people, as lines for a shell;
                                     made if it is missing
  broadcast show <id> [--json]       what each operator has of an emergency alert, and why another has not
  broadcast replay <event id> <operator>
                                     try now what waits, with the same checks
  admin-app env                      the variables with which Notify's admin application and Crier find each other, as lines for a shell
  admin-app agreement crown|non-crown <file.pdf>
                                     what organisations accept there
  functional-fixtures [--name ENVIRONMENT]
                                     what Notify's functional tests look for, and the variables that tell them of it, as lines
                                     for a shell; only where CRIER_FUNCTIONAL_TESTS is true
  secret reseal                      after a change of CRIER_SECRET, with the old one in CRIER_SECRET_PREVIOUS
  token                              a token for the Authorization header, valid for 30 seconds; the API key is taken
                                     from CRIER_API_KEY or standard input ("token <api key>" works too, but shows
                                     the key to every user of the machine, in the list of processes)
  token --admin                      the same for the internal API
  doctor                             what is wrong with the database server, and which queue is behind; exit code 1 if anything is
  task list                          the timetable
  task run <name> [--date YYYY-MM-DD]  one task, now
`

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean' },
      name: { type: 'string' },
      email: { type: 'string' },
      mobile: { type: 'string' },
      'platform-admin': { type: 'boolean' },
      date: { type: 'string' },
      service: { type: 'string' },
      type: { type: 'string' },
      status: { type: 'string' },
      since: { type: 'string' },
      until: { type: 'string' },
      schema: { type: 'boolean' },
      'dry-run': { type: 'boolean' },
      traffic: { type: 'boolean' },
      watch: { type: 'boolean' },
      wait: { type: 'string' },
      template: { type: 'string' },
      at: { type: 'string' },
      reference: { type: 'string' },
      'reply-to': { type: 'string' },
      url: { type: 'string' },
      again: { type: 'boolean' },
      check: { type: 'boolean' },
      admin: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  const [command, ...rest] = positionals
  if (values.help || command === undefined) {
    process.stdout.write(usage)
    if (!values.help) process.exitCode = 1
    return
  }
  const config = readConfig()
  // Each command loads its own programs alone, compiled when they were first needed: a small one takes 0.4 s of a processor in place of 1.0.
  enableCompileCache(join(config.folder, 'compile-cache'))
  switch (command) {
    case 'run':
      return (await import('./commands/run.ts')).runCommand(config, {
        serve: true,
        work: true,
        standalone: true,
        watch: values.watch === true,
      })
    case 'serve':
      return (await import('./commands/run.ts')).runCommand(config, {
        serve: true,
        work: false,
        standalone: false,
        watch: false,
      })
    case 'work':
      return (await import('./commands/run.ts')).runCommand(config, {
        serve: false,
        work: true,
        standalone: false,
        watch: false,
      })
    case 'migrate':
      return (await import('./commands/migrate.ts')).migrateCommand(config)
    case 'demo':
      return (await import('./commands/demo.ts')).demoCommand(config, values.traffic ?? false)
    case 'service':
      return (await import('./commands/service.ts')).serviceCommand(config, rest, values.name)
    case 'apply':
      return (await import('./commands/apply.ts')).applyCommand(config, rest, values)
    case 'key':
      return (await import('./commands/key.ts')).keyCommand(config, rest, values)
    case 'user':
      return (await import('./commands/user.ts')).userCommand(config, rest, values)
    case 'callback':
      return (await import('./commands/callback.ts')).callbackCommand(config, rest, values)
    case 'provider':
      if (!(await (await import('./commands/provider.ts')).providerCommand(config, rest, values)))
        process.exitCode = 1
      return
    case 'job':
      return (await import('./commands/job.ts')).jobCommand(config, rest, values)
    case 'broadcast':
      return (await import('./commands/broadcast.ts')).broadcastCommand(config, rest, values)
    case 'letter':
      return (await import('./commands/letter.ts')).letterCommand(config, rest, values)
    case 'admin-app':
      return (await import('./commands/admin-app.ts')).adminAppCommand(config, rest)
    case 'functional-fixtures':
      return (await import('./commands/functional-fixtures.ts')).functionalFixturesCommand(
        config,
        values.name,
      )
    case 'secret':
      return (await import('./commands/secret.ts')).secretCommand(config, rest)
    case 'token':
      return (await import('./commands/token.ts')).tokenCommand(rest, config, values.admin ?? false)
    case 'doctor':
      return (await import('./commands/doctor.ts')).doctorCommand(config)
    case 'task':
      return (await import('./commands/task.ts')).taskCommand(config, rest, values.date)
    default:
      throw new Error(`there is no command "${command}": see --help`)
  }
}

// Whoever reads the first lines only (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

main().catch((error: unknown) => {
  const line = error instanceof Error ? error.message : String(error)
  process.stderr.write(`crier: ${line.split('\n')[0]}\n`)
  process.exit(1)
})
