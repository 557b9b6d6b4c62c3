/** Types generated for queries found in "queries/platform.sql" */
import { PreparedQuery } from '../src/prepared-query.ts';

export type key_type = 'normal' | 'team' | 'test';

export type notification_type = 'email' | 'letter' | 'sms';

export type template_process_type = 'normal' | 'priority';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type stringArray = (string)[];

/** 'GetSettings' parameters type */
export type IGetSettingsParams = void;

/** 'GetSettings' return type */
export interface IGetSettingsResult {
  /** The domain after the @ of every service's sender address, in ASCII (xn--… for other scripts); with 64 letters before the @ an address has at most the 254 that mail systems take. */
  email_domain: string;
  /** Whether received text messages are stored. */
  inbound_sms_enabled: boolean;
  /** Whether letters are made and printed; the other channels do not depend on it. */
  letters_enabled: boolean;
  /** The zone of local dates, nightly tasks and letters' cut-off times. Changing it does not rewrite facts already made. */
  time_zone: string;
}

/** 'GetSettings' query type */
export interface IGetSettingsQuery {
  params: IGetSettingsParams;
  result: IGetSettingsResult;
}

const getSettingsIR: any = {"usedParamSet":{},"params":[],"statement":"select time_zone, email_domain, letters_enabled, inbound_sms_enabled\nfrom settings"};

/**
 * Query generated from SQL:
 * ```
 * select time_zone, email_domain, letters_enabled, inbound_sms_enabled
 * from settings
 * ```
 */
export const getSettings = new PreparedQuery<IGetSettingsParams,IGetSettingsResult>(getSettingsIR);


/** 'GetDatabaseVersion' parameters type */
export type IGetDatabaseVersionParams = void;

/** 'GetDatabaseVersion' return type */
export interface IGetDatabaseVersionResult {
  db_version: string | null;
}

/** 'GetDatabaseVersion' query type */
export interface IGetDatabaseVersionQuery {
  params: IGetDatabaseVersionParams;
  result: IGetDatabaseVersionResult;
}

const getDatabaseVersionIR: any = {"usedParamSet":{},"params":[],"statement":"select max(version) as db_version\nfrom schema_migrations"};

/**
 * Query generated from SQL:
 * ```
 * select max(version) as db_version
 * from schema_migrations
 * ```
 */
export const getDatabaseVersion = new PreparedQuery<IGetDatabaseVersionParams,IGetDatabaseVersionResult>(getDatabaseVersionIR);


/** 'ListQueueDepths' parameters type */
export type IListQueueDepthsParams = void;

/** 'ListQueueDepths' return type */
export interface IListQueueDepthsResult {
  oldest_seconds: number | null;
  queue: string;
  ready: number;
}

/** 'ListQueueDepths' query type */
export interface IListQueueDepthsQuery {
  params: IListQueueDepthsParams;
  result: IListQueueDepthsResult;
}

const listQueueDepthsIR: any = {"usedParamSet":{},"params":[],"statement":"select queue as \"queue!\", ready::integer as \"ready!\", oldest_seconds\nfrom queue_depths"};

/**
 * Query generated from SQL:
 * ```
 * select queue as "queue!", ready::integer as "ready!", oldest_seconds
 * from queue_depths
 * ```
 */
export const listQueueDepths = new PreparedQuery<IListQueueDepthsParams,IListQueueDepthsResult>(listQueueDepthsIR);


/** 'MakeHistoryPartitions' parameters type */
export interface IMakeHistoryPartitionsParams {
  today: string;
}

/** 'MakeHistoryPartitions' return type */
export interface IMakeHistoryPartitionsResult {
  made: number;
}

/** 'MakeHistoryPartitions' query type */
export interface IMakeHistoryPartitionsQuery {
  params: IMakeHistoryPartitionsParams;
  result: IMakeHistoryPartitionsResult;
}

const makeHistoryPartitionsIR: any = {"usedParamSet":{"today":true},"params":[{"name":"today","required":true,"transform":{"type":"scalar"},"locs":[{"a":31,"b":37}]}],"statement":"select make_history_partitions(:today!::date, 4) as \"made!\""};

