/** Types generated for queries found in "queries/billing/providers.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type notification_type = 'email' | 'letter' | 'sms';

/** 'ListProviders' parameters type */
export interface IListProvidersParams {
  id?: string | null | void;
  now: string;
}

/** 'ListProviders' return type */
export interface IListProvidersResult {
  /** Whether it takes part in the draw. */
  active: boolean;
  /** As given; unique without regard to case among people who are not archived. */
  created_by_email_address: string;
  created_by_id: string;
  created_by_name: string;
  current_month_billable_sms: number;
  /** Shown to people. */
  display_name: string;
  id: string;
  /** What notifications record as sent_by. */
  identifier: string;
  notification_type: notification_type;
  /** Weight in the draw, 0 to 100; moved by failures and slow delivery, and tended back. */
  priority: number;
  /** Why the weight was last changed. */
  reason: string | null;
  /** Whether it takes texts to other countries. */
  supports_international: boolean;
  updated_at: string | null;
  version: number;
}

/** 'ListProviders' query type */
export interface IListProvidersQuery {
  params: IListProvidersParams;
  result: IListProvidersResult;
}

const listProvidersIR: any = {"usedParamSet":{"now":true,"id":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":458,"b":462},{"a":502,"b":506}]},{"name":"id","required":false,"transform":{"type":"scalar"},"locs":[{"a":1322,"b":1324},{"a":1357,"b":1359}]}],"statement":"with this_month as (\n  -- One range of the facts' key for all providers.\n  -- Planner note: (select …) is worked out once; a bare function would be called for every fact.\n  -- Both ends, because a range open at the end is estimated as a third of all there is.\n  select provider, sum(billable_units::bigint * rate_multiplier)::bigint as units\n  from ft_billing\n  where notification_type = 'sms'\n    and bst_date between (select date_trunc('month', local_date(:now!))::date)\n      and (select local_date(:now!))\n  group by provider\n)\nselect\n  provider.id as \"id!\",\n  provider.display_name as \"display_name!\",\n  provider.identifier as \"identifier!\",\n  provider.priority as \"priority!\",\n  provider.notification_type as \"notification_type!\",\n  provider.active as \"active!\",\n  wire_rfc_date(provider.updated_at) as updated_at,\n  provider.supports_international as \"supports_international!\",\n  provider.reason,\n  provider.version as \"version!\",\n  users.id as created_by_id,\n  users.name as created_by_name,\n  users.email_address as created_by_email_address,\n  coalesce(this_month.units, 0)::bigint as \"current_month_billable_sms!\"\nfrom provider_details provider\nleft join users on users.id = provider.created_by_id\nleft join this_month\n  on this_month.provider = provider.identifier and provider.notification_type = 'sms'\nwhere (:id::uuid is null or provider.id = :id)\n  and (provider.notification_type <> 'letter' or letters_are_on())\norder by provider.notification_type::text, provider.priority, provider.identifier"};

/**
 * Query generated from SQL:
 * ```
 * with this_month as (
 *   -- One range of the facts' key for all providers.
 *   -- Planner note: (select …) is worked out once; a bare function would be called for every fact.
 *   -- Both ends, because a range open at the end is estimated as a third of all there is.
 *   select provider, sum(billable_units::bigint * rate_multiplier)::bigint as units
 *   from ft_billing
 *   where notification_type = 'sms'
 *     and bst_date between (select date_trunc('month', local_date(:now!))::date)
 *       and (select local_date(:now!))
 *   group by provider
 * )
 * select
 *   provider.id as "id!",
 *   provider.display_name as "display_name!",
 *   provider.identifier as "identifier!",
 *   provider.priority as "priority!",
 *   provider.notification_type as "notification_type!",
 *   provider.active as "active!",
 *   wire_rfc_date(provider.updated_at) as updated_at,
 *   provider.supports_international as "supports_international!",
 *   provider.reason,
 *   provider.version as "version!",
 *   users.id as created_by_id,
 *   users.name as created_by_name,
 *   users.email_address as created_by_email_address,
 *   coalesce(this_month.units, 0)::bigint as "current_month_billable_sms!"
 * from provider_details provider
 * left join users on users.id = provider.created_by_id
 * left join this_month
 *   on this_month.provider = provider.identifier and provider.notification_type = 'sms'
 * where (:id::uuid is null or provider.id = :id)
 *   and (provider.notification_type <> 'letter' or letters_are_on())
 * order by provider.notification_type::text, provider.priority, provider.identifier
 * ```
 */
export const listProviders = new PreparedQuery<IListProvidersParams,IListProvidersResult>(listProvidersIR);


/** 'ListProviderVersions' parameters type */
export interface IListProviderVersionsParams {
  id: string;
}

/** 'ListProviderVersions' return type */
export interface IListProviderVersionsResult {
  /** Whether it takes part in the draw. */
  active: boolean;
  /** As given; unique without regard to case among people who are not archived. */
  created_by_email_address: string;
  created_by_id: string;
  created_by_name: string;
  /** Shown to people. */
  display_name: string;
  id: string;
  /** What notifications record as sent_by. */
  identifier: string;
  notification_type: notification_type;
  /** Weight in the draw, 0 to 100; moved by failures and slow delivery, and tended back. */
  priority: number;
  /** Why the weight was last changed. */
  reason: string | null;
  /** Whether it takes texts to other countries. */
  supports_international: boolean;
  updated_at: string | null;
  version: number;
}

/** 'ListProviderVersions' query type */
export interface IListProviderVersionsQuery {
  params: IListProviderVersionsParams;
  result: IListProviderVersionsResult;
}

const listProviderVersionsIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":617,"b":620}]}],"statement":"select\n  version.id as \"id!\",\n  version.display_name as \"display_name!\",\n  version.identifier as \"identifier!\",\n  version.priority as \"priority!\",\n  version.notification_type as \"notification_type!\",\n  version.active as \"active!\",\n  wire_rfc_date(version.updated_at) as updated_at,\n  version.supports_international as \"supports_international!\",\n  version.reason,\n  version.version as \"version!\",\n  users.id as created_by_id,\n  users.name as created_by_name,\n  users.email_address as created_by_email_address\nfrom provider_details_history version\nleft join users on users.id = version.created_by_id\nwhere version.id = :id!\norder by version.version desc\nlimit 100"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   version.id as "id!",
 *   version.display_name as "display_name!",
 *   version.identifier as "identifier!",
 *   version.priority as "priority!",
 *   version.notification_type as "notification_type!",
 *   version.active as "active!",
 *   wire_rfc_date(version.updated_at) as updated_at,
 *   version.supports_international as "supports_international!",
 *   version.reason,
 *   version.version as "version!",
 *   users.id as created_by_id,
 *   users.name as created_by_name,
 *   users.email_address as created_by_email_address
 * from provider_details_history version
 * left join users on users.id = version.created_by_id
 * where version.id = :id!
 * order by version.version desc
 * limit 100
 * ```
 */
export const listProviderVersions = new PreparedQuery<IListProviderVersionsParams,IListProviderVersionsResult>(listProviderVersionsIR);


