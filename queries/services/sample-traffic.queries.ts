/** Types generated for queries found in "queries/services/sample-traffic.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

/** 'GetSampleTrafficRefusal' parameters type */
export interface IGetSampleTrafficRefusalParams {
  demo_name: string;
  service_id: string;
}

/** 'GetSampleTrafficRefusal' return type */
export interface IGetSampleTrafficRefusalResult {
  refusal: string | null;
}

/** 'GetSampleTrafficRefusal' query type */
export interface IGetSampleTrafficRefusalQuery {
  params: IGetSampleTrafficRefusalParams;
  result: IGetSampleTrafficRefusalResult;
}

const getSampleTrafficRefusalIR: any = {"usedParamSet":{"service_id":true,"demo_name":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":250,"b":261}]},{"name":"demo_name","required":true,"transform":{"type":"scalar"},"locs":[{"a":341,"b":351}]}],"statement":"select\n  -- Sample messages stand among real ones in figures and bills, so they are made only where there\n  -- are no real ones. The letters' provider is active from the first.\n  case\n    when not exists (\n      select from services\n      where id = :service_id! and archived_at is null\n        and normalised_service_name = normalised_name(:demo_name!)\n    ) then 'the service is not the demo service'\n    when real.identifier is not null\n      then format('the provider %s is active, so figures here are real ones', real.identifier)\n  end as refusal\nfrom (\n  select min(identifier) as identifier\n  from provider_details\n  left join provider_adapters known on known.adapter = provider_details.adapter\n  where active and known.is_sandbox is distinct from true and notification_type <> 'letter'\n) real"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- Sample messages stand among real ones in figures and bills, so they are made only where there
 *   -- are no real ones. The letters' provider is active from the first.
 *   case
 *     when not exists (
 *       select from services
 *       where id = :service_id! and archived_at is null
 *         and normalised_service_name = normalised_name(:demo_name!)
 *     ) then 'the service is not the demo service'
 *     when real.identifier is not null
 *       then format('the provider %s is active, so figures here are real ones', real.identifier)
 *   end as refusal
 * from (
 *   select min(identifier) as identifier
 *   from provider_details
 *   left join provider_adapters known on known.adapter = provider_details.adapter
 *   where active and known.is_sandbox is distinct from true and notification_type <> 'letter'
 * ) real
 * ```
 */
export const getSampleTrafficRefusal = new PreparedQuery<IGetSampleTrafficRefusalParams,IGetSampleTrafficRefusalResult>(getSampleTrafficRefusalIR);


/** 'InsertSampleTraffic' parameters type */
export interface IInsertSampleTrafficParams {
  days: number;
  now: string;
  service_id: string;
}

/** 'InsertSampleTraffic' return type */
export interface IInsertSampleTrafficResult {
  messages: number;
  yesterday: string;
}

/** 'InsertSampleTraffic' query type */
export interface IInsertSampleTrafficQuery {
  params: IInsertSampleTrafficParams;
  result: IInsertSampleTrafficResult;
}

const insertSampleTrafficIR: any = {"usedParamSet":{"now":true,"days":true,"service_id":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":269,"b":273},{"a":2476,"b":2480},{"a":5777,"b":5781},{"a":5882,"b":5885}]},{"name":"days","required":true,"transform":{"type":"scalar"},"locs":[{"a":336,"b":341}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":2407,"b":2418},{"a":2769,"b":2779},{"a":2887,"b":2897},{"a":3134,"b":3144}]}],"statement":"with\n-- Every choice is drawn from the day and the number, so the same days come out whenever this runs,\n-- and what is there already is recognised by its id.\nday as materialized (\n  select bst_date, local_midnight(bst_date) as begins_at\n  from (\n    select local_date(:now!::timestamptz) - back as bst_date\n    from generate_series(0, :days!::integer - 1) as back\n  ) date\n),\n-- Materialized, so that each choice is drawn once and not wherever it is used.\ndrawn as materialized (\n  select\n    day.bst_date, day.begins_at, number,\n    mod(hashint8extended(number, day.bst_date - date '2000-01-01') & 2147483647, 10000) / 10000.0\n      as chance,\n    mod(hashint8extended(number, day.bst_date - date '1900-01-01') & 2147483647, 10000) / 10000.0\n      as moment,\n    mod(hashint8extended(number, day.bst_date - date '1800-01-01') & 2147483647, 10000) / 10000.0\n      as kind\n  from day\n  -- Fewer at weekends.\n  cross join lateral generate_series(\n    1, case when extract(isodow from day.bst_date) > 5 then 400 else 1100 end\n      + (day.bst_date - date '2000-01-01') * 7919 % 150\n  ) as number\n),\nplaced as materialized (\n  -- Most between eight and six, a little all night long.\n  select\n    bst_date, number, chance, moment,\n    case when kind < 0.44 then 'sms' when kind < 0.92 then 'email' else 'letter'\n    end::notification_type as channel,\n    kind < 0.02 as is_abroad,\n    begins_at + interval '1 hour'\n      * case when number % 9 = 0 then moment * 23 else 8 + 10 * (moment * 0.55 + chance * 0.45) end\n      as created_at\n  from drawn\n),\nmessage as materialized (\n  select\n    bst_date, number, moment, channel, is_abroad, created_at,\n    -- A time-ordered id.\n    (\n      lpad(to_hex((extract(epoch from created_at) * 1000)::bigint), 12, '0')\n        || '7' || substr(word, 1, 3) || '8' || substr(word, 4, 15)\n    )::uuid as id,\n    case\n      when channel = 'letter' then case when chance < 0.01 then 'returned-letter' else 'delivered' end\n      when chance < 0.010 then 'temporary-failure'\n      when chance < 0.026 then 'permanent-failure'\n      when chance < 0.027 then 'technical-failure'\n      else 'delivered'\n    end::notification_status as status,\n    -- Nearly all within three seconds; a few wait long.\n    created_at + interval '1 second'\n      * (0.2 + 2.8 * moment ^ 6 + case when number % 180 = 0 then 14 else 0 end) as sent_at\n  from placed\n  cross join lateral md5(concat_ws('/', :service_id!::uuid, bst_date, number)) as word\n  where created_at <= :now!::timestamptz - interval '2 minutes'\n),\nchoice as materialized (\n  select\n    id, version, template_type, row_number() over type - 1 as place,\n    count(*) over (partition by template_type) as places,\n    (\n      select min(api_keys.id::text)::uuid from api_keys\n      where service_id = :service_id and key_type = 'normal' and expiry_date is null\n    ) as api_key_id\n  from templates\n  where service_id = :service_id and not hidden and archived_at is null\n  window type as (partition by template_type order by id)\n),\nmade as materialized (\n  -- Final from the first, and without a job: nobody is ever sent anything.\n  select\n    row(\n      message.id, :service_id, choice.id, choice.version, channel, 'normal', status, created_at,\n      sent_at + interval '20 seconds',\n      case when status <> 'technical-failure' then sent_at end,\n      case\n        when status = 'technical-failure' then null\n        when channel = 'email' then 'ses'\n        when channel = 'letter' then 'dvla'\n        when moment < 0.58 then 'mmg'\n        else 'firetext'\n      end,\n      choice.api_key_id, null, null, null, recipient.written, recipient.normalised,\n      jsonb_build_object(\n        'name', 'Amala', 'day', 'Tuesday', 'code', to_char(number % 100000, 'FM00000'),\n        'link_to_file', 'https://www.example.gov.uk/permit'\n      ) || case when channel = 'letter' then jsonb_build_object(\n        'address_line_1', 'Amala Bird', 'address_line_2', '123 High Street',\n        'address_line_3', 'SW14 6BF'\n      ) else '{}' end,\n      null, null, null, null, 'sample traffic of ' || bst_date,\n      case\n        when channel = 'email' or status = 'technical-failure' then 0\n        else 1 + (number % 7) / 6\n      end,\n      case when channel = 'sms' then case when is_abroad then abroad.rate_multiplier else 1 end end,\n      is_abroad, case when channel = 'sms' then case when is_abroad then '33' else '44' end end,\n      case when channel = 'letter' then case when number % 4 = 0 then 'first' else 'second' end\n      end::postage,\n      null, null, null\n    )::notifications as message\n  from message\n  join international_sms_rates abroad on abroad.prefix = '33'\n  cross join lateral (\n    -- Numbers that are kept for drama, and addresses that cannot exist.\n    select\n      case\n        when channel = 'email' then format('person%s@example.gov.uk', number)\n        when channel = 'letter' then E'Amala Bird\\n123 High Street\\nSW14 6BF'\n        when is_abroad then '+33639980' || to_char(number % 1000, 'FM000')\n        else '07700900' || to_char(number % 1000, 'FM000')\n      end as written,\n      case\n        when channel = 'email' then format('person%s@example.gov.uk', number)\n        when channel = 'letter' then 'amalabird123highstreetsw146bf'\n        when is_abroad then '33639980' || to_char(number % 1000, 'FM000')\n        else '447700900' || to_char(number % 1000, 'FM000')\n      end as normalised\n  ) recipient\n  join choice on choice.template_type::text = channel::text\n    and choice.place = message.number % choice.places\n  -- The instant leads to the one month of history that could have it.\n  where not exists (\n    select from notifications_all_time seen\n    where seen.id = message.id and seen.created_at = message.created_at\n  )\n)\nselect\n  count(*)::integer as \"messages!\", (local_date(:now!::timestamptz) - 1)::text as \"yesterday!\"\nfrom store_notifications(array(select message from made), :now)"};

/**
 * Query generated from SQL:
 * ```
 * with
 * -- Every choice is drawn from the day and the number, so the same days come out whenever this runs,
 * -- and what is there already is recognised by its id.
 * day as materialized (
 *   select bst_date, local_midnight(bst_date) as begins_at
 *   from (
 *     select local_date(:now!::timestamptz) - back as bst_date
 *     from generate_series(0, :days!::integer - 1) as back
 *   ) date
 * ),
 * -- Materialized, so that each choice is drawn once and not wherever it is used.
 * drawn as materialized (
 *   select
 *     day.bst_date, day.begins_at, number,
 *     mod(hashint8extended(number, day.bst_date - date '2000-01-01') & 2147483647, 10000) / 10000.0
 *       as chance,
 *     mod(hashint8extended(number, day.bst_date - date '1900-01-01') & 2147483647, 10000) / 10000.0
 *       as moment,
 *     mod(hashint8extended(number, day.bst_date - date '1800-01-01') & 2147483647, 10000) / 10000.0
 *       as kind
 *   from day
 *   -- Fewer at weekends.
 *   cross join lateral generate_series(
 *     1, case when extract(isodow from day.bst_date) > 5 then 400 else 1100 end
 *       + (day.bst_date - date '2000-01-01') * 7919 % 150
 *   ) as number
 * ),
 * placed as materialized (
 *   -- Most between eight and six, a little all night long.
 *   select
 *     bst_date, number, chance, moment,
 *     case when kind < 0.44 then 'sms' when kind < 0.92 then 'email' else 'letter'
 *     end::notification_type as channel,
 *     kind < 0.02 as is_abroad,
 *     begins_at + interval '1 hour'
 *       * case when number % 9 = 0 then moment * 23 else 8 + 10 * (moment * 0.55 + chance * 0.45) end
 *       as created_at
 *   from drawn
 * ),
 * message as materialized (
 *   select
 *     bst_date, number, moment, channel, is_abroad, created_at,
 *     -- A time-ordered id.
 *     (
 *       lpad(to_hex((extract(epoch from created_at) * 1000)::bigint), 12, '0')
 *         || '7' || substr(word, 1, 3) || '8' || substr(word, 4, 15)
 *     )::uuid as id,
 *     case
 *       when channel = 'letter' then case when chance < 0.01 then 'returned-letter' else 'delivered' end
 *       when chance < 0.010 then 'temporary-failure'
 *       when chance < 0.026 then 'permanent-failure'
 *       when chance < 0.027 then 'technical-failure'
 *       else 'delivered'
 *     end::notification_status as status,
 *     -- Nearly all within three seconds; a few wait long.
 *     created_at + interval '1 second'
 *       * (0.2 + 2.8 * moment ^ 6 + case when number % 180 = 0 then 14 else 0 end) as sent_at
 *   from placed
 *   cross join lateral md5(concat_ws('/', :service_id!::uuid, bst_date, number)) as word
 *   where created_at <= :now!::timestamptz - interval '2 minutes'
 * ),
 * choice as materialized (
 *   select
 *     id, version, template_type, row_number() over type - 1 as place,
 *     count(*) over (partition by template_type) as places,
 *     (
 *       select min(api_keys.id::text)::uuid from api_keys
 *       where service_id = :service_id and key_type = 'normal' and expiry_date is null
 *     ) as api_key_id
 *   from templates
 *   where service_id = :service_id and not hidden and archived_at is null
 *   window type as (partition by template_type order by id)
 * ),
 * made as materialized (
 *   -- Final from the first, and without a job: nobody is ever sent anything.
 *   select
 *     row(
 *       message.id, :service_id, choice.id, choice.version, channel, 'normal', status, created_at,
 *       sent_at + interval '20 seconds',
 *       case when status <> 'technical-failure' then sent_at end,
 *       case
 *         when status = 'technical-failure' then null
 *         when channel = 'email' then 'ses'
 *         when channel = 'letter' then 'dvla'
 *         when moment < 0.58 then 'mmg'
 *         else 'firetext'
 *       end,
 *       choice.api_key_id, null, null, null, recipient.written, recipient.normalised,
 *       jsonb_build_object(
 *         'name', 'Amala', 'day', 'Tuesday', 'code', to_char(number % 100000, 'FM00000'),
 *         'link_to_file', 'https://www.example.gov.uk/permit'
 *       ) || case when channel = 'letter' then jsonb_build_object(
 *         'address_line_1', 'Amala Bird', 'address_line_2', '123 High Street',
 *         'address_line_3', 'SW14 6BF'
 *       ) else '{}' end,
 *       null, null, null, null, 'sample traffic of ' || bst_date,
 *       case
 *         when channel = 'email' or status = 'technical-failure' then 0
 *         else 1 + (number % 7) / 6
 *       end,
 *       case when channel = 'sms' then case when is_abroad then abroad.rate_multiplier else 1 end end,
 *       is_abroad, case when channel = 'sms' then case when is_abroad then '33' else '44' end end,
 *       case when channel = 'letter' then case when number % 4 = 0 then 'first' else 'second' end
 *       end::postage,
 *       null, null, null
 *     )::notifications as message
 *   from message
 *   join international_sms_rates abroad on abroad.prefix = '33'
 *   cross join lateral (
 *     -- Numbers that are kept for drama, and addresses that cannot exist.
 *     select
 *       case
 *         when channel = 'email' then format('person%s@example.gov.uk', number)
 *         when channel = 'letter' then E'Amala Bird\n123 High Street\nSW14 6BF'
 *         when is_abroad then '+33639980' || to_char(number % 1000, 'FM000')
 *         else '07700900' || to_char(number % 1000, 'FM000')
 *       end as written,
 *       case
 *         when channel = 'email' then format('person%s@example.gov.uk', number)
 *         when channel = 'letter' then 'amalabird123highstreetsw146bf'
 *         when is_abroad then '33639980' || to_char(number % 1000, 'FM000')
 *         else '447700900' || to_char(number % 1000, 'FM000')
 *       end as normalised
 *   ) recipient
 *   join choice on choice.template_type::text = channel::text
 *     and choice.place = message.number % choice.places
 *   -- The instant leads to the one month of history that could have it.
 *   where not exists (
 *     select from notifications_all_time seen
 *     where seen.id = message.id and seen.created_at = message.created_at
 *   )
 * )
 * select
 *   count(*)::integer as "messages!", (local_date(:now!::timestamptz) - 1)::text as "yesterday!"
 * from store_notifications(array(select message from made), :now)
 * ```
 */
export const insertSampleTraffic = new PreparedQuery<IInsertSampleTrafficParams,IInsertSampleTrafficResult>(insertSampleTrafficIR);


/** 'RefreshFactsOfDays' parameters type */
export interface IRefreshFactsOfDaysParams {
  days: number;
  now: string;
}

/** 'RefreshFactsOfDays' return type */
export interface IRefreshFactsOfDaysResult {
  facts: number;
}

/** 'RefreshFactsOfDays' query type */
export interface IRefreshFactsOfDaysQuery {
  params: IRefreshFactsOfDaysParams;
  result: IRefreshFactsOfDaysResult;
}

const refreshFactsOfDaysIR: any = {"usedParamSet":{"now":true,"days":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":34,"b":38}]},{"name":"days","required":true,"transform":{"type":"scalar"},"locs":[{"a":120,"b":125}]}],"statement":"with day as (\n  select local_date(:now!::timestamptz) - back as bst_date, back > 0 as is_over\n  from generate_series(0, :days!::integer - 1) as back\n),\nbilled as materialized (\n  select billing.inserted\n  from day\n  cross join unnest(enum_range(null::notification_type)) as channel\n  cross join lateral refresh_billing_facts(day.bst_date, channel) billing\n),\ncounted as materialized (\n  -- Of today the figures are counted live.\n  select status.inserted\n  from day\n  cross join unnest(enum_range(null::notification_type)) as channel\n  cross join lateral refresh_status_facts(day.bst_date, channel) status\n  where day.is_over\n),\ntimed as materialized (\n  select refresh_processing_time(bst_date) as is_timed from day where is_over\n)\nselect\n  (\n    (select coalesce(sum(inserted), 0) from billed)\n      + (select coalesce(sum(inserted), 0) from counted)\n      + (select count(is_timed) from timed)\n  )::integer as \"facts!\""};

/**
 * Query generated from SQL:
 * ```
 * with day as (
 *   select local_date(:now!::timestamptz) - back as bst_date, back > 0 as is_over
 *   from generate_series(0, :days!::integer - 1) as back
 * ),
 * billed as materialized (
 *   select billing.inserted
 *   from day
 *   cross join unnest(enum_range(null::notification_type)) as channel
 *   cross join lateral refresh_billing_facts(day.bst_date, channel) billing
 * ),
 * counted as materialized (
 *   -- Of today the figures are counted live.
 *   select status.inserted
 *   from day
 *   cross join unnest(enum_range(null::notification_type)) as channel
 *   cross join lateral refresh_status_facts(day.bst_date, channel) status
 *   where day.is_over
 * ),
 * timed as materialized (
 *   select refresh_processing_time(bst_date) as is_timed from day where is_over
 * )
 * select
 *   (
 *     (select coalesce(sum(inserted), 0) from billed)
 *       + (select coalesce(sum(inserted), 0) from counted)
 *       + (select count(is_timed) from timed)
 *   )::integer as "facts!"
 * ```
 */
export const refreshFactsOfDays = new PreparedQuery<IRefreshFactsOfDaysParams,IRefreshFactsOfDaysResult>(refreshFactsOfDaysIR);