/**
 * Query generated from SQL:
 * ```
 * select make_history_partitions(:today!::date, 4) as "made!"
 * ```
 */
export const makeHistoryPartitions = new PreparedQuery<IMakeHistoryPartitionsParams,IMakeHistoryPartitionsResult>(makeHistoryPartitionsIR);


/** 'ForgetIdempotencyKeys' parameters type */
export interface IForgetIdempotencyKeysParams {
  before: string;
}

/** 'ForgetIdempotencyKeys' return type */
export interface IForgetIdempotencyKeysResult {
  forgotten: number;
}

/** 'ForgetIdempotencyKeys' query type */
export interface IForgetIdempotencyKeysQuery {
  params: IForgetIdempotencyKeysParams;
  result: IForgetIdempotencyKeysResult;
}

const forgetIdempotencyKeysIR: any = {"usedParamSet":{"before":true},"params":[{"name":"before","required":true,"transform":{"type":"scalar"},"locs":[{"a":31,"b":38}]}],"statement":"select forget_idempotency_keys(:before!) as \"forgotten!\""};

/**
 * Query generated from SQL:
 * ```
 * select forget_idempotency_keys(:before!) as "forgotten!"
 * ```
 */
export const forgetIdempotencyKeys = new PreparedQuery<IForgetIdempotencyKeysParams,IForgetIdempotencyKeysResult>(forgetIdempotencyKeysIR);


/** 'ForgetWaitingReceipts' parameters type */
export interface IForgetWaitingReceiptsParams {
  before: string;
}

/** 'ForgetWaitingReceipts' return type */
export type IForgetWaitingReceiptsResult = void;

/** 'ForgetWaitingReceipts' query type */
export interface IForgetWaitingReceiptsQuery {
  params: IForgetWaitingReceiptsParams;
  result: IForgetWaitingReceiptsResult;
}

const forgetWaitingReceiptsIR: any = {"usedParamSet":{"before":true},"params":[{"name":"before","required":true,"transform":{"type":"scalar"},"locs":[{"a":103,"b":110}]}],"statement":"delete from provider_receipts\nwhere id in (\n  select id\n  from provider_receipts\n  where received_at < :before!\n  order by received_at\n  limit 10000\n  for update skip locked\n)"};

/**
 * Query generated from SQL:
 * ```
 * delete from provider_receipts
 * where id in (
 *   select id
 *   from provider_receipts
 *   where received_at < :before!
 *   order by received_at
 *   limit 10000
 *   for update skip locked
 * )
 * ```
 */
export const forgetWaitingReceipts = new PreparedQuery<IForgetWaitingReceiptsParams,IForgetWaitingReceiptsResult>(forgetWaitingReceiptsIR);


/** 'StartTaskRun' parameters type */
export interface IStartTaskRunParams {
  asked_at?: string | null | void;
  run_on: string;
  task: string;
}

/** 'StartTaskRun' return type */
export interface IStartTaskRunResult {
  /** The task's name in the schedule. */
  task: string;
}

/** 'StartTaskRun' query type */
export interface IStartTaskRunQuery {
  params: IStartTaskRunParams;
  result: IStartTaskRunResult;
}

const startTaskRunIR: any = {"usedParamSet":{"task":true,"run_on":true,"asked_at":true},"params":[{"name":"task","required":true,"transform":{"type":"scalar"},"locs":[{"a":56,"b":61}]},{"name":"run_on","required":true,"transform":{"type":"scalar"},"locs":[{"a":64,"b":71}]},{"name":"asked_at","required":false,"transform":{"type":"scalar"},"locs":[{"a":392,"b":400},{"a":482,"b":490}]}],"statement":"insert into task_runs as present (task, run_on)\nvalues (:task!, :run_on!)\non conflict (task, run_on) do update\nset started_at = excluded.started_at, finished_at = null\n-- Whoever asked before a run that has finished began is answered by it. The database's clock on\n-- both sides: jobs are stamped by it too. A run that began in the future, by a clock that ran\n-- ahead, answers nobody.\nwhere :asked_at::timestamptz is null\n  or present.finished_at is null\n  or present.started_at < :asked_at\n  or present.started_at > clock_timestamp()\nreturning task"};

