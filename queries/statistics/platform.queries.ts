/** Types generated for queries found in "queries/statistics/platform.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type key_type = 'normal' | 'team' | 'test';

export type notification_status = 'cancelled' | 'created' | 'delivered' | 'failed' | 'pending' | 'pending-virus-check' | 'permanent-failure' | 'returned-letter' | 'sending' | 'sent' | 'technical-failure' | 'temporary-failure' | 'validation-failed' | 'virus-scan-failed';

export type notification_type = 'email' | 'letter' | 'sms';

/** 'CountLiveServices' parameters type */
export type ICountLiveServicesParams = void;

/** 'CountLiveServices' return type */
export interface ICountLiveServicesResult {
  live_service_count: number;
}

/** 'CountLiveServices' query type */
export interface ICountLiveServicesQuery {
  params: ICountLiveServicesParams;
  result: ICountLiveServicesResult;
}

const countLiveServicesIR: any = {"usedParamSet":{},"params":[],"statement":"select count(*)::integer as \"live_service_count!\"\nfrom live_services"};

/**
 * Query generated from SQL:
 * ```
 * select count(*)::integer as "live_service_count!"
 * from live_services
 * ```
 */
export const countLiveServices = new PreparedQuery<ICountLiveServicesParams,ICountLiveServicesResult>(countLiveServicesIR);


/** 'CountPlatformStatuses' parameters type */
export interface ICountPlatformStatusesParams {
  end_date: string;
  now: string;
  start_date: string;
}

/** 'CountPlatformStatuses' return type */
export interface ICountPlatformStatusesResult {
  count: number;
  key_type: key_type;
  notification_status: notification_status;
  notification_type: notification_type;
}

/** 'CountPlatformStatuses' query type */
export interface ICountPlatformStatusesQuery {
  params: ICountPlatformStatusesParams;
  result: ICountPlatformStatusesResult;
}

