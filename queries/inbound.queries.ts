/** Types generated for queries found in "queries/inbound.sql" */
import { PreparedQuery } from '../src/prepared-query.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** 'AssignInboundNumber' parameters type */
export interface IAssignInboundNumberParams {
  actor?: string | null | void;
  inbound_number_id?: string | null | void;
  now: string;
  service_id: string;
}

/** 'AssignInboundNumber' return type */
export interface IAssignInboundNumberResult {
  archived: boolean;
  created_at: string;
  id: string;
  inbound_number_id: string;
  is_default: boolean;
  service_id: string;
  sms_sender: string;
  updated_at: string | null;
}

/** 'AssignInboundNumber' query type */
export interface IAssignInboundNumberQuery {
  params: IAssignInboundNumberParams;
  result: IAssignInboundNumberResult;
}

const assignInboundNumberIR: any = {"usedParamSet":{"service_id":true,"inbound_number_id":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":375,"b":386}]},{"name":"inbound_number_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":389,"b":406}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":409,"b":414}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":417,"b":421}]}],"statement":"select\n  sender.id as \"id!\",\n  sender.service_id as \"service_id!\",\n  sender.sms_sender as \"sms_sender!\",\n  sender.is_default as \"is_default!\",\n  sender.inbound_number_id as \"inbound_number_id!\",\n  sender.archived_at is not null as \"archived!\",\n  wire_timestamp(sender.created_at) as \"created_at!\",\n  wire_timestamp(sender.updated_at) as updated_at\nfrom assign_inbound_number(:service_id!, :inbound_number_id, :actor, :now!) sender"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   sender.id as "id!",
 *   sender.service_id as "service_id!",
 *   sender.sms_sender as "sms_sender!",
 *   sender.is_default as "is_default!",
 *   sender.inbound_number_id as "inbound_number_id!",
 *   sender.archived_at is not null as "archived!",
 *   wire_timestamp(sender.created_at) as "created_at!",
 *   wire_timestamp(sender.updated_at) as updated_at
 * from assign_inbound_number(:service_id!, :inbound_number_id, :actor, :now!) sender
 * ```
 */
export const assignInboundNumber = new PreparedQuery<IAssignInboundNumberParams,IAssignInboundNumberResult>(assignInboundNumberIR);


/** 'GetInboundNumberUsage' parameters type */
export interface IGetInboundNumberUsageParams {
  service_id: string;
}

/** 'GetInboundNumberUsage' return type */
export interface IGetInboundNumberUsageResult {
  most_recent_date: string | null;
}

/** 'GetInboundNumberUsage' query type */
export interface IGetInboundNumberUsageQuery {
  params: IGetInboundNumberUsageParams;
  result: IGetInboundNumberUsageResult;
}

const getInboundNumberUsageIR: any = {"usedParamSet":{"service_id":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":94,"b":105},{"a":179,"b":190}]}],"statement":"select wire_timestamp(coalesce(\n  (select max(created_at) from inbound_sms where service_id = :service_id!),\n  (select max(created_at) from inbound_sms_history where service_id = :service_id!)\n)) as most_recent_date"};

/**
 * Query generated from SQL:
 * ```
 * select wire_timestamp(coalesce(
 *   (select max(created_at) from inbound_sms where service_id = :service_id!),
 *   (select max(created_at) from inbound_sms_history where service_id = :service_id!)
 * )) as most_recent_date
 * ```
 */
export const getInboundNumberUsage = new PreparedQuery<IGetInboundNumberUsageParams,IGetInboundNumberUsageResult>(getInboundNumberUsageIR);


/** 'GetInboundText' parameters type */
export interface IGetInboundTextParams {
  id: string;
  service_id: string;
}

/** 'GetInboundText' return type */
export interface IGetInboundTextResult {
  /** What it says. Personal data. */
  content: string;
  created_at: string;
  id: string;
  /** That number. */
  notify_number: string;
  /** Whose number it came to. */
  service_id: string;
  /** Who sent it. Personal data. */
  user_number: string;
}

/** 'GetInboundText' query type */
export interface IGetInboundTextQuery {
  params: IGetInboundTextParams;
  result: IGetInboundTextResult;
}

const getInboundTextIR: any = {"usedParamSet":{"id":true,"service_id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":294,"b":297}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":325,"b":336}]}],"statement":"select\n  received.id as \"id!\",\n  wire_timestamp(received.created_at) as \"created_at!\",\n  received.service_id as \"service_id!\",\n  received.notify_number as \"notify_number!\",\n  received.user_number as \"user_number!\",\n  received.content as \"content!\"\nfrom inbound_sms received\nwhere received.id = :id! and received.service_id = :service_id!"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   received.id as "id!",
 *   wire_timestamp(received.created_at) as "created_at!",
 *   received.service_id as "service_id!",
 *   received.notify_number as "notify_number!",
 *   received.user_number as "user_number!",
 *   received.content as "content!"
 * from inbound_sms received
 * where received.id = :id! and received.service_id = :service_id!
 * ```
 */
export const getInboundText = new PreparedQuery<IGetInboundTextParams,IGetInboundTextResult>(getInboundTextIR);


/** 'GetInboundTextSummary' parameters type */
export interface IGetInboundTextSummaryParams {
  now: string;
  service_id: string;
}

/** 'GetInboundTextSummary' return type */
export interface IGetInboundTextSummaryResult {
  count: number;
  most_recent: string | null;
}

/** 'GetInboundTextSummary' query type */
export interface IGetInboundTextSummaryQuery {
  params: IGetInboundTextSummaryParams;
  result: IGetInboundTextSummaryResult;
}

const getInboundTextSummaryIR: any = {"usedParamSet":{"service_id":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":160,"b":171},{"a":366,"b":377}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":223,"b":227}]}],"statement":"select\n  -- Planner note: inbound_sms_service_id_created_at_idx, a range of it and its end.\n  (\n    select count(*)\n    from inbound_sms\n    where service_id = :service_id!\n      and created_at >= local_midnight(local_date(:now!) - default_retention_days())\n  ) as \"count!\",\n  (\n    select wire_timestamp(max(created_at))\n    from inbound_sms\n    where service_id = :service_id!\n  ) as most_recent"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- Planner note: inbound_sms_service_id_created_at_idx, a range of it and its end.
 *   (
 *     select count(*)
 *     from inbound_sms
 *     where service_id = :service_id!
 *       and created_at >= local_midnight(local_date(:now!) - default_retention_days())
 *   ) as "count!",
 *   (
 *     select wire_timestamp(max(created_at))
 *     from inbound_sms
 *     where service_id = :service_id!
 *   ) as most_recent
 * ```
 */
export const getInboundTextSummary = new PreparedQuery<IGetInboundTextSummaryParams,IGetInboundTextSummaryResult>(getInboundTextSummaryIR);


/** 'ListInboundNumbers' parameters type */
export interface IListInboundNumbersParams {
  only_free: boolean;
  service_id?: string | null | void;
}

/** 'ListInboundNumbers' return type */
export interface IListInboundNumbersResult {
  /** Whether its texts are stored. */
  active: boolean;
  created_at: string;
  id: string;
  /** National form, for example 07700900987. */
  number: string;
  /** Who delivers its texts. */
  provider: string;
  /** Whose texts they are. */
  service_id: string | null;
  /** As people see it; also the text message prefix and the name beside the sender address. */
  service_name: string;
  updated_at: string | null;
}

/** 'ListInboundNumbers' query type */
export interface IListInboundNumbersQuery {
  params: IListInboundNumbersParams;
  result: IListInboundNumbersResult;
}

const listInboundNumbersIR: any = {"usedParamSet":{"service_id":true,"only_free":true},"params":[{"name":"service_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":370,"b":380},{"a":419,"b":429}]},{"name":"only_free","required":true,"transform":{"type":"scalar"},"locs":[{"a":443,"b":453}]}],"statement":"select\n  number.id as \"id!\",\n  number.number as \"number!\",\n  number.provider as \"provider!\",\n  number.service_id,\n  services.name as service_name,\n  number.active as \"active!\",\n  wire_timestamp(number.created_at) as \"created_at!\",\n  wire_timestamp(number.updated_at) as updated_at\nfrom inbound_numbers number\nleft join services on services.id = number.service_id\nwhere (:service_id::uuid is null or number.service_id = :service_id)\n  and (not :only_free! or number.id in (select id from free_inbound_numbers))\norder by number.updated_at, number.number"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   number.id as "id!",
 *   number.number as "number!",
 *   number.provider as "provider!",
 *   number.service_id,
 *   services.name as service_name,
 *   number.active as "active!",
 *   wire_timestamp(number.created_at) as "created_at!",
 *   wire_timestamp(number.updated_at) as updated_at
 * from inbound_numbers number
 * left join services on services.id = number.service_id
 * where (:service_id::uuid is null or number.service_id = :service_id)
 *   and (not :only_free! or number.id in (select id from free_inbound_numbers))
 * order by number.updated_at, number.number
 * ```
 */
