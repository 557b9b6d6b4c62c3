/** Types generated for queries found in "queries/retention.sql" */
import { PreparedQuery } from '../src/prepared-query.ts';

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


/** 'DeleteOldInvites' parameters type */
export interface IDeleteOldInvitesParams {
  batch_size: number;
  now: string;
}

/** 'DeleteOldInvites' return type */
export interface IDeleteOldInvitesResult {
  deleted: number;
}

/** 'DeleteOldInvites' query type */
export interface IDeleteOldInvitesQuery {
  params: IDeleteOldInvitesParams;
  result: IDeleteOldInvitesResult;
}

const deleteOldInvitesIR: any = {"usedParamSet":{"now":true,"batch_size":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":26,"b":30}]},{"name":"batch_size","required":true,"transform":{"type":"scalar"},"locs":[{"a":33,"b":44}]}],"statement":"select delete_old_invites(:now!, :batch_size!) as \"deleted!\""};

/**
 * Query generated from SQL:
 * ```
 * select delete_old_invites(:now!, :batch_size!) as "deleted!"
 * ```
 */
export const deleteOldInvites = new PreparedQuery<IDeleteOldInvitesParams,IDeleteOldInvitesResult>(deleteOldInvitesIR);


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


/** 'CreateDataRetention' parameters type */
export interface ICreateDataRetentionParams {
  actor?: string | null | void;
  days_of_retention: number;
  notification_type: notification_type;
  now: string;
  service_id: string;
}

/** 'CreateDataRetention' return type */
export interface ICreateDataRetentionResult {
  created_at: string;
  days_of_retention: number;
  id: string;
  notification_type: notification_type;
  service_id: string;
  /** As people see it; also the text message prefix and the name beside the sender address. */
  service_name: string;
  updated_at: string | null;
}

/** 'CreateDataRetention' query type */
export interface ICreateDataRetentionQuery {
  params: ICreateDataRetentionParams;
  result: ICreateDataRetentionResult;
}

const createDataRetentionIR: any = {"usedParamSet":{"service_id":true,"notification_type":true,"days_of_retention":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":326,"b":337}]},{"name":"notification_type","required":true,"transform":{"type":"scalar"},"locs":[{"a":340,"b":358}]},{"name":"days_of_retention","required":true,"transform":{"type":"scalar"},"locs":[{"a":361,"b":379}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":382,"b":387}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":390,"b":394}]}],"statement":"select\n  made.id as \"id!\",\n  made.service_id as \"service_id!\",\n  services.name as service_name,\n  made.notification_type as \"notification_type!\",\n  made.days_of_retention as \"days_of_retention!\",\n  wire_timestamp(made.created_at) as \"created_at!\",\n  wire_timestamp(made.updated_at) as updated_at\nfrom create_data_retention(\n  :service_id!, :notification_type!, :days_of_retention!, :actor, :now!\n) made\njoin services on services.id = made.service_id"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   made.id as "id!",
 *   made.service_id as "service_id!",
 *   services.name as service_name,
 *   made.notification_type as "notification_type!",
 *   made.days_of_retention as "days_of_retention!",
 *   wire_timestamp(made.created_at) as "created_at!",
 *   wire_timestamp(made.updated_at) as updated_at
 * from create_data_retention(
 *   :service_id!, :notification_type!, :days_of_retention!, :actor, :now!
 * ) made
 * join services on services.id = made.service_id
 * ```
 */
export const createDataRetention = new PreparedQuery<ICreateDataRetentionParams,ICreateDataRetentionResult>(createDataRetentionIR);


/** 'ChangeDataRetention' parameters type */
export interface IChangeDataRetentionParams {
  actor?: string | null | void;
  days_of_retention: number;
  id: string;
  now: string;
  service_id: string;
}

/** 'ChangeDataRetention' return type */
export interface IChangeDataRetentionResult {
  is_changed: boolean;
}

/** 'ChangeDataRetention' query type */
export interface IChangeDataRetentionQuery {
  params: IChangeDataRetentionParams;
  result: IChangeDataRetentionResult;
}

const changeDataRetentionIR: any = {"usedParamSet":{"service_id":true,"id":true,"days_of_retention":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":32,"b":43}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":46,"b":49}]},{"name":"days_of_retention","required":true,"transform":{"type":"scalar"},"locs":[{"a":52,"b":70}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":73,"b":78}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":81,"b":85}]}],"statement":"select change_data_retention(\n  :service_id!, :id!, :days_of_retention!, :actor, :now!\n) as \"is_changed!\""};

/**
 * Query generated from SQL:
 * ```
 * select change_data_retention(
 *   :service_id!, :id!, :days_of_retention!, :actor, :now!
 * ) as "is_changed!"
 * ```
 */
export const changeDataRetention = new PreparedQuery<IChangeDataRetentionParams,IChangeDataRetentionResult>(changeDataRetentionIR);


