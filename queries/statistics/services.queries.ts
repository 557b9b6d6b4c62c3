/** Types generated for queries found in "queries/statistics/services.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type notification_status = 'cancelled' | 'created' | 'delivered' | 'failed' | 'pending' | 'pending-virus-check' | 'permanent-failure' | 'returned-letter' | 'sending' | 'sent' | 'technical-failure' | 'temporary-failure' | 'validation-failed' | 'virus-scan-failed';

export type notification_type = 'email' | 'letter' | 'sms';

export type template_type = 'broadcast' | 'email' | 'letter' | 'sms';

/** 'CountStatusesPerMonth' parameters type */
export interface ICountStatusesPerMonthParams {
  now: string;
  service_id: string;
  year: number;
}

/** 'CountStatusesPerMonth' return type */
export interface ICountStatusesPerMonthResult {
  count: number;
  month: string;
  notification_status: notification_status;
  notification_type: notification_type;
}

/** 'CountStatusesPerMonth' query type */
export interface ICountStatusesPerMonthQuery {
  params: ICountStatusesPerMonthParams;
  result: ICountStatusesPerMonthResult;
}

const countStatusesPerMonthIR: any = {"usedParamSet":{"year":true,"now":true,"service_id":true},"params":[{"name":"year","required":true,"transform":{"type":"scalar"},"locs":[{"a":231,"b":236},{"a":259,"b":264}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":279,"b":283}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":306,"b":317}]}],"statement":"select\n  to_char(bst_date, 'YYYY-MM') as \"month!\",\n  notification_type as \"notification_type!\",\n  notification_status as \"notification_status!\",\n  sum(notification_count)::bigint as \"count!\"\nfrom status_counts(financial_year_start(:year!), financial_year_end(:year!), local_date(:now!))\nwhere service_id = :service_id!\ngroup by \"month!\", notification_type, notification_status\norder by \"month!\", notification_type, notification_status"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   to_char(bst_date, 'YYYY-MM') as "month!",
 *   notification_type as "notification_type!",
 *   notification_status as "notification_status!",
 *   sum(notification_count)::bigint as "count!"
 * from status_counts(financial_year_start(:year!), financial_year_end(:year!), local_date(:now!))
 * where service_id = :service_id!
 * group by "month!", notification_type, notification_status
 * order by "month!", notification_type, notification_status
 * ```
 */
export const countStatusesPerMonth = new PreparedQuery<ICountStatusesPerMonthParams,ICountStatusesPerMonthResult>(countStatusesPerMonthIR);


/** 'CountStatusesPerTemplate' parameters type */
export interface ICountStatusesPerTemplateParams {
  now: string;
  service_id: string;
  whole_days: number;
}

/** 'CountStatusesPerTemplate' return type */
export interface ICountStatusesPerTemplateResult {
  count: number;
  is_precompiled_letter: boolean;
  status: notification_status;
  template_id: string;
  /** Shown to people who choose. */
  template_name: string;
  template_type: notification_type;
}

/** 'CountStatusesPerTemplate' query type */
export interface ICountStatusesPerTemplateQuery {
  params: ICountStatusesPerTemplateParams;
  result: ICountStatusesPerTemplateResult;
}

const countStatusesPerTemplateIR: any = {"usedParamSet":{"now":true,"whole_days":true,"service_id":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":353,"b":357},{"a":396,"b":400},{"a":415,"b":419}]},{"name":"whole_days","required":true,"transform":{"type":"scalar"},"locs":[{"a":362,"b":373}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":512,"b":523}]}],"statement":"select\n  counted.template_id as \"template_id!\",\n  templates.name as \"template_name!\",\n  counted.notification_type as \"template_type!\",\n  templates.hidden and templates.template_type = 'letter' as \"is_precompiled_letter!\",\n  counted.notification_status as \"status!\",\n  sum(counted.notification_count)::bigint as \"count!\"\nfrom status_counts(\n  local_date(:now!) - :whole_days!::integer, local_date(:now!), local_date(:now!)\n) counted\njoin templates on templates.id = counted.template_id\nwhere counted.service_id = :service_id!\ngroup by counted.template_id, templates.name, counted.notification_type, templates.hidden,\n  templates.template_type, counted.notification_status\norder by templates.name, counted.template_id, counted.notification_status"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   counted.template_id as "template_id!",
 *   templates.name as "template_name!",
 *   counted.notification_type as "template_type!",
 *   templates.hidden and templates.template_type = 'letter' as "is_precompiled_letter!",
 *   counted.notification_status as "status!",
 *   sum(counted.notification_count)::bigint as "count!"
 * from status_counts(
 *   local_date(:now!) - :whole_days!::integer, local_date(:now!), local_date(:now!)
 * ) counted
 * join templates on templates.id = counted.template_id
 * where counted.service_id = :service_id!
 * group by counted.template_id, templates.name, counted.notification_type, templates.hidden,
 *   templates.template_type, counted.notification_status
 * order by templates.name, counted.template_id, counted.notification_status
 * ```
 */
