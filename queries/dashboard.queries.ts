/** Types generated for queries found in "queries/dashboard.sql" */
import { PreparedQuery } from '../src/prepared-query.ts';

export type notification_status = 'cancelled' | 'created' | 'delivered' | 'failed' | 'pending' | 'pending-virus-check' | 'permanent-failure' | 'returned-letter' | 'sending' | 'sent' | 'technical-failure' | 'temporary-failure' | 'validation-failed' | 'virus-scan-failed';

export type notification_type = 'email' | 'letter' | 'sms';

/** 'ListDayActivity' parameters type */
export interface IListDayActivityParams {
  day: string;
  service_id?: string | null | void;
}

/** 'ListDayActivity' return type */
export interface IListDayActivityResult {
  handed_over: number;
  hour: number;
  messages: number;
  notification_status: notification_status;
  notification_type: notification_type;
  outcome: string;
  provider: string;
  timed: number;
  within_1_minute: number;
  within_1_second: number;
  within_10_seconds: number;
}

/** 'ListDayActivity' query type */
export interface IListDayActivityQuery {
  params: IListDayActivityParams;
  result: IListDayActivityResult;
}

const listDayActivityIR: any = {"usedParamSet":{"day":true,"service_id":true},"params":[{"name":"day","required":true,"transform":{"type":"scalar"},"locs":[{"a":1047,"b":1051},{"a":2031,"b":2035},{"a":2076,"b":2080}]},{"name":"service_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":2131,"b":2141},{"a":2173,"b":2183}]}],"statement":"select\n  counted.hour as \"hour!\",\n  counted.notification_type as \"notification_type!\",\n  counted.notification_status as \"notification_status!\",\n  counted.provider as \"provider!\",\n  case\n    when is_delivered then 'delivered'\n    when is_failed then 'failed'\n    when is_requested then 'open'\n    else 'cancelled'\n  end as \"outcome!\",\n  counted.messages as \"messages!\",\n  counted.timed as \"timed!\",\n  counted.within_1_second as \"within_1_second!\",\n  counted.within_10_seconds as \"within_10_seconds!\",\n  counted.within_1_minute as \"within_1_minute!\",\n  counted.handed_over as \"handed_over!\"\nfrom (\n  -- One scan of one local day's range of the index on (notification_type, created_at). All that the\n  -- page shows of the day is a sum of these groups. Hours are counted from local midnight, so a day\n  -- may have 23 to 25 of them.\n  select\n    -- Planner note: the sub-select makes local midnight once. Called plainly it is called for every\n    -- row: 8 ms more per thousand.\n    floor(date_part('epoch',\n      created_at - (select local_midnight(:day!::date))) / 3600)::integer as hour,\n    notification_type,\n    notification_status,\n    coalesce(sent_by, '') as provider,\n    count(*)::integer as messages,\n    -- What processing time is measured on: texts and emails that came by the API.\n    count(*) filter (where is_timed)::integer as timed,\n    count(*) filter (where is_timed\n      and sent_at - created_at <= interval '1 second')::integer as within_1_second,\n    count(*) filter (where is_timed\n      and sent_at - created_at <= interval '10 seconds')::integer as within_10_seconds,\n    count(*) filter (where is_timed\n      and sent_at - created_at <= interval '1 minute')::integer as within_1_minute,\n    count(*) filter (where is_timed and sent_at is not null)::integer as handed_over\n  from notifications_all_time\n  cross join lateral (select api_key_id is not null\n    and notification_type <> 'letter' as is_timed) timing\n  where notification_type in ('sms', 'email', 'letter')\n    and created_at >= local_midnight(:day!::date) and created_at < local_midnight(:day!::date + 1)\n    and is_counted(key_type)\n    and (:service_id::uuid is null or service_id = :service_id)\n  group by 1, notification_type, notification_status, coalesce(sent_by, '')\n) counted\njoin dashboard_statuses on dashboard_statuses.status = counted.notification_status\norder by counted.hour, counted.notification_type, counted.notification_status, counted.provider"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   counted.hour as "hour!",
 *   counted.notification_type as "notification_type!",
 *   counted.notification_status as "notification_status!",
 *   counted.provider as "provider!",
 *   case
 *     when is_delivered then 'delivered'
 *     when is_failed then 'failed'
 *     when is_requested then 'open'
 *     else 'cancelled'
 *   end as "outcome!",
 *   counted.messages as "messages!",
 *   counted.timed as "timed!",
 *   counted.within_1_second as "within_1_second!",
 *   counted.within_10_seconds as "within_10_seconds!",
 *   counted.within_1_minute as "within_1_minute!",
 *   counted.handed_over as "handed_over!"
 * from (
 *   -- One scan of one local day's range of the index on (notification_type, created_at). All that the
 *   -- page shows of the day is a sum of these groups. Hours are counted from local midnight, so a day
 *   -- may have 23 to 25 of them.
 *   select
 *     -- Planner note: the sub-select makes local midnight once. Called plainly it is called for every
 *     -- row: 8 ms more per thousand.
 *     floor(date_part('epoch',
 *       created_at - (select local_midnight(:day!::date))) / 3600)::integer as hour,
 *     notification_type,
 *     notification_status,
 *     coalesce(sent_by, '') as provider,
 *     count(*)::integer as messages,
 *     -- What processing time is measured on: texts and emails that came by the API.
 *     count(*) filter (where is_timed)::integer as timed,
 *     count(*) filter (where is_timed
 *       and sent_at - created_at <= interval '1 second')::integer as within_1_second,
 *     count(*) filter (where is_timed
 *       and sent_at - created_at <= interval '10 seconds')::integer as within_10_seconds,
 *     count(*) filter (where is_timed
 *       and sent_at - created_at <= interval '1 minute')::integer as within_1_minute,
 *     count(*) filter (where is_timed and sent_at is not null)::integer as handed_over
 *   from notifications_all_time
 *   cross join lateral (select api_key_id is not null
 *     and notification_type <> 'letter' as is_timed) timing
 *   where notification_type in ('sms', 'email', 'letter')
 *     and created_at >= local_midnight(:day!::date) and created_at < local_midnight(:day!::date + 1)
 *     and is_counted(key_type)
 *     and (:service_id::uuid is null or service_id = :service_id)
 *   group by 1, notification_type, notification_status, coalesce(sent_by, '')
 * ) counted
 * join dashboard_statuses on dashboard_statuses.status = counted.notification_status
 * order by counted.hour, counted.notification_type, counted.notification_status, counted.provider
 * ```
 */
export const listDayActivity = new PreparedQuery<IListDayActivityParams,IListDayActivityResult>(listDayActivityIR);


/** 'ListDayHours' parameters type */
export interface IListDayHoursParams {
  day: string;
}

/** 'ListDayHours' return type */
export interface IListDayHoursResult {
  hour: string;
}

/** 'ListDayHours' query type */
export interface IListDayHoursQuery {
  params: IListDayHoursParams;
  result: IListDayHoursResult;
}

const listDayHoursIR: any = {"usedParamSet":{"day":true},"params":[{"name":"day","required":true,"transform":{"type":"scalar"},"locs":[{"a":104,"b":108},{"a":133,"b":137}]}],"statement":"select to_char(local_timestamp(starts_at), 'HH24:MI') as \"hour!\"\nfrom generate_series(\n  local_midnight(:day!::date), local_midnight(:day!::date + 1) - interval '1 second',\n  interval '1 hour'\n) as starts_at\norder by starts_at"};

/**
 * Query generated from SQL:
 * ```
 * select to_char(local_timestamp(starts_at), 'HH24:MI') as "hour!"
 * from generate_series(
 *   local_midnight(:day!::date), local_midnight(:day!::date + 1) - interval '1 second',
 *   interval '1 hour'
 * ) as starts_at
 * order by starts_at
 * ```
 */
export const listDayHours = new PreparedQuery<IListDayHoursParams,IListDayHoursResult>(listDayHoursIR);


/** 'GetDashboardDay' parameters type */
export interface IGetDashboardDayParams {
  day: string;
  now: string;
}

/** 'GetDashboardDay' return type */
export interface IGetDashboardDayResult {
  clock: string;
  today: string;
  year: number;
}

/** 'GetDashboardDay' query type */
export interface IGetDashboardDayQuery {
  params: IGetDashboardDayParams;
  result: IGetDashboardDayResult;
}

const getDashboardDayIR: any = {"usedParamSet":{"now":true,"day":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":20,"b":24},{"a":66,"b":70}]},{"name":"day","required":true,"transform":{"type":"scalar"},"locs":[{"a":115,"b":119}]}],"statement":"select\n  local_date(:now!) as \"today!\",\n  to_char(local_timestamp(:now!), 'HH24:MI') as \"clock!\",\n  financial_year(:day!::date) as \"year!\""};

/**
 * Query generated from SQL:
 * ```
 * select
 *   local_date(:now!) as "today!",
 *   to_char(local_timestamp(:now!), 'HH24:MI') as "clock!",
 *   financial_year(:day!::date) as "year!"
 * ```
 */
export const getDashboardDay = new PreparedQuery<IGetDashboardDayParams,IGetDashboardDayResult>(getDashboardDayIR);


/** 'ListDailyOutcomes' parameters type */
export interface IListDailyOutcomesParams {
  day: string;
  now: string;
  service_id?: string | null | void;
}

/** 'ListDailyOutcomes' return type */
export interface IListDailyOutcomesResult {
  day: string;
  delivered: number;
  failed: number;
  open: number;
}

/** 'ListDailyOutcomes' query type */
export interface IListDailyOutcomesQuery {
  params: IListDailyOutcomesParams;
  result: IListDailyOutcomesResult;
}

const listDailyOutcomesIR: any = {"usedParamSet":{"day":true,"now":true,"service_id":true},"params":[{"name":"day","required":true,"transform":{"type":"scalar"},"locs":[{"a":363,"b":367},{"a":381,"b":385}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":405,"b":409}]},{"name":"service_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":510,"b":520},{"a":560,"b":570}]}],"statement":"select\n  counted.bst_date as \"day!\",\n  coalesce(sum(notification_count) filter (where is_delivered), 0)::bigint as \"delivered!\",\n  coalesce(sum(notification_count) filter (where is_failed), 0)::bigint as \"failed!\",\n  coalesce(sum(notification_count) filter (where is_requested and not is_delivered\n    and not is_failed), 0)::bigint as \"open!\"\nfrom status_counts(:day!::date - 13, :day!::date, local_date(:now!)) counted\njoin dashboard_statuses on dashboard_statuses.status = counted.notification_status\nwhere :service_id::uuid is null or counted.service_id = :service_id\ngroup by counted.bst_date\norder by counted.bst_date"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   counted.bst_date as "day!",
 *   coalesce(sum(notification_count) filter (where is_delivered), 0)::bigint as "delivered!",
 *   coalesce(sum(notification_count) filter (where is_failed), 0)::bigint as "failed!",
 *   coalesce(sum(notification_count) filter (where is_requested and not is_delivered
 *     and not is_failed), 0)::bigint as "open!"
 * from status_counts(:day!::date - 13, :day!::date, local_date(:now!)) counted
 * join dashboard_statuses on dashboard_statuses.status = counted.notification_status
 * where :service_id::uuid is null or counted.service_id = :service_id
 * group by counted.bst_date
 * order by counted.bst_date
 * ```
 */
