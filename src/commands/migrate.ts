import type { Config } from '../config.ts'
import { migrate } from '../migrate.ts'
import { databaseFor } from './database.ts'

export async function migrateCommand(config: Config): Promise<void> {
  const database = await databaseFor(config, true)
  try {
    await migrate(database.url)
  } finally {
    await database.stop()
  }
  process.stdout.write('The database is up to date.\n')
}