/**
 * Query generated from SQL:
 * ```
 * insert into task_runs as present (task, run_on)
 * values (:task!, :run_on!)
 * on conflict (task, run_on) do update
 * set started_at = excluded.started_at, finished_at = null
 * -- Whoever asked before a run that has finished began is answered by it. The database's clock on
 * -- both sides: jobs are stamped by it too. A run that began in the future, by a clock that ran
 * -- ahead, answers nobody.
 * where :asked_at::timestamptz is null
 *   or present.finished_at is null
 *   or present.started_at < :asked_at
 *   or present.started_at > clock_timestamp()
 * returning task
 * ```
 */
export const startTaskRun = new PreparedQuery<IStartTaskRunParams,IStartTaskRunResult>(startTaskRunIR);


/** 'FinishTaskRun' parameters type */
export interface IFinishTaskRunParams {
  run_on: string;
  task: string;
}

/** 'FinishTaskRun' return type */
export type IFinishTaskRunResult = void;

/** 'FinishTaskRun' query type */
export interface IFinishTaskRunQuery {
  params: IFinishTaskRunParams;
  result: IFinishTaskRunResult;
}

const finishTaskRunIR: any = {"usedParamSet":{"task":true,"run_on":true},"params":[{"name":"task","required":true,"transform":{"type":"scalar"},"locs":[{"a":54,"b":59}]},{"name":"run_on","required":true,"transform":{"type":"scalar"},"locs":[{"a":74,"b":81}]}],"statement":"update task_runs\nset finished_at = now()\nwhere task = :task! and run_on = :run_on!"};

/**
 * Query generated from SQL:
 * ```
 * update task_runs
 * set finished_at = now()
 * where task = :task! and run_on = :run_on!
 * ```
 */
export const finishTaskRun = new PreparedQuery<IFinishTaskRunParams,IFinishTaskRunResult>(finishTaskRunIR);


/** 'GetLocalDate' parameters type */
export interface IGetLocalDateParams {
  now: string;
}

/** 'GetLocalDate' return type */
export interface IGetLocalDateResult {
  today: string;
}

/** 'GetLocalDate' query type */
export interface IGetLocalDateQuery {
  params: IGetLocalDateParams;
  result: IGetLocalDateResult;
}

