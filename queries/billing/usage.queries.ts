/** Types generated for queries found in "queries/billing/usage.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type notification_type = 'email' | 'letter' | 'sms';

/** 'CountNotificationsSent' parameters type */
export interface ICountNotificationsSentParams {
  limit_days: number;
  notification_type?: notification_type | null | void;
  now: string;
  service_id: string;
}

/** 'CountNotificationsSent' return type */
export interface ICountNotificationsSentResult {
  notifications_sent_count: number;
}

/** 'CountNotificationsSent' query type */
export interface ICountNotificationsSentQuery {
  params: ICountNotificationsSentParams;
  result: ICountNotificationsSentResult;
}

const countNotificationsSentIR: any = {"usedParamSet":{"service_id":true,"now":true,"limit_days":true,"notification_type":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":118,"b":129}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":160,"b":164}]},{"name":"limit_days","required":true,"transform":{"type":"scalar"},"locs":[{"a":169,"b":180}]},{"name":"notification_type","required":false,"transform":{"type":"scalar"},"locs":[{"a":198,"b":215},{"a":267,"b":284}]}],"statement":"select coalesce(sum(notifications_sent), 0)::bigint as \"notifications_sent_count!\"\nfrom ft_billing\nwhere service_id = :service_id!\n  and bst_date >= local_date(:now!) - :limit_days!::integer\n  and (:notification_type::notification_type is null or notification_type = :notification_type)"};

/**
 * Query generated from SQL:
 * ```
 * select coalesce(sum(notifications_sent), 0)::bigint as "notifications_sent_count!"
 * from ft_billing
 * where service_id = :service_id!
 *   and bst_date >= local_date(:now!) - :limit_days!::integer
 *   and (:notification_type::notification_type is null or notification_type = :notification_type)
 * ```
 */
export const countNotificationsSent = new PreparedQuery<ICountNotificationsSentParams,ICountNotificationsSentResult>(countNotificationsSentIR);


/** 'GetOrganisationId' parameters type */
export interface IGetOrganisationIdParams {
  organisation_id: string;
}

/** 'GetOrganisationId' return type */
export interface IGetOrganisationIdResult {
  id: string;
}

/** 'GetOrganisationId' query type */
export interface IGetOrganisationIdQuery {
  params: IGetOrganisationIdParams;
  result: IGetOrganisationIdResult;
}

const getOrganisationIdIR: any = {"usedParamSet":{"organisation_id":true},"params":[{"name":"organisation_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":48,"b":64}]}],"statement":"select id as \"id!\"\nfrom organisation\nwhere id = :organisation_id!"};

/**
 * Query generated from SQL:
 * ```
 * select id as "id!"
 * from organisation
 * where id = :organisation_id!
 * ```
 */
export const getOrganisationId = new PreparedQuery<IGetOrganisationIdParams,IGetOrganisationIdResult>(getOrganisationIdIR);


/** 'GetOrganisationUsageUpdatedAt' parameters type */
export interface IGetOrganisationUsageUpdatedAtParams {
  now: string;
  year: number;
}

/** 'GetOrganisationUsageUpdatedAt' return type */
export interface IGetOrganisationUsageUpdatedAtResult {
  updated_at: string | null;
}

/** 'GetOrganisationUsageUpdatedAt' query type */
export interface IGetOrganisationUsageUpdatedAtQuery {
  params: IGetOrganisationUsageUpdatedAtParams;
  result: IGetOrganisationUsageUpdatedAtResult;
}

