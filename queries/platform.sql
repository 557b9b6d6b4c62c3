/* @name GetSettings */
select time_zone, email_domain, letters_enabled, inbound_sms_enabled
from settings;

/* @name GetDatabaseVersion */
select max(version) as db_version
from schema_migrations;

/* @name ListQueueDepths */
select queue as "queue!", ready::integer as "ready!", oldest_seconds
from queue_depths;

/* @name MakeHistoryPartitions */
select make_history_partitions(:today!::date, 4) as "made!";

/* @name ForgetIdempotencyKeys */
select forget_idempotency_keys(:before!) as "forgotten!";

/* @name ForgetWaitingReceipts */
delete from provider_receipts
where id in (
  select id
  from provider_receipts
  where received_at < :before!
  order by received_at
  limit 10000
  for update skip locked
);

/* @name StartTaskRun */
insert into task_runs as present (task, run_on)
values (:task!, :run_on!)
on conflict (task, run_on) do update
set started_at = excluded.started_at, finished_at = null
-- Whoever asked before a run that has finished began is answered by it. The database's clock on
-- both sides: jobs are stamped by it too. A run that began in the future, by a clock that ran
-- ahead, answers nobody.
where :asked_at::timestamptz is null
  or present.finished_at is null
  or present.started_at < :asked_at
  or present.started_at > clock_timestamp()
returning task;

/* @name FinishTaskRun */
update task_runs
set finished_at = now()
where task = :task! and run_on = :run_on!;

/* @name GetLocalDate */
select local_date(:now!)::text as "today!";

/* @name ListDatabaseFaults */
select subject as "subject!", fault as "fault!", remedy as "remedy!"
from database_faults
order by subject;

/* @name SetTimetable */
select set_timetable(:timetable!) as "set";

/* @name ListDueQueues */
select queue as "queue!"
from due_queues();

/* @name TurnBackQueues */
select turn_back_queues() as "jobs!", turn_back_callbacks() as "callbacks!";

/* @name SendBeat */
select
  -- Whether this session hears announcements, and one that only its sender minds.
  exists (
    select from pg_listening_channels() as heard (channel) where channel = 'crier_changes'
  ) as "listens!",
  pg_notify('crier_changes', :beat!)::text as "sent";

/* @name GetPlatformKey */
select sealed
from platform_key;

/* @name InsertPlatformKey */
insert into platform_key (sealed)
values (:sealed!)
on conflict do nothing;

/* @name SealPlatformKey */
update platform_key
set sealed = :sealed!, sealed_at = now()
where sealed = :present!
returning sealed_at;

/* @name ListDeliveryLags */
select
  queue as "queue!", waiting as "waiting!", lag_seconds as "lag_seconds!",
  standstill_seconds as "standstill_seconds!", admitted_share as "admitted_share!"
from delivery_lags
order by queue;

/* @name ListSendQueues */
select
  queue as "queue!",
  notification_type as "notification_type!",
  key_type as "key_type!",
  process_type as "process_type!"
from send_queues();

/* @name WakeWorkers */
select wake_workers(:queues!) as woken;

/* @name NoteToldEvent */
select id as "id!", event_type as "event_type!", wire_timestamp(created_at) as "created_at!",
  data as "data!"
from note_told_event(:event_type!, :data!, person_of_event(:data!), :now!);

/* @name FindById */
select type as "type!", service_id
from thing_with_id(:wanted!)
where type is not null;

/* @name GetWrittenPosition */
select system_identifier::text as "system!", (pg_current_wal_lsn() - '0/0')::bigint as "position!"
from pg_control_system();

/* @name GetReplayedPosition */
select
  system_identifier::text as "system!",
  pg_is_in_recovery() as "is_standby!",
  (pg_last_wal_replay_lsn() - '0/0')::bigint as position
from pg_control_system();

/* @name CountConnections */
select
  current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer
    - current_setting('reserved_connections')::integer as "room!",
  count(announced.connections)::integer as "processes!",
  greatest(coalesce(sum(announced.connections), 0), count(*) filter (where is_ours))::integer as "wanted!",
  count(*) filter (where not is_ours)::integer as "others!"
from (
  select
    application_name like 'crier%' as is_ours,
    -- See src/connections.ts.
    substring(application_name from '^crier-changes (\d{1,5})$')::integer as connections
  from pg_stat_activity
  -- Those that count: neither the server's own processes nor standbys.
  where usesysid is not null and datid is not null
) announced;