export const listInboundNumbers = new PreparedQuery<IListInboundNumbersParams,IListInboundNumbersResult>(listInboundNumbersIR);


/** 'ListInboundTexts' parameters type */
export interface IListInboundTextsParams {
  limit: number;
  now: string;
  service_id: string;
  user_number?: string | null | void;
}

/** 'ListInboundTexts' return type */
export interface IListInboundTextsResult {
  /** What it says. Personal data. */
  content: string;
  created_at: string;
  id: string;
  /** That number. */
  notify_number: string;
  /** Whose number it came to. */
  service_id: string;
  /** Who sent it. Personal data. */
  user_number: string;
}

/** 'ListInboundTexts' query type */
export interface IListInboundTextsQuery {
  params: IListInboundTextsParams;
  result: IListInboundTextsResult;
}

const listInboundTextsIR: any = {"usedParamSet":{"service_id":true,"user_number":true,"now":true,"limit":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":402,"b":413},{"a":637,"b":648}]},{"name":"user_number","required":false,"transform":{"type":"scalar"},"locs":[{"a":422,"b":433},{"a":475,"b":486}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":557,"b":561}]},{"name":"limit","required":true,"transform":{"type":"scalar"},"locs":[{"a":742,"b":748}]}],"statement":"select\n  -- Planner note: a range of inbound_sms_service_id_created_at_idx, or of the index of one sender.\n  received.id as \"id!\",\n  wire_timestamp(received.created_at) as \"created_at!\",\n  received.service_id as \"service_id!\",\n  received.notify_number as \"notify_number!\",\n  received.user_number as \"user_number!\",\n  received.content as \"content!\"\nfrom inbound_sms received\nwhere received.service_id = :service_id!\n  and (:user_number::text is null or received.user_number = :user_number)\n  and received.created_at >= (\n    select local_midnight(local_date(:now!) - days_of_retention)\n    from effective_retention\n    where service_id = :service_id! and notification_type = 'sms'\n  )\norder by received.created_at desc, received.id desc\nlimit :limit!"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- Planner note: a range of inbound_sms_service_id_created_at_idx, or of the index of one sender.
 *   received.id as "id!",
 *   wire_timestamp(received.created_at) as "created_at!",
 *   received.service_id as "service_id!",
 *   received.notify_number as "notify_number!",
 *   received.user_number as "user_number!",
 *   received.content as "content!"
 * from inbound_sms received
 * where received.service_id = :service_id!
 *   and (:user_number::text is null or received.user_number = :user_number)
 *   and received.created_at >= (
 *     select local_midnight(local_date(:now!) - days_of_retention)
 *     from effective_retention
 *     where service_id = :service_id! and notification_type = 'sms'
 *   )
 * order by received.created_at desc, received.id desc
 * limit :limit!
 * ```
 */
export const listInboundTexts = new PreparedQuery<IListInboundTextsParams,IListInboundTextsResult>(listInboundTextsIR);


/** 'ListInboundTextsPerSender' parameters type */
export interface IListInboundTextsPerSenderParams {
  limit: number;
  now: string;
  service_id: string;
  skipped: number;
}

/** 'ListInboundTextsPerSender' return type */
export interface IListInboundTextsPerSenderResult {
  /** What it says. Personal data. */
  content: string;
  created_at: string;
  id: string;
  /** That number. */
  notify_number: string;
  /** Whose number it came to. */
  service_id: string;
  /** Who sent it. Personal data. */
  user_number: string;
}

/** 'ListInboundTextsPerSender' query type */
export interface IListInboundTextsPerSenderQuery {
  params: IListInboundTextsPerSenderParams;
  result: IListInboundTextsPerSenderResult;
}

const listInboundTextsPerSenderIR: any = {"usedParamSet":{"service_id":true,"now":true,"limit":true,"skipped":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":231,"b":242},{"a":391,"b":402}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":307,"b":311}]},{"name":"limit","required":true,"transform":{"type":"scalar"},"locs":[{"a":818,"b":824}]},{"name":"skipped","required":true,"transform":{"type":"scalar"},"locs":[{"a":833,"b":841}]}],"statement":"with latest as (\n  -- Planner note: in the order of inbound_sms_service_id_user_number_idx.\n  select distinct on (user_number) id, created_at, service_id, notify_number, user_number, content\n  from inbound_sms\n  where service_id = :service_id!\n    and created_at >= (\n      select local_midnight(local_date(:now!) - days_of_retention)\n      from effective_retention\n      where service_id = :service_id! and notification_type = 'sms'\n    )\n  order by user_number, created_at desc, id desc\n)\nselect\n  received.id as \"id!\",\n  wire_timestamp(received.created_at) as \"created_at!\",\n  received.service_id as \"service_id!\",\n  received.notify_number as \"notify_number!\",\n  received.user_number as \"user_number!\",\n  received.content as \"content!\"\nfrom latest received\norder by received.created_at desc, received.id desc\nlimit :limit! offset :skipped!"};

/**
 * Query generated from SQL:
 * ```
 * with latest as (
 *   -- Planner note: in the order of inbound_sms_service_id_user_number_idx.
 *   select distinct on (user_number) id, created_at, service_id, notify_number, user_number, content
 *   from inbound_sms
 *   where service_id = :service_id!
 *     and created_at >= (
 *       select local_midnight(local_date(:now!) - days_of_retention)
 *       from effective_retention
 *       where service_id = :service_id! and notification_type = 'sms'
 *     )
 *   order by user_number, created_at desc, id desc
 * )
 * select
 *   received.id as "id!",
 *   wire_timestamp(received.created_at) as "created_at!",
 *   received.service_id as "service_id!",
 *   received.notify_number as "notify_number!",
 *   received.user_number as "user_number!",
 *   received.content as "content!"
 * from latest received
 * order by received.created_at desc, received.id desc
 * limit :limit! offset :skipped!
 * ```
 */
export const listInboundTextsPerSender = new PreparedQuery<IListInboundTextsPerSenderParams,IListInboundTextsPerSenderResult>(listInboundTextsPerSenderIR);


/** 'ListReceivedTexts' parameters type */
export interface IListReceivedTextsParams {
  older_than?: string | null | void;
  service_id: string;
}

/** 'ListReceivedTexts' return type */
export interface IListReceivedTextsResult {
  /** What it says. Personal data. */
  content: string;
  created_at: string;
  id: string;
  /** That number. */
  notify_number: string;
  /** Whose number it came to. */
  service_id: string;
  /** Who sent it. Personal data. */
  user_number: string;
}

/** 'ListReceivedTexts' query type */
export interface IListReceivedTextsQuery {
  params: IListReceivedTextsParams;
  result: IListReceivedTextsResult;
}

const listReceivedTextsIR: any = {"usedParamSet":{"older_than":true,"service_id":true},"params":[{"name":"older_than","required":false,"transform":{"type":"scalar"},"locs":[{"a":361,"b":371},{"a":455,"b":465}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":484,"b":495},{"a":895,"b":906}]}],"statement":"with position as materialized (\n  -- Where the page begins: at the top, or after a text of this service; after an unknown one there\n  -- is nothing. Planner note: one descent of inbound_sms_service_id_created_at_idx and a page of\n  -- rows in its order.\n  select 'infinity'::timestamptz as created_at, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid as id\n  where :older_than::uuid is null\n  union all\n  select created_at, id\n  from inbound_sms\n  where id = :older_than and service_id = :service_id!\n)\nselect\n  received.id as \"id!\",\n  wire_timestamp(received.created_at) as \"created_at!\",\n  received.service_id as \"service_id!\",\n  received.notify_number as \"notify_number!\",\n  received.user_number as \"user_number!\",\n  received.content as \"content!\"\nfrom position\ncross join lateral (\n  select id, created_at, service_id, notify_number, user_number, content\n  from inbound_sms\n  where service_id = :service_id! and (created_at, id) < (position.created_at, position.id)\n  order by created_at desc, id desc\n  limit 250\n) received\norder by received.created_at desc, received.id desc"};

/**
 * Query generated from SQL:
 * ```
 * with position as materialized (
 *   -- Where the page begins: at the top, or after a text of this service; after an unknown one there
 *   -- is nothing. Planner note: one descent of inbound_sms_service_id_created_at_idx and a page of
 *   -- rows in its order.
 *   select 'infinity'::timestamptz as created_at, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid as id
 *   where :older_than::uuid is null
 *   union all
 *   select created_at, id
 *   from inbound_sms
 *   where id = :older_than and service_id = :service_id!
 * )
 * select
 *   received.id as "id!",
 *   wire_timestamp(received.created_at) as "created_at!",
 *   received.service_id as "service_id!",
 *   received.notify_number as "notify_number!",
 *   received.user_number as "user_number!",
 *   received.content as "content!"
 * from position
 * cross join lateral (
 *   select id, created_at, service_id, notify_number, user_number, content
 *   from inbound_sms
 *   where service_id = :service_id! and (created_at, id) < (position.created_at, position.id)
 *   order by created_at desc, id desc
 *   limit 250
 * ) received
 * order by received.created_at desc, received.id desc
 * ```
 */
export const listReceivedTexts = new PreparedQuery<IListReceivedTextsParams,IListReceivedTextsResult>(listReceivedTextsIR);


/** 'ReceiveTexts' parameters type */
export interface IReceiveTextsParams {
  now: string;
  texts: Json;
}

/** 'ReceiveTexts' return type */
export interface IReceiveTextsResult {
  id: string | null;
  ord: number;
  outcome: string;
  service_id: string | null;
}

/** 'ReceiveTexts' query type */
export interface IReceiveTextsQuery {
  params: IReceiveTextsParams;
  result: IReceiveTextsResult;
}

const receiveTextsIR: any = {"usedParamSet":{"texts":true,"now":true},"params":[{"name":"texts","required":true,"transform":{"type":"scalar"},"locs":[{"a":79,"b":85}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":95,"b":99}]}],"statement":"select ord as \"ord!\", outcome as \"outcome!\", id, service_id\nfrom receive_texts(:texts!::jsonb, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select ord as "ord!", outcome as "outcome!", id, service_id
 * from receive_texts(:texts!::jsonb, :now!)
 * ```
 */