export const countStatusesPerTemplate = new PreparedQuery<ICountStatusesPerTemplateParams,ICountStatusesPerTemplateResult>(countStatusesPerTemplateIR);


/** 'GetServiceStatistics' parameters type */
export interface IGetServiceStatisticsParams {
  limit_days: number;
  now: string;
  service_id: string;
}

/** 'GetServiceStatistics' return type */
export interface IGetServiceStatisticsResult {
  delivered: number;
  failed: number;
  notification_type: notification_type;
  requested: number;
}

/** 'GetServiceStatistics' query type */
export interface IGetServiceStatisticsQuery {
  params: IGetServiceStatisticsParams;
  result: IGetServiceStatisticsResult;
}

const getServiceStatisticsIR: any = {"usedParamSet":{"now":true,"limit_days":true,"service_id":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":548,"b":552},{"a":591,"b":595},{"a":610,"b":614}]},{"name":"limit_days","required":true,"transform":{"type":"scalar"},"locs":[{"a":557,"b":568}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":642,"b":653}]}],"statement":"select\n  -- Always the three channels. limit_days 0 is today only.\n  channel as \"notification_type!\",\n  coalesce(sum(notification_count) filter (where is_requested), 0)::bigint as \"requested!\",\n  coalesce(sum(notification_count) filter (where is_delivered), 0)::bigint as \"delivered!\",\n  coalesce(sum(notification_count) filter (where is_failed), 0)::bigint as \"failed!\"\nfrom unnest(enum_range(null::notification_type)) as channel\nleft join (\n  select notification_type, notification_status, notification_count\n  from status_counts(\n    local_date(:now!) - :limit_days!::integer, local_date(:now!), local_date(:now!)\n  )\n  where service_id = :service_id!\n) counted on counted.notification_type = channel\nleft join dashboard_statuses on dashboard_statuses.status = counted.notification_status\ngroup by channel\norder by channel"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- Always the three channels. limit_days 0 is today only.
 *   channel as "notification_type!",
 *   coalesce(sum(notification_count) filter (where is_requested), 0)::bigint as "requested!",
 *   coalesce(sum(notification_count) filter (where is_delivered), 0)::bigint as "delivered!",
 *   coalesce(sum(notification_count) filter (where is_failed), 0)::bigint as "failed!"
 * from unnest(enum_range(null::notification_type)) as channel
 * left join (
 *   select notification_type, notification_status, notification_count
 *   from status_counts(
 *     local_date(:now!) - :limit_days!::integer, local_date(:now!), local_date(:now!)
 *   )
 *   where service_id = :service_id!
 * ) counted on counted.notification_type = channel
 * left join dashboard_statuses on dashboard_statuses.status = counted.notification_status
 * group by channel
 * order by channel
 * ```
 */
export const getServiceStatistics = new PreparedQuery<IGetServiceStatisticsParams,IGetServiceStatisticsResult>(getServiceStatisticsIR);


/** 'GetTemplateLastUsed' parameters type */
export interface IGetTemplateLastUsedParams {
  service_id: string;
  template_id: string;
}

/** 'GetTemplateLastUsed' return type */
export interface IGetTemplateLastUsedResult {
  last_date_used: string | null;
}

/** 'GetTemplateLastUsed' query type */
export interface IGetTemplateLastUsedQuery {
  params: IGetTemplateLastUsedParams;
  result: IGetTemplateLastUsedResult;
}

const getTemplateLastUsedIR: any = {"usedParamSet":{"service_id":true,"template_id":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":208,"b":219}]},{"name":"template_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":261,"b":273},{"a":650,"b":662},{"a":858,"b":870}]}],"statement":"select\n  -- The newest live message answers at once; else the last day that has facts.\n  wire_timestamp(coalesce(\n    (\n      select created_at\n      from notifications\n      where notifications.service_id = :service_id!\n        and notifications.template_id = :template_id!\n        -- Planner note: with the channel named, the index on (service_id, notification_type,\n        -- created_at) is read backwards to the first match; without, all messages of the service\n        -- are sorted.\n        and notifications.notification_type = (\n          select template_type::text::notification_type\n          from templates\n          where templates.id = :template_id!\n        )\n      order by created_at desc\n      limit 1\n    ),\n    (\n      select local_midnight(max(bst_date))\n      from ft_notification_status\n      where ft_notification_status.template_id = :template_id!\n    )\n  )) as last_date_used"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- The newest live message answers at once; else the last day that has facts.
 *   wire_timestamp(coalesce(
 *     (
 *       select created_at
 *       from notifications
 *       where notifications.service_id = :service_id!
 *         and notifications.template_id = :template_id!
 *         -- Planner note: with the channel named, the index on (service_id, notification_type,
 *         -- created_at) is read backwards to the first match; without, all messages of the service
 *         -- are sorted.
 *         and notifications.notification_type = (
 *           select template_type::text::notification_type
 *           from templates
 *           where templates.id = :template_id!
 *         )
 *       order by created_at desc
 *       limit 1
 *     ),
 *     (
 *       select local_midnight(max(bst_date))
 *       from ft_notification_status
 *       where ft_notification_status.template_id = :template_id!
 *     )
 *   )) as last_date_used
 * ```
 */
