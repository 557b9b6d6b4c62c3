/** Types generated for queries found in "queries/retention.sql" */
import { PreparedQuery } from '@pgtyped/runtime';

export type notification_type = 'email' | 'letter' | 'sms';

/** 'AnalyzeHistory' parameters type */
export type IAnalyzeHistoryParams = void;

/** 'AnalyzeHistory' return type */
export interface IAnalyzeHistoryResult {
  analyzed: undefined;
}

/** 'AnalyzeHistory' query type */
export interface IAnalyzeHistoryQuery {
  params: IAnalyzeHistoryParams;
  result: IAnalyzeHistoryResult;
}

const analyzeHistoryIR: any = {"usedParamSet":{},"params":[],"statement":"select analyze_history() as \"analyzed!\""};

/**
 * Query generated from SQL:
 * ```
 * select analyze_history() as "analyzed!"
 * ```
 */
export const analyzeHistory = new PreparedQuery<IAnalyzeHistoryParams,IAnalyzeHistoryResult>(analyzeHistoryIR);


/** 'ArchiveInboundSms' parameters type */
export interface IArchiveInboundSmsParams {
  batch_size: number;
  now: string;
}

/** 'ArchiveInboundSms' return type */
export interface IArchiveInboundSmsResult {
  moved: number;
}

/** 'ArchiveInboundSms' query type */
export interface IArchiveInboundSmsQuery {
  params: IArchiveInboundSmsParams;
  result: IArchiveInboundSmsResult;
}