export const receiveTexts = new PreparedQuery<IReceiveTextsParams,IReceiveTextsResult>(receiveTextsIR);


/** 'RemoveInboundSms' parameters type */
export interface IRemoveInboundSmsParams {
  actor?: string | null | void;
  archive: boolean;
  now: string;
  service_id: string;
}

/** 'RemoveInboundSms' return type */
export interface IRemoveInboundSmsResult {
  removed: undefined | null;
}

/** 'RemoveInboundSms' query type */
export interface IRemoveInboundSmsQuery {
  params: IRemoveInboundSmsParams;
  result: IRemoveInboundSmsResult;
}

const removeInboundSmsIR: any = {"usedParamSet":{"service_id":true,"archive":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":26,"b":37}]},{"name":"archive","required":true,"transform":{"type":"scalar"},"locs":[{"a":40,"b":48}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":51,"b":56}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":59,"b":63}]}],"statement":"select remove_inbound_sms(:service_id!, :archive!, :actor, :now!) as removed"};

/**
 * Query generated from SQL:
 * ```
 * select remove_inbound_sms(:service_id!, :archive!, :actor, :now!) as removed
 * ```
 */
export const removeInboundSms = new PreparedQuery<IRemoveInboundSmsParams,IRemoveInboundSmsResult>(removeInboundSmsIR);


/** 'SwitchInboundNumberOff' parameters type */
export interface ISwitchInboundNumberOffParams {
  actor?: string | null | void;
  now: string;
  service_id: string;
}

/** 'SwitchInboundNumberOff' return type */
export interface ISwitchInboundNumberOffResult {
  is_switched: boolean;
}

/** 'SwitchInboundNumberOff' query type */
export interface ISwitchInboundNumberOffQuery {
  params: ISwitchInboundNumberOffParams;
  result: ISwitchInboundNumberOffResult;
}

const switchInboundNumberOffIR: any = {"usedParamSet":{"service_id":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":33,"b":44}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":47,"b":52}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":55,"b":59}]}],"statement":"select switch_inbound_number_off(:service_id!, :actor, :now!) as \"is_switched!\""};

/**
 * Query generated from SQL:
 * ```
 * select switch_inbound_number_off(:service_id!, :actor, :now!) as "is_switched!"
 * ```
 */
export const switchInboundNumberOff = new PreparedQuery<ISwitchInboundNumberOffParams,ISwitchInboundNumberOffResult>(switchInboundNumberOffIR);


/** 'WatchInboundNumbers' parameters type */
export interface IWatchInboundNumbersParams {
  environment: string;
  now: string;
}

/** 'WatchInboundNumbers' return type */
export interface IWatchInboundNumbersResult {
  free: number;
  is_told: boolean;
}

/** 'WatchInboundNumbers' query type */
export interface IWatchInboundNumbersQuery {
  params: IWatchInboundNumbersParams;
  result: IWatchInboundNumbersResult;
}

const watchInboundNumbersIR: any = {"usedParamSet":{"environment":true,"now":true},"params":[{"name":"environment","required":true,"transform":{"type":"scalar"},"locs":[{"a":73,"b":85}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":88,"b":92}]}],"statement":"select free as \"free!\", is_told as \"is_told!\"\nfrom watch_inbound_numbers(:environment!, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select free as "free!", is_told as "is_told!"
 * from watch_inbound_numbers(:environment!, :now!)
 * ```
 */
export const watchInboundNumbers = new PreparedQuery<IWatchInboundNumbersParams,IWatchInboundNumbersResult>(watchInboundNumbersIR);