export const getTemplateLastUsed = new PreparedQuery<IGetTemplateLastUsedParams,IGetTemplateLastUsedResult>(getTemplateLastUsedIR);


/** 'GetTemplateOfService' parameters type */
export interface IGetTemplateOfServiceParams {
  service_id: string;
  template_id: string;
}

/** 'GetTemplateOfService' return type */
export interface IGetTemplateOfServiceResult {
  /** What requests name as template_id. */
  id: string;
}

/** 'GetTemplateOfService' query type */
export interface IGetTemplateOfServiceQuery {
  params: IGetTemplateOfServiceParams;
  result: IGetTemplateOfServiceResult;
}

const getTemplateOfServiceIR: any = {"usedParamSet":{"template_id":true,"service_id":true},"params":[{"name":"template_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":45,"b":57}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":78,"b":89}]}],"statement":"select id as \"id!\"\nfrom templates\nwhere id = :template_id!\n  and service_id = :service_id!"};

/**
 * Query generated from SQL:
 * ```
 * select id as "id!"
 * from templates
 * where id = :template_id!
 *   and service_id = :service_id!
 * ```
 */
export const getTemplateOfService = new PreparedQuery<IGetTemplateOfServiceParams,IGetTemplateOfServiceResult>(getTemplateOfServiceIR);


/** 'ListMonthlyTemplateUsage' parameters type */
export interface IListMonthlyTemplateUsageParams {
  now: string;
  service_id: string;
  year: number;
}

/** 'ListMonthlyTemplateUsage' return type */
export interface IListMonthlyTemplateUsageResult {
  count: number;
  is_precompiled_letter: boolean;
  month: number;
  /** Shown to people who choose. */
  name: string;
  template_id: string;
  type: template_type;
  year: number;
}

/** 'ListMonthlyTemplateUsage' query type */
export interface IListMonthlyTemplateUsageQuery {
  params: IListMonthlyTemplateUsageParams;
  result: IListMonthlyTemplateUsageResult;
}

const listMonthlyTemplateUsageIR: any = {"usedParamSet":{"year":true,"now":true,"service_id":true},"params":[{"name":"year","required":true,"transform":{"type":"scalar"},"locs":[{"a":419,"b":424},{"a":447,"b":452}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":467,"b":471}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":564,"b":575}]}],"statement":"select\n  counted.template_id as \"template_id!\",\n  templates.name as \"name!\",\n  templates.template_type as \"type!\",\n  extract(month from counted.bst_date)::integer as \"month!\",\n  extract(year from counted.bst_date)::integer as \"year!\",\n  sum(counted.notification_count)::bigint as \"count!\",\n  templates.hidden and templates.template_type = 'letter' as \"is_precompiled_letter!\"\nfrom status_counts(\n  financial_year_start(:year!), financial_year_end(:year!), local_date(:now!)\n) counted\njoin templates on templates.id = counted.template_id\nwhere counted.service_id = :service_id!\n  and counted.notification_status <> 'cancelled'\ngroup by counted.template_id, templates.name, templates.template_type, templates.hidden, \"month!\", \"year!\"\norder by \"year!\", \"month!\", templates.name, counted.template_id"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   counted.template_id as "template_id!",
 *   templates.name as "name!",
 *   templates.template_type as "type!",
 *   extract(month from counted.bst_date)::integer as "month!",
 *   extract(year from counted.bst_date)::integer as "year!",
 *   sum(counted.notification_count)::bigint as "count!",
 *   templates.hidden and templates.template_type = 'letter' as "is_precompiled_letter!"
 * from status_counts(
 *   financial_year_start(:year!), financial_year_end(:year!), local_date(:now!)
 * ) counted
 * join templates on templates.id = counted.template_id
 * where counted.service_id = :service_id!
 *   and counted.notification_status <> 'cancelled'
 * group by counted.template_id, templates.name, templates.template_type, templates.hidden, "month!", "year!"
 * order by "year!", "month!", templates.name, counted.template_id
 * ```
 */
export const listMonthlyTemplateUsage = new PreparedQuery<IListMonthlyTemplateUsageParams,IListMonthlyTemplateUsageResult>(listMonthlyTemplateUsageIR);


/** 'ListMonthsBegun' parameters type */
export interface IListMonthsBegunParams {
  now: string;
  year: number;
}

/** 'ListMonthsBegun' return type */
export interface IListMonthsBegunResult {
  month: string;
}

/** 'ListMonthsBegun' query type */
export interface IListMonthsBegunQuery {
  params: IListMonthsBegunParams;
  result: IListMonthsBegunResult;
}

const listMonthsBegunIR: any = {"usedParamSet":{"year":true,"now":true},"params":[{"name":"year","required":true,"transform":{"type":"scalar"},"locs":[{"a":90,"b":95},{"a":143,"b":148}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":116,"b":120}]}],"statement":"select to_char(month, 'YYYY-MM') as \"month!\"\nfrom generate_series(\n  financial_year_start(:year!), least(local_date(:now!), financial_year_end(:year!)),\n  interval '1 month'\n) as month"};

/**
 * Query generated from SQL:
 * ```
 * select to_char(month, 'YYYY-MM') as "month!"
 * from generate_series(
 *   financial_year_start(:year!), least(local_date(:now!), financial_year_end(:year!)),
 *   interval '1 month'
 * ) as month
 * ```
 */
export const listMonthsBegun = new PreparedQuery<IListMonthsBegunParams,IListMonthsBegunResult>(listMonthsBegunIR);