export const listDailyOutcomes = new PreparedQuery<IListDailyOutcomesParams,IListDailyOutcomesResult>(listDailyOutcomesIR);


/** 'ListBusiestServices' parameters type */
export interface IListBusiestServicesParams {
  day: string;
  now: string;
}

/** 'ListBusiestServices' return type */
export interface IListBusiestServicesResult {
  failed: number;
  /** Version 4, because the PHP client refuses any other. */
  id: string;
  messages: number;
  /** As people see it; also the text message prefix and the name beside the sender address. */
  name: string;
}

/** 'ListBusiestServices' query type */
export interface IListBusiestServicesQuery {
  params: IListBusiestServicesParams;
  result: IListBusiestServicesResult;
}

const listBusiestServicesIR: any = {"usedParamSet":{"day":true,"now":true},"params":[{"name":"day","required":true,"transform":{"type":"scalar"},"locs":[{"a":345,"b":349},{"a":358,"b":362}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":382,"b":386}]}],"statement":"select services.id as \"id!\", services.name as \"name!\", counted.messages as \"messages!\",\n  counted.failed as \"failed!\"\nfrom (\n  select\n    service_id,\n    coalesce(sum(notification_count) filter (where is_requested), 0)::bigint as messages,\n    coalesce(sum(notification_count) filter (where is_failed), 0)::bigint as failed\n  from status_counts(:day!::date, :day!::date, local_date(:now!))\n  join dashboard_statuses on dashboard_statuses.status = notification_status\n  group by service_id\n  order by messages desc, service_id\n  limit 10\n) counted\njoin services on services.id = counted.service_id\norder by counted.messages desc, services.name"};

/**
 * Query generated from SQL:
 * ```
 * select services.id as "id!", services.name as "name!", counted.messages as "messages!",
 *   counted.failed as "failed!"
 * from (
 *   select
 *     service_id,
 *     coalesce(sum(notification_count) filter (where is_requested), 0)::bigint as messages,
 *     coalesce(sum(notification_count) filter (where is_failed), 0)::bigint as failed
 *   from status_counts(:day!::date, :day!::date, local_date(:now!))
 *   join dashboard_statuses on dashboard_statuses.status = notification_status
 *   group by service_id
 *   order by messages desc, service_id
 *   limit 10
 * ) counted
 * join services on services.id = counted.service_id
 * order by counted.messages desc, services.name
 * ```
 */
export const listBusiestServices = new PreparedQuery<IListBusiestServicesParams,IListBusiestServicesResult>(listBusiestServicesIR);


/** 'ListQueues' parameters type */
export type IListQueuesParams = void;

/** 'ListQueues' return type */
export interface IListQueuesResult {
  active: number;
  deferred: number;
  failed: number;
  oldest_seconds: number | null;
  queue: string;
  ready: number;
}

/** 'ListQueues' query type */
export interface IListQueuesQuery {
  params: IListQueuesParams;
  result: IListQueuesResult;
}

const listQueuesIR: any = {"usedParamSet":{},"params":[],"statement":"select\n  queue as \"queue!\",\n  ready::integer as \"ready!\",\n  deferred::integer as \"deferred!\",\n  active::integer as \"active!\",\n  failed::integer as \"failed!\",\n  oldest_seconds\nfrom queue_depths\norder by queue"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   queue as "queue!",
 *   ready::integer as "ready!",
 *   deferred::integer as "deferred!",
 *   active::integer as "active!",
 *   failed::integer as "failed!",
 *   oldest_seconds
 * from queue_depths
 * order by queue
 * ```
 */
export const listQueues = new PreparedQuery<IListQueuesParams,IListQueuesResult>(listQueuesIR);


/** 'ListServiceNames' parameters type */
export interface IListServiceNamesParams {
  service_id?: string | null | void;
}

/** 'ListServiceNames' return type */
export interface IListServiceNamesResult {
  /** Version 4, because the PHP client refuses any other. */
  id: string;
  /** As people see it; also the text message prefix and the name beside the sender address. */
  name: string;
}

/** 'ListServiceNames' query type */
export interface IListServiceNamesQuery {
  params: IListServiceNamesParams;
  result: IListServiceNamesResult;
}

const listServiceNamesIR: any = {"usedParamSet":{"service_id":true},"params":[{"name":"service_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":71,"b":81},{"a":98,"b":108}]}],"statement":"select id as \"id!\", name as \"name!\"\nfrom services\nwhere active or id = :service_id\norder by (id = :service_id) desc nulls last, lower(name), id\nlimit 500"};

/**
 * Query generated from SQL:
 * ```
 * select id as "id!", name as "name!"
 * from services
 * where active or id = :service_id
 * order by (id = :service_id) desc nulls last, lower(name), id
 * limit 500
 * ```
 */
export const listServiceNames = new PreparedQuery<IListServiceNamesParams,IListServiceNamesResult>(listServiceNamesIR);


/** 'ListPlatformUsage' parameters type */
export interface IListPlatformUsageParams {
  now: string;
  service_id?: string | null | void;
  year: number;
}

/** 'ListPlatformUsage' return type */
export interface IListPlatformUsageResult {
  charged_units: number;
  emails: number;
  free_units: number;
  letter_cost: string;
  letters: number;
  month: string;
  text_cost: string;
  texts: number;
}

/** 'ListPlatformUsage' query type */
export interface IListPlatformUsageQuery {
  params: IListPlatformUsageParams;
  result: IListPlatformUsageResult;
}

const listPlatformUsageIR: any = {"usedParamSet":{"year":true,"service_id":true,"now":true},"params":[{"name":"year","required":true,"transform":{"type":"scalar"},"locs":[{"a":1075,"b":1080}]},{"name":"service_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":1105,"b":1115},{"a":1174,"b":1184},{"a":1216,"b":1226}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":1151,"b":1155}]}],"statement":"select\n  month as \"month!\",\n  coalesce(sum(sent) filter (where notification_type = 'email'), 0)::bigint as \"emails!\",\n  coalesce(sum(sent) filter (where notification_type = 'sms'), 0)::bigint as \"texts!\",\n  coalesce(sum(free) filter (where notification_type = 'sms'), 0)::bigint as \"free_units!\",\n  coalesce(sum(charged) filter (where notification_type = 'sms'), 0)::bigint as \"charged_units!\",\n  coalesce(sum(cost) filter (where notification_type = 'sms'), 0) as \"text_cost!\",\n  coalesce(sum(sent) filter (where notification_type = 'letter'), 0)::bigint as \"letters!\",\n  coalesce(sum(cost) filter (where notification_type = 'letter'), 0) as \"letter_cost!\"\nfrom (\n  -- Today of one service is counted live, as in its own usage. Of the whole platform it is what the\n  -- hour's count has stored: live it costs 0.65 s per 500,000 messages of the day.\n  select\n    date_trunc('month', bst_date)::date as month, notification_type,\n    sum(notifications_sent) as sent, sum(free_allowance_used) as free,\n    sum(charged_units) as charged, sum(cost) as cost\n  from usage_lines(\n    :year!, 'infinity', case when :service_id::uuid is not null then local_date(:now!) end\n  )\n  where :service_id::uuid is null or service_id = :service_id\n  group by month, notification_type\n) usage\ngroup by month\norder by month"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   month as "month!",
 *   coalesce(sum(sent) filter (where notification_type = 'email'), 0)::bigint as "emails!",
 *   coalesce(sum(sent) filter (where notification_type = 'sms'), 0)::bigint as "texts!",
 *   coalesce(sum(free) filter (where notification_type = 'sms'), 0)::bigint as "free_units!",
 *   coalesce(sum(charged) filter (where notification_type = 'sms'), 0)::bigint as "charged_units!",
 *   coalesce(sum(cost) filter (where notification_type = 'sms'), 0) as "text_cost!",
 *   coalesce(sum(sent) filter (where notification_type = 'letter'), 0)::bigint as "letters!",
 *   coalesce(sum(cost) filter (where notification_type = 'letter'), 0) as "letter_cost!"
 * from (
 *   -- Today of one service is counted live, as in its own usage. Of the whole platform it is what the
 *   -- hour's count has stored: live it costs 0.65 s per 500,000 messages of the day.
 *   select
 *     date_trunc('month', bst_date)::date as month, notification_type,
 *     sum(notifications_sent) as sent, sum(free_allowance_used) as free,
 *     sum(charged_units) as charged, sum(cost) as cost
 *   from usage_lines(
 *     :year!, 'infinity', case when :service_id::uuid is not null then local_date(:now!) end
 *   )
 *   where :service_id::uuid is null or service_id = :service_id
 *   group by month, notification_type
 * ) usage
 * group by month
 * order by month
 * ```
 */
export const listPlatformUsage = new PreparedQuery<IListPlatformUsageParams,IListPlatformUsageResult>(listPlatformUsageIR);