const countPlatformStatusesIR: any = {"usedParamSet":{"start_date":true,"end_date":true,"now":true},"params":[{"name":"start_date","required":true,"transform":{"type":"scalar"},"locs":[{"a":472,"b":483},{"a":681,"b":692}]},{"name":"end_date","required":true,"transform":{"type":"scalar"},"locs":[{"a":489,"b":498},{"a":698,"b":707}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":538,"b":542},{"a":666,"b":670},{"a":813,"b":817},{"a":868,"b":872}]}],"statement":"select\n  -- Test keys are counted today only: they are in no fact.\n  -- Planner note: (select …) is worked out once; a bare function would be called for every fact.\n  notification_type as \"notification_type!\",\n  notification_status as \"notification_status!\",\n  key_type as \"key_type!\",\n  sum(notification_count)::bigint as \"count!\"\nfrom (\n  select notification_type, notification_status, key_type, notification_count\n  from ft_notification_status\n  where bst_date between :start_date! and :end_date!\n    and bst_date < (select local_date(:now!))\n  union all\n  select notification_type, notification_status, key_type, count(*)\n  from notifications\n  where local_date(:now!) between :start_date! and :end_date!\n    and notification_type in ('sms', 'email', 'letter')\n    and created_at >= local_midnight(local_date(:now!))\n    and created_at < local_midnight(local_date(:now!) + 1)\n  group by notification_type, notification_status, key_type\n) counted\ngroup by notification_type, notification_status, key_type\norder by notification_type, notification_status, key_type"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- Test keys are counted today only: they are in no fact.
 *   -- Planner note: (select …) is worked out once; a bare function would be called for every fact.
 *   notification_type as "notification_type!",
 *   notification_status as "notification_status!",
 *   key_type as "key_type!",
 *   sum(notification_count)::bigint as "count!"
 * from (
 *   select notification_type, notification_status, key_type, notification_count
 *   from ft_notification_status
 *   where bst_date between :start_date! and :end_date!
 *     and bst_date < (select local_date(:now!))
 *   union all
 *   select notification_type, notification_status, key_type, count(*)
 *   from notifications
 *   where local_date(:now!) between :start_date! and :end_date!
 *     and notification_type in ('sms', 'email', 'letter')
 *     and created_at >= local_midnight(local_date(:now!))
 *     and created_at < local_midnight(local_date(:now!) + 1)
 *   group by notification_type, notification_status, key_type
 * ) counted
 * group by notification_type, notification_status, key_type
 * order by notification_type, notification_status, key_type
 * ```
 */
export const countPlatformStatuses = new PreparedQuery<ICountPlatformStatusesParams,ICountPlatformStatusesResult>(countPlatformStatusesIR);


/** 'CountStatusesPerService' parameters type */
export interface ICountStatusesPerServiceParams {
  end_date: string;
  include_from_test_key: boolean;
  now: string;
  only_active: boolean;
  start_date: string;
}

/** 'CountStatusesPerService' return type */
export interface ICountStatusesPerServiceResult {
  /** Neither archived nor suspended. */
  active: boolean;
  created_at: string;
  delivered: number;
  failed: number;
  /** As people see it; also the text message prefix and the name beside the sender address. */
  name: string;
  notification_type: notification_type | null;
  requested: number;
  /** Trial mode: sends only to its team and guest list. */
  restricted: boolean;
  /** Version 4, because the PHP client refuses any other. */
  service_id: string;
}

/** 'CountStatusesPerService' query type */
export interface ICountStatusesPerServiceQuery {
  params: ICountStatusesPerServiceParams;
  result: ICountStatusesPerServiceResult;
}

const countStatusesPerServiceIR: any = {"usedParamSet":{"start_date":true,"end_date":true,"now":true,"include_from_test_key":true,"only_active":true},"params":[{"name":"start_date","required":true,"transform":{"type":"scalar"},"locs":[{"a":853,"b":864},{"a":1126,"b":1137},{"a":1707,"b":1718}]},{"name":"end_date","required":true,"transform":{"type":"scalar"},"locs":[{"a":870,"b":879},{"a":1143,"b":1152},{"a":1724,"b":1733}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":919,"b":923},{"a":1111,"b":1115},{"a":1258,"b":1262},{"a":1313,"b":1317},{"a":1692,"b":1696}]},{"name":"include_from_test_key","required":true,"transform":{"type":"scalar"},"locs":[{"a":1334,"b":1356}]},{"name":"only_active","required":true,"transform":{"type":"scalar"},"locs":[{"a":1597,"b":1609}]}],"statement":"select\n  -- Every service when the range holds today, else those that have facts in it; one group of rows\n  -- per service.\n  services.id as \"service_id!\",\n  services.name as \"name!\",\n  services.restricted as \"restricted!\",\n  services.active as \"active!\",\n  wire_rfc_date(services.created_at) as \"created_at!\",\n  counted.notification_type as \"notification_type?\",\n  coalesce(sum(counted.notification_count) filter (where is_requested), 0)::bigint as \"requested!\",\n  coalesce(sum(counted.notification_count) filter (where is_delivered), 0)::bigint as \"delivered!\",\n  coalesce(sum(counted.notification_count) filter (where is_failed), 0)::bigint as \"failed!\"\nfrom services\nleft join (\n  select\n    service_id, notification_type, notification_status,\n    sum(notification_count) as notification_count\n  from ft_notification_status\n  where bst_date between :start_date! and :end_date!\n    and bst_date < (select local_date(:now!))\n  group by service_id, notification_type, notification_status\n  union all\n  select service_id, notification_type, notification_status, count(*)\n  from notifications\n  where local_date(:now!) between :start_date! and :end_date!\n    and notification_type in ('sms', 'email', 'letter')\n    and created_at >= local_midnight(local_date(:now!))\n    and created_at < local_midnight(local_date(:now!) + 1)\n    and (:include_from_test_key!::boolean or key_type <> 'test')\n  group by service_id, notification_type, notification_status\n) counted on counted.service_id = services.id\nleft join dashboard_statuses on dashboard_statuses.status = counted.notification_status\nwhere (not :only_active!::boolean or services.active)\n  and (counted.service_id is not null or local_date(:now!) between :start_date! and :end_date!)\ngroup by services.id, counted.notification_type\norder by services.id, counted.notification_type"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- Every service when the range holds today, else those that have facts in it; one group of rows
 *   -- per service.
 *   services.id as "service_id!",
 *   services.name as "name!",
 *   services.restricted as "restricted!",
 *   services.active as "active!",
 *   wire_rfc_date(services.created_at) as "created_at!",
 *   counted.notification_type as "notification_type?",
 *   coalesce(sum(counted.notification_count) filter (where is_requested), 0)::bigint as "requested!",
 *   coalesce(sum(counted.notification_count) filter (where is_delivered), 0)::bigint as "delivered!",
 *   coalesce(sum(counted.notification_count) filter (where is_failed), 0)::bigint as "failed!"
 * from services
 * left join (
 *   select
 *     service_id, notification_type, notification_status,
 *     sum(notification_count) as notification_count
 *   from ft_notification_status
 *   where bst_date between :start_date! and :end_date!
 *     and bst_date < (select local_date(:now!))
 *   group by service_id, notification_type, notification_status
 *   union all
 *   select service_id, notification_type, notification_status, count(*)
 *   from notifications
 *   where local_date(:now!) between :start_date! and :end_date!
 *     and notification_type in ('sms', 'email', 'letter')
 *     and created_at >= local_midnight(local_date(:now!))
 *     and created_at < local_midnight(local_date(:now!) + 1)
 *     and (:include_from_test_key!::boolean or key_type <> 'test')
 *   group by service_id, notification_type, notification_status
 * ) counted on counted.service_id = services.id
 * left join dashboard_statuses on dashboard_statuses.status = counted.notification_status
 * where (not :only_active!::boolean or services.active)
 *   and (counted.service_id is not null or local_date(:now!) between :start_date! and :end_date!)
 * group by services.id, counted.notification_type
 * order by services.id, counted.notification_type
 * ```
 */
export const countStatusesPerService = new PreparedQuery<ICountStatusesPerServiceParams,ICountStatusesPerServiceResult>(countStatusesPerServiceIR);


/** 'GetAllTimeTotals' parameters type */
export type IGetAllTimeTotalsParams = void;

/** 'GetAllTimeTotals' return type */
export interface IGetAllTimeTotalsResult {
  email_notifications: number;
  letter_notifications: number;
  sms_notifications: number;
  total_notifications: number;
}

/** 'GetAllTimeTotals' query type */
export interface IGetAllTimeTotalsQuery {
  params: IGetAllTimeTotalsParams;
  result: IGetAllTimeTotalsResult;
}

const getAllTimeTotalsIR: any = {"usedParamSet":{},"params":[],"statement":"select\n  coalesce(sum(notification_count), 0)::bigint as \"total_notifications!\",\n  coalesce(sum(notification_count) filter (where notification_type = 'email'), 0)::bigint as \"email_notifications!\",\n  coalesce(sum(notification_count) filter (where notification_type = 'sms'), 0)::bigint as \"sms_notifications!\",\n  coalesce(sum(notification_count) filter (where notification_type = 'letter'), 0)::bigint as \"letter_notifications!\"\nfrom ft_daily_totals"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   coalesce(sum(notification_count), 0)::bigint as "total_notifications!",
 *   coalesce(sum(notification_count) filter (where notification_type = 'email'), 0)::bigint as "email_notifications!",
 *   coalesce(sum(notification_count) filter (where notification_type = 'sms'), 0)::bigint as "sms_notifications!",
 *   coalesce(sum(notification_count) filter (where notification_type = 'letter'), 0)::bigint as "letter_notifications!"
 * from ft_daily_totals
 * ```
 */
export const getAllTimeTotals = new PreparedQuery<IGetAllTimeTotalsParams,IGetAllTimeTotalsResult>(getAllTimeTotalsIR);


/** 'ListDailyTotals' parameters type */
export interface IListDailyTotalsParams {
  end_date: string;
  start_date: string;
}

/** 'ListDailyTotals' return type */
export interface IListDailyTotalsResult {
  /** The local date. */
  date: string;
  emails: number;
  letters: number;
  sms: number;
}

/** 'ListDailyTotals' query type */
export interface IListDailyTotalsQuery {
  params: IListDailyTotalsParams;
  result: IListDailyTotalsResult;
}

const listDailyTotalsIR: any = {"usedParamSet":{"start_date":true,"end_date":true},"params":[{"name":"start_date","required":true,"transform":{"type":"scalar"},"locs":[{"a":382,"b":393}]},{"name":"end_date","required":true,"transform":{"type":"scalar"},"locs":[{"a":399,"b":408}]}],"statement":"select\n  bst_date as \"date!\",\n  coalesce(sum(notification_count) filter (where notification_type = 'email'), 0)::bigint as \"emails!\",\n  coalesce(sum(notification_count) filter (where notification_type = 'sms'), 0)::bigint as \"sms!\",\n  coalesce(sum(notification_count) filter (where notification_type = 'letter'), 0)::bigint as \"letters!\"\nfrom ft_daily_totals\nwhere bst_date between :start_date! and :end_date!\ngroup by bst_date\nhaving sum(notification_count) > 0\norder by bst_date"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   bst_date as "date!",
 *   coalesce(sum(notification_count) filter (where notification_type = 'email'), 0)::bigint as "emails!",
 *   coalesce(sum(notification_count) filter (where notification_type = 'sms'), 0)::bigint as "sms!",
 *   coalesce(sum(notification_count) filter (where notification_type = 'letter'), 0)::bigint as "letters!"
 * from ft_daily_totals
 * where bst_date between :start_date! and :end_date!
 * group by bst_date
 * having sum(notification_count) > 0
 * order by bst_date
 * ```
 */
export const listDailyTotals = new PreparedQuery<IListDailyTotalsParams,IListDailyTotalsResult>(listDailyTotalsIR);


/** 'ListMonthlyStatusesPerService' parameters type */
export interface IListMonthlyStatusesPerServiceParams {
  end_date: string;
  start_date: string;
}

/** 'ListMonthlyStatusesPerService' return type */
export interface IListMonthlyStatusesPerServiceResult {
  count_delivered: number;
  count_permanent_failure: number;
  count_sending: number;
  count_sent: number;
  count_technical_failure: number;
  count_temporary_failure: number;
  date_created: string;
  notification_type: notification_type;
  service_id: string;
  /** As people see it; also the text message prefix and the name beside the sender address. */
  service_name: string;
}

/** 'ListMonthlyStatusesPerService' query type */
export interface IListMonthlyStatusesPerServiceQuery {
  params: IListMonthlyStatusesPerServiceParams;
  result: IListMonthlyStatusesPerServiceResult;
}

const listMonthlyStatusesPerServiceIR: any = {"usedParamSet":{"start_date":true,"end_date":true},"params":[{"name":"start_date","required":true,"transform":{"type":"scalar"},"locs":[{"a":1602,"b":1613},{"a":1816,"b":1827}]},{"name":"end_date","required":true,"transform":{"type":"scalar"},"locs":[{"a":1634,"b":1643},{"a":1833,"b":1842}]}],"statement":"select\n  counted.month as \"date_created!\",\n  counted.service_id as \"service_id!\",\n  services.name as \"service_name!\",\n  counted.notification_type as \"notification_type!\",\n  coalesce(counted.sending, 0)::bigint as \"count_sending!\",\n  coalesce(counted.delivered, 0)::bigint as \"count_delivered!\",\n  coalesce(counted.technical_failure, 0)::bigint as \"count_technical_failure!\",\n  coalesce(counted.temporary_failure, 0)::bigint as \"count_temporary_failure!\",\n  coalesce(counted.permanent_failure, 0)::bigint as \"count_permanent_failure!\",\n  coalesce(counted.sent, 0)::bigint as \"count_sent!\"\nfrom (\n  -- Planner note: a range of facts for each month, so that no fact's month is worked out. The names\n  -- come afterwards: with them in one step all facts of the range are sorted, on disk.\n  select\n    month, service_id, notification_type,\n    sum(notification_count) filter (where notification_status in ('sending', 'pending')) as sending,\n    sum(notification_count) filter (where notification_status = 'delivered') as delivered,\n    sum(notification_count) filter (where notification_status in ('technical-failure', 'failed'))\n      as technical_failure,\n    sum(notification_count) filter (where notification_status = 'temporary-failure')\n      as temporary_failure,\n    sum(notification_count) filter (where notification_status = 'permanent-failure')\n      as permanent_failure,\n    sum(notification_count) filter (where notification_status = 'sent') as sent\n  from (\n    select start::date as month, (start + interval '1 month')::date as next_month\n    from generate_series(\n      date_trunc('month', :start_date!::date::timestamp), :end_date!::date::timestamp,\n      interval '1 month'\n    ) as start\n  ) months\n  join ft_notification_status on bst_date >= month and bst_date < next_month\n  where bst_date between :start_date! and :end_date!\n    and notification_status <> 'created'\n    and is_counted(key_type)\n  group by month, service_id, notification_type\n) counted\njoin services on services.id = counted.service_id and services.active and not services.restricted\norder by counted.month, counted.service_id, counted.notification_type::text"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   counted.month as "date_created!",
 *   counted.service_id as "service_id!",
 *   services.name as "service_name!",
 *   counted.notification_type as "notification_type!",
 *   coalesce(counted.sending, 0)::bigint as "count_sending!",
 *   coalesce(counted.delivered, 0)::bigint as "count_delivered!",
 *   coalesce(counted.technical_failure, 0)::bigint as "count_technical_failure!",
 *   coalesce(counted.temporary_failure, 0)::bigint as "count_temporary_failure!",
 *   coalesce(counted.permanent_failure, 0)::bigint as "count_permanent_failure!",
 *   coalesce(counted.sent, 0)::bigint as "count_sent!"
 * from (
 *   -- Planner note: a range of facts for each month, so that no fact's month is worked out. The names
 *   -- come afterwards: with them in one step all facts of the range are sorted, on disk.
 *   select
 *     month, service_id, notification_type,
 *     sum(notification_count) filter (where notification_status in ('sending', 'pending')) as sending,
 *     sum(notification_count) filter (where notification_status = 'delivered') as delivered,
 *     sum(notification_count) filter (where notification_status in ('technical-failure', 'failed'))
 *       as technical_failure,
 *     sum(notification_count) filter (where notification_status = 'temporary-failure')
 *       as temporary_failure,
 *     sum(notification_count) filter (where notification_status = 'permanent-failure')
 *       as permanent_failure,
 *     sum(notification_count) filter (where notification_status = 'sent') as sent
 *   from (
 *     select start::date as month, (start + interval '1 month')::date as next_month
 *     from generate_series(
 *       date_trunc('month', :start_date!::date::timestamp), :end_date!::date::timestamp,
 *       interval '1 month'
 *     ) as start
 *   ) months
 *   join ft_notification_status on bst_date >= month and bst_date < next_month
 *   where bst_date between :start_date! and :end_date!
 *     and notification_status <> 'created'
 *     and is_counted(key_type)
 *   group by month, service_id, notification_type
 * ) counted
 * join services on services.id = counted.service_id and services.active and not services.restricted
 * order by counted.month, counted.service_id, counted.notification_type::text
 * ```
 */
export const listMonthlyStatusesPerService = new PreparedQuery<IListMonthlyStatusesPerServiceParams,IListMonthlyStatusesPerServiceResult>(listMonthlyStatusesPerServiceIR);


/** 'ListProcessingTimes' parameters type */
export interface IListProcessingTimesParams {
  end_date: string;
  start_date: string;
}

/** 'ListProcessingTimes' return type */
export interface IListProcessingTimesResult {
  /** Local date of the messages' creation. */
  date: string;
  /** Their share in percent; 100 for a day without messages. */
  percentage_under_10_seconds: string;
}

/** 'ListProcessingTimes' query type */
export interface IListProcessingTimesQuery {
  params: IListProcessingTimesParams;
  result: IListProcessingTimesResult;
}

const listProcessingTimesIR: any = {"usedParamSet":{"start_date":true,"end_date":true},"params":[{"name":"start_date","required":true,"transform":{"type":"scalar"},"locs":[{"a":120,"b":131}]},{"name":"end_date","required":true,"transform":{"type":"scalar"},"locs":[{"a":137,"b":146}]}],"statement":"select bst_date as \"date!\", percentage as \"percentage_under_10_seconds!\"\nfrom ft_processing_time\nwhere bst_date between :start_date! and :end_date!\norder by bst_date"};

/**
 * Query generated from SQL:
 * ```
 * select bst_date as "date!", percentage as "percentage_under_10_seconds!"
 * from ft_processing_time
 * where bst_date between :start_date! and :end_date!
 * order by bst_date
 * ```
 */
export const listProcessingTimes = new PreparedQuery<IListProcessingTimesParams,IListProcessingTimesResult>(listProcessingTimesIR);


/** 'ListServicesUsingNotify' parameters type */
export type IListServicesUsingNotifyParams = void;

/** 'ListServicesUsingNotify' return type */
export interface IListServicesUsingNotifyResult {
  organisation_id: string;
  /** Unique while not archived. */
  organisation_name: string;
  service_id: string;
  service_name: string;
}

/** 'ListServicesUsingNotify' query type */
export interface IListServicesUsingNotifyQuery {
  params: IListServicesUsingNotifyParams;
  result: IListServicesUsingNotifyResult;
}

const listServicesUsingNotifyIR: any = {"usedParamSet":{},"params":[],"statement":"select\n  live_services.id as \"service_id!\",\n  live_services.name as \"service_name!\",\n  organisation.id as organisation_id,\n  organisation.name as organisation_name\nfrom live_services\nleft join organisation on organisation.id = live_services.organisation_id\norder by organisation.name nulls last, live_services.name, live_services.id"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   live_services.id as "service_id!",
 *   live_services.name as "service_name!",
 *   organisation.id as organisation_id,
 *   organisation.name as organisation_name
 * from live_services
 * left join organisation on organisation.id = live_services.organisation_id
 * order by organisation.name nulls last, live_services.name, live_services.id
 * ```
 */
export const listServicesUsingNotify = new PreparedQuery<IListServicesUsingNotifyParams,IListServicesUsingNotifyResult>(listServicesUsingNotifyIR);