const getOrganisationUsageUpdatedAtIR: any = {"usedParamSet":{"now":true,"year":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":298,"b":302}]},{"name":"year","required":true,"transform":{"type":"scalar"},"locs":[{"a":344,"b":349},{"a":388,"b":393}]}],"statement":"select\n  -- How fresh today's part is: when the last of the three channels was counted. Null outside the\n  -- year, and on its last day. Source: specification, organisation year.\n  wire_timestamp(min(refreshed_at)) as updated_at\nfrom ft_refreshes\nwhere fact = 'billing'\n  and bst_date = local_date(:now!)\n  and bst_date >= financial_year_start(:year!)\n  and bst_date < financial_year_end(:year!)\nhaving count(*) = 3"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- How fresh today's part is: when the last of the three channels was counted. Null outside the
 *   -- year, and on its last day. Source: specification, organisation year.
 *   wire_timestamp(min(refreshed_at)) as updated_at
 * from ft_refreshes
 * where fact = 'billing'
 *   and bst_date = local_date(:now!)
 *   and bst_date >= financial_year_start(:year!)
 *   and bst_date < financial_year_end(:year!)
 * having count(*) = 3
 * ```
 */
export const getOrganisationUsageUpdatedAt = new PreparedQuery<IGetOrganisationUsageUpdatedAtParams,IGetOrganisationUsageUpdatedAtResult>(getOrganisationUsageUpdatedAtIR);


/** 'ListMonthlyUsage' parameters type */
export interface IListMonthlyUsageParams {
  now: string;
  service_id: string;
  with_emails: boolean;
  year: number;
}

/** 'ListMonthlyUsage' return type */
export interface IListMonthlyUsageResult {
  chargeable_units: number;
  charged_units: number;
  cost: string;
  free_allowance_used: number;
  month: string;
  month_name: string;
  notification_type: notification_type;
  notifications_sent: number;
  postage: string;
  rate: string;
}

/** 'ListMonthlyUsage' query type */
export interface IListMonthlyUsageQuery {
  params: IListMonthlyUsageParams;
  result: IListMonthlyUsageResult;
}

const listMonthlyUsageIR: any = {"usedParamSet":{"service_id":true,"year":true,"now":true,"with_emails":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":380,"b":391}]},{"name":"year","required":true,"transform":{"type":"scalar"},"locs":[{"a":394,"b":399}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":413,"b":417}]},{"name":"with_emails","required":true,"transform":{"type":"scalar"},"locs":[{"a":427,"b":439}]}],"statement":"select\n  month as \"month!\",\n  trim(to_char(month, 'Month')) as \"month_name!\",\n  notification_type as \"notification_type!\",\n  rate as \"rate!\",\n  postage as \"postage!\",\n  notifications_sent as \"notifications_sent!\",\n  chargeable_units as \"chargeable_units!\",\n  cost as \"cost!\",\n  free_allowance_used as \"free_allowance_used!\",\n  charged_units as \"charged_units!\"\nfrom service_usage(:service_id!, :year!, local_date(:now!))\nwhere :with_emails!::boolean or notification_type <> 'email'\norder by month, notification_type::text, rate, postage"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   month as "month!",
 *   trim(to_char(month, 'Month')) as "month_name!",
 *   notification_type as "notification_type!",
 *   rate as "rate!",
 *   postage as "postage!",
 *   notifications_sent as "notifications_sent!",
 *   chargeable_units as "chargeable_units!",
 *   cost as "cost!",
 *   free_allowance_used as "free_allowance_used!",
 *   charged_units as "charged_units!"
 * from service_usage(:service_id!, :year!, local_date(:now!))
 * where :with_emails!::boolean or notification_type <> 'email'
 * order by month, notification_type::text, rate, postage
 * ```
 */
export const listMonthlyUsage = new PreparedQuery<IListMonthlyUsageParams,IListMonthlyUsageResult>(listMonthlyUsageIR);


/** 'ListOrganisationUsage' parameters type */
export interface IListOrganisationUsageParams {
  organisation_id: string;
  year: number;
}

/** 'ListOrganisationUsage' return type */
export interface IListOrganisationUsageResult {
  /** Neither archived nor suspended. */
  active: boolean;
  chargeable_billable_sms: number;
  emails_sent: number;
  free_sms_limit: number;
  letter_cost: string;
  /** Version 4, because the PHP client refuses any other. */
  service_id: string;
  /** As people see it; also the text message prefix and the name beside the sender address. */
  service_name: string;
  sms_billable_units: number;
  sms_cost: string;
  sms_remainder: number;
}

/** 'ListOrganisationUsage' query type */
export interface IListOrganisationUsageQuery {
  params: IListOrganisationUsageParams;
  result: IListOrganisationUsageResult;
}

const listOrganisationUsageIR: any = {"usedParamSet":{"year":true,"organisation_id":true},"params":[{"name":"year","required":true,"transform":{"type":"scalar"},"locs":[{"a":781,"b":786},{"a":1419,"b":1424}]},{"name":"organisation_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":1510,"b":1526}]}],"statement":"select\n  -- Planner note: lateral, so that each service reads its own rows by the index; one join would run\n  -- the windows of every service of the platform.\n  services.id as \"service_id!\",\n  services.name as \"service_name!\",\n  coalesce(allowance.free_sms_fragment_limit, 0) as \"free_sms_limit!\",\n  coalesce(used.sms_remainder, allowance.free_sms_fragment_limit, 0)::bigint as \"sms_remainder!\",\n  coalesce(used.sms_billable_units, 0)::bigint as \"sms_billable_units!\",\n  coalesce(used.chargeable_billable_sms, 0)::bigint as \"chargeable_billable_sms!\",\n  coalesce(used.sms_cost, 0) as \"sms_cost!\",\n  coalesce(used.letter_cost, 0) as \"letter_cost!\",\n  coalesce(used.emails_sent, 0)::bigint as \"emails_sent!\",\n  services.active as \"active!\"\nfrom services\nleft join allowances_of_year(:year!) allowance on allowance.service_id = services.id\ncross join lateral (\n  select\n    min(greatest(remaining_before - chargeable_units, 0)) filter (where notification_type = 'sms')\n      as sms_remainder,\n    sum(chargeable_units) filter (where notification_type = 'sms') as sms_billable_units,\n    sum(charged_units) filter (where notification_type = 'sms') as chargeable_billable_sms,\n    sum(cost) filter (where notification_type = 'sms') as sms_cost,\n    sum(cost) filter (where notification_type = 'letter') as letter_cost,\n    sum(notifications_sent) filter (where notification_type = 'email') as emails_sent\n  from usage_lines(:year!) line\n  where line.service_id = services.id\n) used\nwhere services.organisation_id = :organisation_id!\n  and not services.restricted\norder by services.active desc, lower(services.name), services.id"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- Planner note: lateral, so that each service reads its own rows by the index; one join would run
 *   -- the windows of every service of the platform.
 *   services.id as "service_id!",
 *   services.name as "service_name!",
 *   coalesce(allowance.free_sms_fragment_limit, 0) as "free_sms_limit!",
 *   coalesce(used.sms_remainder, allowance.free_sms_fragment_limit, 0)::bigint as "sms_remainder!",
 *   coalesce(used.sms_billable_units, 0)::bigint as "sms_billable_units!",
 *   coalesce(used.chargeable_billable_sms, 0)::bigint as "chargeable_billable_sms!",
 *   coalesce(used.sms_cost, 0) as "sms_cost!",
 *   coalesce(used.letter_cost, 0) as "letter_cost!",
 *   coalesce(used.emails_sent, 0)::bigint as "emails_sent!",
 *   services.active as "active!"
 * from services
 * left join allowances_of_year(:year!) allowance on allowance.service_id = services.id
 * cross join lateral (
 *   select
 *     min(greatest(remaining_before - chargeable_units, 0)) filter (where notification_type = 'sms')
 *       as sms_remainder,
 *     sum(chargeable_units) filter (where notification_type = 'sms') as sms_billable_units,
 *     sum(charged_units) filter (where notification_type = 'sms') as chargeable_billable_sms,
 *     sum(cost) filter (where notification_type = 'sms') as sms_cost,
 *     sum(cost) filter (where notification_type = 'letter') as letter_cost,
 *     sum(notifications_sent) filter (where notification_type = 'email') as emails_sent
 *   from usage_lines(:year!) line
 *   where line.service_id = services.id
 * ) used
 * where services.organisation_id = :organisation_id!
 *   and not services.restricted
 * order by services.active desc, lower(services.name), services.id
 * ```
 */
export const listOrganisationUsage = new PreparedQuery<IListOrganisationUsageParams,IListOrganisationUsageResult>(listOrganisationUsageIR);


/** 'ListYearlyUsage' parameters type */
export interface IListYearlyUsageParams {
  now: string;
  service_id: string;
  year: number;
}

/** 'ListYearlyUsage' return type */
export interface IListYearlyUsageResult {
  chargeable_units: number;
  charged_units: number;
  cost: string;
  free_allowance_used: number;
  notification_type: notification_type;
  notifications_sent: number;
  rate: string;
}

/** 'ListYearlyUsage' query type */
export interface IListYearlyUsageQuery {
  params: IListYearlyUsageParams;
  result: IListYearlyUsageResult;
}

const listYearlyUsageIR: any = {"usedParamSet":{"service_id":true,"year":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":341,"b":352}]},{"name":"year","required":true,"transform":{"type":"scalar"},"locs":[{"a":355,"b":360}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":374,"b":378}]}],"statement":"select\n  notification_type as \"notification_type!\",\n  rate as \"rate!\",\n  sum(notifications_sent)::bigint as \"notifications_sent!\",\n  sum(chargeable_units)::bigint as \"chargeable_units!\",\n  sum(cost) as \"cost!\",\n  sum(free_allowance_used)::bigint as \"free_allowance_used!\",\n  sum(charged_units)::bigint as \"charged_units!\"\nfrom service_usage(:service_id!, :year!, local_date(:now!))\ngroup by notification_type, rate\norder by notification_type::text, rate"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   notification_type as "notification_type!",
 *   rate as "rate!",
 *   sum(notifications_sent)::bigint as "notifications_sent!",
 *   sum(chargeable_units)::bigint as "chargeable_units!",
 *   sum(cost) as "cost!",
 *   sum(free_allowance_used)::bigint as "free_allowance_used!",
 *   sum(charged_units)::bigint as "charged_units!"
 * from service_usage(:service_id!, :year!, local_date(:now!))
 * group by notification_type, rate
 * order by notification_type::text, rate
 * ```
 */
export const listYearlyUsage = new PreparedQuery<IListYearlyUsageParams,IListYearlyUsageResult>(listYearlyUsageIR);