const archiveInboundSmsIR: any = {"usedParamSet":{"now":true,"batch_size":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":59,"b":63}]},{"name":"batch_size","required":true,"transform":{"type":"scalar"},"locs":[{"a":66,"b":77}]}],"statement":"select moved::integer as \"moved!\"\nfrom archive_inbound_sms(:now!, :batch_size!)"};

/**
 * Query generated from SQL:
 * ```
 * select moved::integer as "moved!"
 * from archive_inbound_sms(:now!, :batch_size!)
 * ```
 */
export const archiveInboundSms = new PreparedQuery<IArchiveInboundSmsParams,IArchiveInboundSmsResult>(archiveInboundSmsIR);


/** 'ArchiveNotifications' parameters type */
export interface IArchiveNotificationsParams {
  batch_size: number;
  from_service?: string | null | void;
  notification_type: notification_type;
  now: string;
}

/** 'ArchiveNotifications' return type */
export interface IArchiveNotificationsResult {
  last_service: string | null;
  moved: number;
}

/** 'ArchiveNotifications' query type */
export interface IArchiveNotificationsQuery {
  params: IArchiveNotificationsParams;
  result: IArchiveNotificationsResult;
}

const archiveNotificationsIR: any = {"usedParamSet":{"notification_type":true,"now":true,"batch_size":true,"from_service":true},"params":[{"name":"notification_type","required":true,"transform":{"type":"scalar"},"locs":[{"a":75,"b":93}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":96,"b":100}]},{"name":"batch_size","required":true,"transform":{"type":"scalar"},"locs":[{"a":103,"b":114}]},{"name":"from_service","required":false,"transform":{"type":"scalar"},"locs":[{"a":117,"b":129}]}],"statement":"select moved::integer as \"moved!\", last_service\nfrom archive_notifications(:notification_type!, :now!, :batch_size!, :from_service)"};

/**
 * Query generated from SQL:
 * ```
 * select moved::integer as "moved!", last_service
 * from archive_notifications(:notification_type!, :now!, :batch_size!, :from_service)
 * ```
 */
export const archiveNotifications = new PreparedQuery<IArchiveNotificationsParams,IArchiveNotificationsResult>(archiveNotificationsIR);


/** 'DeleteOldEvents' parameters type */
export interface IDeleteOldEventsParams {
  batch_size: number;
  now: string;
}

/** 'DeleteOldEvents' return type */
export interface IDeleteOldEventsResult {
  deleted: number;
}

/** 'DeleteOldEvents' query type */
export interface IDeleteOldEventsQuery {
  params: IDeleteOldEventsParams;
  result: IDeleteOldEventsResult;
}

const deleteOldEventsIR: any = {"usedParamSet":{"now":true,"batch_size":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":25,"b":29}]},{"name":"batch_size","required":true,"transform":{"type":"scalar"},"locs":[{"a":32,"b":43}]}],"statement":"select delete_old_events(:now!, :batch_size!)::integer as \"deleted!\""};

/**
 * Query generated from SQL:
 * ```
 * select delete_old_events(:now!, :batch_size!)::integer as "deleted!"
 * ```
 */
export const deleteOldEvents = new PreparedQuery<IDeleteOldEventsParams,IDeleteOldEventsResult>(deleteOldEventsIR);


/** 'DeleteTestNotifications' parameters type */
export interface IDeleteTestNotificationsParams {
  batch_size: number;
  notification_type: notification_type;
  now: string;
}

/** 'DeleteTestNotifications' return type */
export interface IDeleteTestNotificationsResult {
  deleted: number;
}

/** 'DeleteTestNotifications' query type */
export interface IDeleteTestNotificationsQuery {
  params: IDeleteTestNotificationsParams;
  result: IDeleteTestNotificationsResult;
}

const deleteTestNotificationsIR: any = {"usedParamSet":{"notification_type":true,"now":true,"batch_size":true},"params":[{"name":"notification_type","required":true,"transform":{"type":"scalar"},"locs":[{"a":33,"b":51}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":54,"b":58}]},{"name":"batch_size","required":true,"transform":{"type":"scalar"},"locs":[{"a":61,"b":72}]}],"statement":"select delete_test_notifications(:notification_type!, :now!, :batch_size!)::integer as \"deleted!\""};

/**
 * Query generated from SQL:
 * ```
 * select delete_test_notifications(:notification_type!, :now!, :batch_size!)::integer as "deleted!"
 * ```
 */
export const deleteTestNotifications = new PreparedQuery<IDeleteTestNotificationsParams,IDeleteTestNotificationsResult>(deleteTestNotificationsIR);


/** 'ListHistoryPartitionFaults' parameters type */
export interface IListHistoryPartitionFaultsParams {
  today: string;
}

/** 'ListHistoryPartitionFaults' return type */
export interface IListHistoryPartitionFaultsResult {
  fault: string;
}

/** 'ListHistoryPartitionFaults' query type */
export interface IListHistoryPartitionFaultsQuery {
  params: IListHistoryPartitionFaultsParams;
  result: IListHistoryPartitionFaultsResult;
}

const listHistoryPartitionFaultsIR: any = {"usedParamSet":{"today":true},"params":[{"name":"today","required":true,"transform":{"type":"scalar"},"locs":[{"a":55,"b":61}]}],"statement":"select fault as \"fault!\"\nfrom history_partition_faults(:today!) as fault"};

/**
 * Query generated from SQL:
 * ```
 * select fault as "fault!"
 * from history_partition_faults(:today!) as fault
 * ```
 */
export const listHistoryPartitionFaults = new PreparedQuery<IListHistoryPartitionFaultsParams,IListHistoryPartitionFaultsResult>(listHistoryPartitionFaultsIR);


/** 'GetDataRetention' parameters type */
export interface IGetDataRetentionParams {
  id?: string | null | void;
  notification_type?: notification_type | null | void;
  service_id: string;
}

/** 'GetDataRetention' return type */
export interface IGetDataRetentionResult {
  created_at: string;
  /** Local days, 3 to 90. */
  days_of_retention: number;
  /** What the admin API names the row by. */
  id: string;
  notification_type: notification_type;
  service_id: string;
  /** As people see it; also the text message prefix and the name beside the sender address. */
  service_name: string;
  updated_at: string | null;
}

/** 'GetDataRetention' query type */
export interface IGetDataRetentionQuery {
  params: IGetDataRetentionParams;
  result: IGetDataRetentionResult;
}

const getDataRetentionIR: any = {"usedParamSet":{"service_id":true,"id":true,"notification_type":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":318,"b":329}]},{"name":"id","required":false,"transform":{"type":"scalar"},"locs":[{"a":338,"b":340},{"a":369,"b":371}]},{"name":"notification_type","required":false,"transform":{"type":"scalar"},"locs":[{"a":381,"b":398},{"a":455,"b":472}]}],"statement":"select\n  kept.id, kept.service_id, services.name as service_name, kept.notification_type,\n  kept.days_of_retention, wire_timestamp(kept.created_at) as \"created_at!\",\n  wire_timestamp(kept.updated_at) as updated_at\nfrom service_data_retention kept\njoin services on services.id = kept.service_id\nwhere kept.service_id = :service_id!\n  and (:id::uuid is null or kept.id = :id)\n  and (:notification_type::notification_type is null or kept.notification_type = :notification_type)\norder by kept.notification_type::text"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   kept.id, kept.service_id, services.name as service_name, kept.notification_type,
 *   kept.days_of_retention, wire_timestamp(kept.created_at) as "created_at!",
 *   wire_timestamp(kept.updated_at) as updated_at
 * from service_data_retention kept
 * join services on services.id = kept.service_id
 * where kept.service_id = :service_id!
 *   and (:id::uuid is null or kept.id = :id)
 *   and (:notification_type::notification_type is null or kept.notification_type = :notification_type)
 * order by kept.notification_type::text
 * ```
 */
export const getDataRetention = new PreparedQuery<IGetDataRetentionParams,IGetDataRetentionResult>(getDataRetentionIR);


/** 'InsertDataRetention' parameters type */
export interface IInsertDataRetentionParams {
  days_of_retention: number;
  notification_type: notification_type;
  service_id: string;
}

/** 'InsertDataRetention' return type */
export interface IInsertDataRetentionResult {
  created_at: string;
  /** Local days, 3 to 90. */
  days_of_retention: number;
  /** What the admin API names the row by. */
  id: string;
  notification_type: notification_type;
  service_id: string;
  /** As people see it; also the text message prefix and the name beside the sender address. */
  service_name: string;
  updated_at: string | null;
}

/** 'InsertDataRetention' query type */
export interface IInsertDataRetentionQuery {
  params: IInsertDataRetentionParams;
  result: IInsertDataRetentionResult;
}

const insertDataRetentionIR: any = {"usedParamSet":{"service_id":true,"notification_type":true,"days_of_retention":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":113,"b":124}]},{"name":"notification_type","required":true,"transform":{"type":"scalar"},"locs":[{"a":127,"b":145}]},{"name":"days_of_retention","required":true,"transform":{"type":"scalar"},"locs":[{"a":148,"b":166}]}],"statement":"with made as (\n  insert into service_data_retention (service_id, notification_type, days_of_retention)\n  values (:service_id!, :notification_type!, :days_of_retention!)\n  returning id, service_id, notification_type, days_of_retention, created_at, updated_at\n)\nselect\n  made.id, made.service_id, services.name as service_name, made.notification_type,\n  made.days_of_retention, wire_timestamp(made.created_at) as \"created_at!\",\n  wire_timestamp(made.updated_at) as updated_at\nfrom made\njoin services on services.id = made.service_id"};

/**
 * Query generated from SQL:
 * ```
 * with made as (
 *   insert into service_data_retention (service_id, notification_type, days_of_retention)
 *   values (:service_id!, :notification_type!, :days_of_retention!)
 *   returning id, service_id, notification_type, days_of_retention, created_at, updated_at
 * )
 * select
 *   made.id, made.service_id, services.name as service_name, made.notification_type,
 *   made.days_of_retention, wire_timestamp(made.created_at) as "created_at!",
 *   wire_timestamp(made.updated_at) as updated_at
 * from made
 * join services on services.id = made.service_id
 * ```
 */
export const insertDataRetention = new PreparedQuery<IInsertDataRetentionParams,IInsertDataRetentionResult>(insertDataRetentionIR);


/** 'UpdateDataRetention' parameters type */
export interface IUpdateDataRetentionParams {
  days_of_retention: number;
  id: string;
  now: string;
  service_id: string;
}

/** 'UpdateDataRetention' return type */
export interface IUpdateDataRetentionResult {
  /** What the admin API names the row by. */
  id: string;
}

/** 'UpdateDataRetention' query type */
export interface IUpdateDataRetentionQuery {
  params: IUpdateDataRetentionParams;
  result: IUpdateDataRetentionResult;
}

const updateDataRetentionIR: any = {"usedParamSet":{"days_of_retention":true,"now":true,"service_id":true,"id":true},"params":[{"name":"days_of_retention","required":true,"transform":{"type":"scalar"},"locs":[{"a":54,"b":72}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":88,"b":92}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":113,"b":124}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":135,"b":138}]}],"statement":"update service_data_retention\nset days_of_retention = :days_of_retention!, updated_at = :now!\nwhere service_id = :service_id! and id = :id!\nreturning id"};

/**
 * Query generated from SQL:
 * ```
 * update service_data_retention
 * set days_of_retention = :days_of_retention!, updated_at = :now!
 * where service_id = :service_id! and id = :id!
 * returning id
 * ```
 */
export const updateDataRetention = new PreparedQuery<IUpdateDataRetentionParams,IUpdateDataRetentionResult>(updateDataRetentionIR);


