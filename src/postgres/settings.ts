/** The settings of the embedded PostgreSQL. */

/** `durable` for data that must survive a power cut, `fleeting` for data of tests. */
export type Settings = 'durable' | 'fleeting'

/** What both have: loopback only, no socket files, no clock of the machine's own time zone. */
const common = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'timezone=UTC',
  'log_timezone=UTC',
  'password_encryption=scram-sha-256',
  'jit=off',
  // An error's detail quotes the row that a constraint refuses, recipient and all; see the view database_faults.
  'log_error_verbosity=terse',
  'log_parameter_max_length=0',
  'log_parameter_max_length_on_error=0',
]

/**
 * Queue tables live on few rows and many updates: vacuum comes after 2 % of the rows changed instead of 20 %, and works
 * without pauses, since dead job rows cost every claim (a quarter of the rate was left beside 100,000 of them). A write-ahead log
 * of up to 2 GB makes checkpoints rare under load.
 */
const durable = [
  ...common,
  'max_connections=100',
  'shared_buffers=256MB',
  'fsync=on',
  'synchronous_commit=on',
  'wal_compression=on',
  'max_wal_size=2GB',
  'checkpoint_completion_target=0.9',
  'random_page_cost=1.1',
  'autovacuum_naptime=10s',
  'autovacuum_vacuum_scale_factor=0.02',
  'autovacuum_vacuum_cost_delay=0',
  'logging_collector=on',
  'log_directory=log',
  'log_filename=postgresql-%a.log',
  'log_truncate_on_rotation=on',
  'log_rotation_size=0',
]

/**
 * Nothing here survives a power cut, nor has to. A test runs a statement a few times on a connection, of which each of the first five would be
 * planned anew: planned once, they leave the server a tenth to a sixth of its work. What holds of plans as they are usually made says so (test/plans,
 * and the conformance of three processes).
 */
const fleeting = [
  ...common,
  'max_connections=300',
  'shared_buffers=128MB',
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'max_wal_size=2GB',
  'io_method=sync',
  'max_prepared_transactions=0',
  'plan_cache_mode=force_generic_plan',
]

/** The settings in the form `name=value`. */
export function serverSettings(settings: Settings, port: number): string[] {
  return [`port=${port}`, ...(settings === 'durable' ? durable : fleeting)]
}