const getLocalDateIR: any = {"usedParamSet":{"now":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":18,"b":22}]}],"statement":"select local_date(:now!)::text as \"today!\""};

/**
 * Query generated from SQL:
 * ```
 * select local_date(:now!)::text as "today!"
 * ```
 */
export const getLocalDate = new PreparedQuery<IGetLocalDateParams,IGetLocalDateResult>(getLocalDateIR);


/** 'ListDatabaseFaults' parameters type */
export type IListDatabaseFaultsParams = void;

/** 'ListDatabaseFaults' return type */
export interface IListDatabaseFaultsResult {
  /** What can happen. */
  fault: string;
  /** The statement that mends it. */
  remedy: string;
  /** The setting, right or function. */
  subject: string;
}

/** 'ListDatabaseFaults' query type */
export interface IListDatabaseFaultsQuery {
  params: IListDatabaseFaultsParams;
  result: IListDatabaseFaultsResult;
}

const listDatabaseFaultsIR: any = {"usedParamSet":{},"params":[],"statement":"select subject as \"subject!\", fault as \"fault!\", remedy as \"remedy!\"\nfrom database_faults\norder by subject"};

/**
 * Query generated from SQL:
 * ```
 * select subject as "subject!", fault as "fault!", remedy as "remedy!"
 * from database_faults
 * order by subject
 * ```
 */
export const listDatabaseFaults = new PreparedQuery<IListDatabaseFaultsParams,IListDatabaseFaultsResult>(listDatabaseFaultsIR);


/** 'SetTimetable' parameters type */
export interface ISetTimetableParams {
  timetable: Json;
}

/** 'SetTimetable' return type */
export interface ISetTimetableResult {
  set: undefined | null;
}

/** 'SetTimetable' query type */
export interface ISetTimetableQuery {
  params: ISetTimetableParams;
  result: ISetTimetableResult;
}

const setTimetableIR: any = {"usedParamSet":{"timetable":true},"params":[{"name":"timetable","required":true,"transform":{"type":"scalar"},"locs":[{"a":21,"b":31}]}],"statement":"select set_timetable(:timetable!) as \"set\""};

/**
 * Query generated from SQL:
 * ```
 * select set_timetable(:timetable!) as "set"
 * ```
 */
export const setTimetable = new PreparedQuery<ISetTimetableParams,ISetTimetableResult>(setTimetableIR);


/** 'ListDueQueues' parameters type */
export type IListDueQueuesParams = void;

/** 'ListDueQueues' return type */
export interface IListDueQueuesResult {
  queue: string;
}

/** 'ListDueQueues' query type */
export interface IListDueQueuesQuery {
  params: IListDueQueuesParams;
  result: IListDueQueuesResult;
}

const listDueQueuesIR: any = {"usedParamSet":{},"params":[],"statement":"select queue as \"queue!\"\nfrom due_queues()"};

/**
 * Query generated from SQL:
 * ```
 * select queue as "queue!"
 * from due_queues()
 * ```
 */
export const listDueQueues = new PreparedQuery<IListDueQueuesParams,IListDueQueuesResult>(listDueQueuesIR);


/** 'TurnBackQueues' parameters type */
export type ITurnBackQueuesParams = void;

/** 'TurnBackQueues' return type */
export interface ITurnBackQueuesResult {
  callbacks: number;
  jobs: number;
}

/** 'TurnBackQueues' query type */
export interface ITurnBackQueuesQuery {
  params: ITurnBackQueuesParams;
  result: ITurnBackQueuesResult;
}

const turnBackQueuesIR: any = {"usedParamSet":{},"params":[],"statement":"select turn_back_queues() as \"jobs!\", turn_back_callbacks() as \"callbacks!\""};

/**
 * Query generated from SQL:
 * ```
 * select turn_back_queues() as "jobs!", turn_back_callbacks() as "callbacks!"
 * ```
 */
export const turnBackQueues = new PreparedQuery<ITurnBackQueuesParams,ITurnBackQueuesResult>(turnBackQueuesIR);


/** 'SendBeat' parameters type */
export interface ISendBeatParams {
  beat: string;
}

/** 'SendBeat' return type */
export interface ISendBeatResult {
  listens: boolean;
  sent: string | null;
}

/** 'SendBeat' query type */
export interface ISendBeatQuery {
  params: ISendBeatParams;
  result: ISendBeatResult;
}

const sendBeatIR: any = {"usedParamSet":{"beat":true},"params":[{"name":"beat","required":true,"transform":{"type":"scalar"},"locs":[{"a":240,"b":245}]}],"statement":"select\n  -- Whether this session hears announcements, and one that only its sender minds.\n  exists (\n    select from pg_listening_channels() as heard (channel) where channel = 'crier_changes'\n  ) as \"listens!\",\n  pg_notify('crier_changes', :beat!)::text as \"sent\""};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- Whether this session hears announcements, and one that only its sender minds.
 *   exists (
 *     select from pg_listening_channels() as heard (channel) where channel = 'crier_changes'
 *   ) as "listens!",
 *   pg_notify('crier_changes', :beat!)::text as "sent"
 * ```
 */
export const sendBeat = new PreparedQuery<ISendBeatParams,ISendBeatResult>(sendBeatIR);


/** 'GetPlatformKey' parameters type */
export type IGetPlatformKeyParams = void;

/** 'GetPlatformKey' return type */
export interface IGetPlatformKeyResult {
  /** The key, sealed with CRIER_SECRET (src/seal.ts). */
  sealed: Buffer;
}

/** 'GetPlatformKey' query type */
export interface IGetPlatformKeyQuery {
  params: IGetPlatformKeyParams;
  result: IGetPlatformKeyResult;
}

const getPlatformKeyIR: any = {"usedParamSet":{},"params":[],"statement":"select sealed\nfrom platform_key"};

/**
 * Query generated from SQL:
 * ```
 * select sealed
 * from platform_key
 * ```
 */
export const getPlatformKey = new PreparedQuery<IGetPlatformKeyParams,IGetPlatformKeyResult>(getPlatformKeyIR);


/** 'InsertPlatformKey' parameters type */
export interface IInsertPlatformKeyParams {
  sealed: Buffer;
}

/** 'InsertPlatformKey' return type */
export type IInsertPlatformKeyResult = void;

/** 'InsertPlatformKey' query type */
export interface IInsertPlatformKeyQuery {
  params: IInsertPlatformKeyParams;
  result: IInsertPlatformKeyResult;
}

const insertPlatformKeyIR: any = {"usedParamSet":{"sealed":true},"params":[{"name":"sealed","required":true,"transform":{"type":"scalar"},"locs":[{"a":42,"b":49}]}],"statement":"insert into platform_key (sealed)\nvalues (:sealed!)\non conflict do nothing"};

/**
 * Query generated from SQL:
 * ```
 * insert into platform_key (sealed)
 * values (:sealed!)
 * on conflict do nothing
 * ```
 */
export const insertPlatformKey = new PreparedQuery<IInsertPlatformKeyParams,IInsertPlatformKeyResult>(insertPlatformKeyIR);


/** 'SealPlatformKey' parameters type */
export interface ISealPlatformKeyParams {
  present: Buffer;
  sealed: Buffer;
}

/** 'SealPlatformKey' return type */
export interface ISealPlatformKeyResult {
  /** When it was made, or last sealed with another secret. */
  sealed_at: string;
}

/** 'SealPlatformKey' query type */
export interface ISealPlatformKeyQuery {
  params: ISealPlatformKeyParams;
  result: ISealPlatformKeyResult;
}

const sealPlatformKeyIR: any = {"usedParamSet":{"sealed":true,"present":true},"params":[{"name":"sealed","required":true,"transform":{"type":"scalar"},"locs":[{"a":33,"b":40}]},{"name":"present","required":true,"transform":{"type":"scalar"},"locs":[{"a":76,"b":84}]}],"statement":"update platform_key\nset sealed = :sealed!, sealed_at = now()\nwhere sealed = :present!\nreturning sealed_at"};

/**
 * Query generated from SQL:
 * ```
 * update platform_key
 * set sealed = :sealed!, sealed_at = now()
 * where sealed = :present!
 * returning sealed_at
 * ```
 */
export const sealPlatformKey = new PreparedQuery<ISealPlatformKeyParams,ISealPlatformKeyResult>(sealPlatformKeyIR);


/** 'ListDeliveryLags' parameters type */
export type IListDeliveryLagsParams = void;

/** 'ListDeliveryLags' return type */
export interface IListDeliveryLagsResult {
  admitted_share: number;
  lag_seconds: number;
  queue: string;
  standstill_seconds: number;
  waiting: number;
}

/** 'ListDeliveryLags' query type */
export interface IListDeliveryLagsQuery {
  params: IListDeliveryLagsParams;
  result: IListDeliveryLagsResult;
}

const listDeliveryLagsIR: any = {"usedParamSet":{},"params":[],"statement":"select\n  queue as \"queue!\", waiting as \"waiting!\", lag_seconds as \"lag_seconds!\",\n  standstill_seconds as \"standstill_seconds!\", admitted_share as \"admitted_share!\"\nfrom delivery_lags\norder by queue"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   queue as "queue!", waiting as "waiting!", lag_seconds as "lag_seconds!",
 *   standstill_seconds as "standstill_seconds!", admitted_share as "admitted_share!"
 * from delivery_lags
 * order by queue
 * ```
 */
export const listDeliveryLags = new PreparedQuery<IListDeliveryLagsParams,IListDeliveryLagsResult>(listDeliveryLagsIR);


/** 'ListSendQueues' parameters type */
export type IListSendQueuesParams = void;

/** 'ListSendQueues' return type */
export interface IListSendQueuesResult {
  key_type: key_type;
  notification_type: notification_type;
  process_type: template_process_type;
  queue: string;
}

/** 'ListSendQueues' query type */
export interface IListSendQueuesQuery {
  params: IListSendQueuesParams;
  result: IListSendQueuesResult;
}

const listSendQueuesIR: any = {"usedParamSet":{},"params":[],"statement":"select\n  queue as \"queue!\",\n  notification_type as \"notification_type!\",\n  key_type as \"key_type!\",\n  process_type as \"process_type!\"\nfrom send_queues()"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   queue as "queue!",
 *   notification_type as "notification_type!",
 *   key_type as "key_type!",
 *   process_type as "process_type!"
 * from send_queues()
 * ```
 */
export const listSendQueues = new PreparedQuery<IListSendQueuesParams,IListSendQueuesResult>(listSendQueuesIR);


/** 'WakeWorkers' parameters type */
export interface IWakeWorkersParams {
  queues: stringArray;
}

/** 'WakeWorkers' return type */
export interface IWakeWorkersResult {
  woken: undefined | null;
}

/** 'WakeWorkers' query type */
export interface IWakeWorkersQuery {
  params: IWakeWorkersParams;
  result: IWakeWorkersResult;
}

const wakeWorkersIR: any = {"usedParamSet":{"queues":true},"params":[{"name":"queues","required":true,"transform":{"type":"scalar"},"locs":[{"a":20,"b":27}]}],"statement":"select wake_workers(:queues!) as woken"};

/**
 * Query generated from SQL:
 * ```
 * select wake_workers(:queues!) as woken
 * ```
 */
export const wakeWorkers = new PreparedQuery<IWakeWorkersParams,IWakeWorkersResult>(wakeWorkersIR);


/** 'NoteToldEvent' parameters type */
export interface INoteToldEventParams {
  data: Json;
  event_type: string;
  now: string;
}

/** 'NoteToldEvent' return type */
export interface INoteToldEventResult {
  created_at: string;
  data: Json;
  event_type: string;
  id: string;
}

/** 'NoteToldEvent' query type */
export interface INoteToldEventQuery {
  params: INoteToldEventParams;
  result: INoteToldEventResult;
}

const noteToldEventIR: any = {"usedParamSet":{"event_type":true,"data":true,"now":true},"params":[{"name":"event_type","required":true,"transform":{"type":"scalar"},"locs":[{"a":133,"b":144}]},{"name":"data","required":true,"transform":{"type":"scalar"},"locs":[{"a":147,"b":152},{"a":171,"b":176}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":180,"b":184}]}],"statement":"select id as \"id!\", event_type as \"event_type!\", wire_timestamp(created_at) as \"created_at!\",\n  data as \"data!\"\nfrom note_told_event(:event_type!, :data!, person_of_event(:data!), :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select id as "id!", event_type as "event_type!", wire_timestamp(created_at) as "created_at!",
 *   data as "data!"
 * from note_told_event(:event_type!, :data!, person_of_event(:data!), :now!)
 * ```
 */
export const noteToldEvent = new PreparedQuery<INoteToldEventParams,INoteToldEventResult>(noteToldEventIR);


/** 'FindById' parameters type */
export interface IFindByIdParams {
  wanted: string;
}

/** 'FindById' return type */
export interface IFindByIdResult {
  service_id: string | null;
  type: string;
}

/** 'FindById' query type */
export interface IFindByIdQuery {
  params: IFindByIdParams;
  result: IFindByIdResult;
}

const findByIdIR: any = {"usedParamSet":{"wanted":true},"params":[{"name":"wanted","required":true,"transform":{"type":"scalar"},"locs":[{"a":54,"b":61}]}],"statement":"select type as \"type!\", service_id\nfrom thing_with_id(:wanted!)\nwhere type is not null"};

/**
 * Query generated from SQL:
 * ```
 * select type as "type!", service_id
 * from thing_with_id(:wanted!)
 * where type is not null
 * ```
 */
export const findById = new PreparedQuery<IFindByIdParams,IFindByIdResult>(findByIdIR);


/** 'GetWrittenPosition' parameters type */
export type IGetWrittenPositionParams = void;

/** 'GetWrittenPosition' return type */
export interface IGetWrittenPositionResult {
  position: number;
  system: string;
}

/** 'GetWrittenPosition' query type */
export interface IGetWrittenPositionQuery {
  params: IGetWrittenPositionParams;
  result: IGetWrittenPositionResult;
}

const getWrittenPositionIR: any = {"usedParamSet":{},"params":[],"statement":"select system_identifier::text as \"system!\", (pg_current_wal_lsn() - '0/0')::bigint as \"position!\"\nfrom pg_control_system()"};

/**
 * Query generated from SQL:
 * ```
 * select system_identifier::text as "system!", (pg_current_wal_lsn() - '0/0')::bigint as "position!"
 * from pg_control_system()
 * ```
 */
export const getWrittenPosition = new PreparedQuery<IGetWrittenPositionParams,IGetWrittenPositionResult>(getWrittenPositionIR);


/** 'GetReplayedPosition' parameters type */
export type IGetReplayedPositionParams = void;

/** 'GetReplayedPosition' return type */
export interface IGetReplayedPositionResult {
  is_standby: boolean;
  position: number | null;
  system: string;
}

/** 'GetReplayedPosition' query type */
export interface IGetReplayedPositionQuery {
  params: IGetReplayedPositionParams;
  result: IGetReplayedPositionResult;
}

const getReplayedPositionIR: any = {"usedParamSet":{},"params":[],"statement":"select\n  system_identifier::text as \"system!\",\n  pg_is_in_recovery() as \"is_standby!\",\n  (pg_last_wal_replay_lsn() - '0/0')::bigint as position\nfrom pg_control_system()"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   system_identifier::text as "system!",
 *   pg_is_in_recovery() as "is_standby!",
 *   (pg_last_wal_replay_lsn() - '0/0')::bigint as position
 * from pg_control_system()
 * ```
 */
export const getReplayedPosition = new PreparedQuery<IGetReplayedPositionParams,IGetReplayedPositionResult>(getReplayedPositionIR);


/** 'CountConnections' parameters type */
export type ICountConnectionsParams = void;

/** 'CountConnections' return type */
export interface ICountConnectionsResult {
  others: number;
  processes: number;
  room: number;
  wanted: number;
}

/** 'CountConnections' query type */
export interface ICountConnectionsQuery {
  params: ICountConnectionsParams;
  result: ICountConnectionsResult;
}

const countConnectionsIR: any = {"usedParamSet":{},"params":[],"statement":"select\n  current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer\n    - current_setting('reserved_connections')::integer as \"room!\",\n  count(announced.connections)::integer as \"processes!\",\n  greatest(coalesce(sum(announced.connections), 0), count(*) filter (where is_ours))::integer as \"wanted!\",\n  count(*) filter (where not is_ours)::integer as \"others!\"\nfrom (\n  select\n    application_name like 'crier%' as is_ours,\n    -- See src/connections.ts.\n    substring(application_name from '^crier-changes (\\d{1,5})$')::integer as connections\n  from pg_stat_activity\n  -- Those that count: neither the server's own processes nor standbys.\n  where usesysid is not null and datid is not null\n) announced"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer
 *     - current_setting('reserved_connections')::integer as "room!",
 *   count(announced.connections)::integer as "processes!",
 *   greatest(coalesce(sum(announced.connections), 0), count(*) filter (where is_ours))::integer as "wanted!",
 *   count(*) filter (where not is_ours)::integer as "others!"
 * from (
 *   select
 *     application_name like 'crier%' as is_ours,
 *     -- See src/connections.ts.
 *     substring(application_name from '^crier-changes (\d{1,5})$')::integer as connections
 *   from pg_stat_activity
 *   -- Those that count: neither the server's own processes nor standbys.
 *   where usesysid is not null and datid is not null
 * ) announced
 * ```
 */
export const countConnections = new PreparedQuery<ICountConnectionsParams,ICountConnectionsResult>(countConnectionsIR);


