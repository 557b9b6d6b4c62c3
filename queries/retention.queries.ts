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
  notification_type: notification_type;
  now: string;
}

/** 'ArchiveNotifications' return type */
export interface IArchiveNotificationsResult {
  moved: number;
}

/** 'ArchiveNotifications' query type */
export interface IArchiveNotificationsQuery {
  params: IArchiveNotificationsParams;
  result: IArchiveNotificationsResult;
}

const archiveNotificationsIR: any = {"usedParamSet":{"notification_type":true,"now":true,"batch_size":true},"params":[{"name":"notification_type","required":true,"transform":{"type":"scalar"},"locs":[{"a":61,"b":79}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":82,"b":86}]},{"name":"batch_size","required":true,"transform":{"type":"scalar"},"locs":[{"a":89,"b":100}]}],"statement":"select moved::integer as \"moved!\"\nfrom archive_notifications(:notification_type!, :now!, :batch_size!)"};

/**
 * Query generated from SQL:
 * ```
 * select moved::integer as "moved!"
 * from archive_notifications(:notification_type!, :now!, :batch_size!)
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


