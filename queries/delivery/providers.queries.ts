/** Types generated for queries found in "queries/delivery/providers.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type notification_status = 'cancelled' | 'created' | 'delivered' | 'failed' | 'pending' | 'pending-virus-check' | 'permanent-failure' | 'returned-letter' | 'sending' | 'sent' | 'technical-failure' | 'temporary-failure' | 'validation-failed' | 'virus-scan-failed';

export type notification_type = 'email' | 'letter' | 'sms';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** 'ListAccounts' parameters type */
export type IListAccountsParams = void;

/** 'ListAccounts' return type */
export interface IListAccountsResult {
  /** Whether it takes part in the draw. */
  active: boolean;
  /** The protocol that it speaks: see provider_adapters. */
  adapter: string;
  /** Shown to people. */
  display_name: string;
  http: Json | null;
  /** What notifications record as sent_by. */
  identifier: string;
  /** Calls in flight at once, per process; null: as many as the process makes at all. */
  max_calls: number | null;
  messages_per_second: number | null;
  names_messages: boolean;
  notification_type: notification_type;
  /** Weight in the draw, 0 to 100; moved by failures and slow delivery, and tended back. */
  priority: number;
  refusals: Json;
  settings: Json;
  /** Whether it takes texts to other countries. */
  supports_international: boolean;
  timeout_seconds: number;
}

/** 'ListAccounts' query type */
export interface IListAccountsQuery {
  params: IListAccountsParams;
  result: IListAccountsResult;
}

const listAccountsIR: any = {"usedParamSet":{},"params":[],"statement":"select\n  -- Who carries messages, with all that an adapter is made of.\n  provider.identifier as \"identifier!\",\n  provider.display_name as \"display_name!\",\n  provider.adapter as \"adapter!\",\n  provider.notification_type as \"notification_type!\",\n  provider.priority as \"priority!\",\n  provider.active as \"active!\",\n  provider.supports_international as \"supports_international!\",\n  provider.max_calls,\n  provider.messages_per_second::float8 as messages_per_second,\n  provider.timeout_seconds::float8 as \"timeout_seconds!\",\n  coalesce(spoken.names_messages, false) as \"names_messages!\",\n  to_jsonb(http) as http,\n  coalesce(\n    (\n      select jsonb_agg(\n        jsonb_build_object('name', setting.name, 'value', setting.value, 'sealed',\n          encode(setting.sealed, 'base64'), 'variable', setting.variable)\n        order by setting.name\n      )\n      from provider_settings setting\n      where setting.provider = provider.identifier\n    ),\n    '[]'\n  ) as \"settings!\",\n  coalesce(\n    (\n      select jsonb_object_agg(refusal.code, refusal.outcome)\n      from provider_refusals refusal\n      where refusal.adapter = provider.adapter\n    ),\n    '{}'\n  ) as \"refusals!\"\nfrom provider_details provider\nleft join provider_adapters spoken on spoken.adapter = provider.adapter\nleft join http_protocols http on http.adapter = provider.adapter\norder by provider.notification_type::text, provider.identifier"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- Who carries messages, with all that an adapter is made of.
 *   provider.identifier as "identifier!",
 *   provider.display_name as "display_name!",
 *   provider.adapter as "adapter!",
 *   provider.notification_type as "notification_type!",
 *   provider.priority as "priority!",
 *   provider.active as "active!",
 *   provider.supports_international as "supports_international!",
 *   provider.max_calls,
 *   provider.messages_per_second::float8 as messages_per_second,
 *   provider.timeout_seconds::float8 as "timeout_seconds!",
 *   coalesce(spoken.names_messages, false) as "names_messages!",
 *   to_jsonb(http) as http,
 *   coalesce(
 *     (
 *       select jsonb_agg(
 *         jsonb_build_object('name', setting.name, 'value', setting.value, 'sealed',
 *           encode(setting.sealed, 'base64'), 'variable', setting.variable)
 *         order by setting.name
 *       )
 *       from provider_settings setting
 *       where setting.provider = provider.identifier
 *     ),
 *     '[]'
 *   ) as "settings!",
 *   coalesce(
 *     (
 *       select jsonb_object_agg(refusal.code, refusal.outcome)
 *       from provider_refusals refusal
 *       where refusal.adapter = provider.adapter
 *     ),
 *     '{}'
 *   ) as "refusals!"
 * from provider_details provider
 * left join provider_adapters spoken on spoken.adapter = provider.adapter
 * left join http_protocols http on http.adapter = provider.adapter
 * order by provider.notification_type::text, provider.identifier
 * ```
 */
export const listAccounts = new PreparedQuery<IListAccountsParams,IListAccountsResult>(listAccountsIR);


/** 'AddHttpProvider' parameters type */
export interface IAddHttpProviderParams {
  actor?: string | null | void;
  definition: Json;
  now: string;
}

/** 'AddHttpProvider' return type */
export interface IAddHttpProviderResult {
  identifier: string;
}

/** 'AddHttpProvider' query type */
export interface IAddHttpProviderQuery {
  params: IAddHttpProviderParams;
  result: IAddHttpProviderResult;
}

const addHttpProviderIR: any = {"usedParamSet":{"definition":true,"actor":true,"now":true},"params":[{"name":"definition","required":true,"transform":{"type":"scalar"},"locs":[{"a":25,"b":36}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":46,"b":51}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":54,"b":58}]}],"statement":"select add_http_provider(:definition!::jsonb, :actor, :now!) as \"identifier!\""};

/**
 * Query generated from SQL:
 * ```
 * select add_http_provider(:definition!::jsonb, :actor, :now!) as "identifier!"
 * ```
 */
export const addHttpProvider = new PreparedQuery<IAddHttpProviderParams,IAddHttpProviderResult>(addHttpProviderIR);


/** 'AddProvider' parameters type */
export interface IAddProviderParams {
  actor?: string | null | void;
  adapter: string;
  channel: notification_type;
  identifier: string;
  now: string;
}

/** 'AddProvider' return type */
export interface IAddProviderResult {
  identifier: string;
}

/** 'AddProvider' query type */
export interface IAddProviderQuery {
  params: IAddProviderParams;
  result: IAddProviderResult;
}

const addProviderIR: any = {"usedParamSet":{"identifier":true,"adapter":true,"channel":true,"actor":true,"now":true},"params":[{"name":"identifier","required":true,"transform":{"type":"scalar"},"locs":[{"a":20,"b":31}]},{"name":"adapter","required":true,"transform":{"type":"scalar"},"locs":[{"a":34,"b":42}]},{"name":"channel","required":true,"transform":{"type":"scalar"},"locs":[{"a":45,"b":53}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":56,"b":61}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":64,"b":68}]}],"statement":"select add_provider(:identifier!, :adapter!, :channel!, :actor, :now!) as \"identifier!\""};

/**
 * Query generated from SQL:
 * ```
 * select add_provider(:identifier!, :adapter!, :channel!, :actor, :now!) as "identifier!"
 * ```
 */
export const addProvider = new PreparedQuery<IAddProviderParams,IAddProviderResult>(addProviderIR);


/** 'SetProvider' parameters type */
export interface ISetProviderParams {
  actor?: string | null | void;
  changes: Json;
  identifier: string;
  now: string;
}

/** 'SetProvider' return type */
export interface ISetProviderResult {
  set_provider: undefined | null;
}

/** 'SetProvider' query type */
export interface ISetProviderQuery {
  params: ISetProviderParams;
  result: ISetProviderResult;
}

const setProviderIR: any = {"usedParamSet":{"identifier":true,"changes":true,"actor":true,"now":true},"params":[{"name":"identifier","required":true,"transform":{"type":"scalar"},"locs":[{"a":20,"b":31}]},{"name":"changes","required":true,"transform":{"type":"scalar"},"locs":[{"a":34,"b":42}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":52,"b":57}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":60,"b":64}]}],"statement":"select set_provider(:identifier!, :changes!::jsonb, :actor, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select set_provider(:identifier!, :changes!::jsonb, :actor, :now!)
 * ```
 */
export const setProvider = new PreparedQuery<ISetProviderParams,ISetProviderResult>(setProviderIR);


/** 'SetProviderSetting' parameters type */
export interface ISetProviderSettingParams {
  actor?: string | null | void;
  name: string;
  now: string;
  provider: string;
  sealed?: Buffer | null | void;
  value?: string | null | void;
  variable?: string | null | void;
}

/** 'SetProviderSetting' return type */
export interface ISetProviderSettingResult {
  set_provider_setting: undefined | null;
}

/** 'SetProviderSetting' query type */
export interface ISetProviderSettingQuery {
  params: ISetProviderSettingParams;
  result: ISetProviderSettingResult;
}

const setProviderSettingIR: any = {"usedParamSet":{"provider":true,"name":true,"value":true,"sealed":true,"variable":true,"actor":true,"now":true},"params":[{"name":"provider","required":true,"transform":{"type":"scalar"},"locs":[{"a":28,"b":37}]},{"name":"name","required":true,"transform":{"type":"scalar"},"locs":[{"a":40,"b":45}]},{"name":"value","required":false,"transform":{"type":"scalar"},"locs":[{"a":48,"b":53}]},{"name":"sealed","required":false,"transform":{"type":"scalar"},"locs":[{"a":56,"b":62}]},{"name":"variable","required":false,"transform":{"type":"scalar"},"locs":[{"a":65,"b":73}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":76,"b":81}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":84,"b":88}]}],"statement":"select set_provider_setting(:provider!, :name!, :value, :sealed, :variable, :actor, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select set_provider_setting(:provider!, :name!, :value, :sealed, :variable, :actor, :now!)
 * ```
 */
export const setProviderSetting = new PreparedQuery<ISetProviderSettingParams,ISetProviderSettingResult>(setProviderSettingIR);


/** 'BeginProviderTest' parameters type */
export interface IBeginProviderTestParams {
  id: string;
  now: string;
  provider: string;
}

/** 'BeginProviderTest' return type */
export type IBeginProviderTestResult = void;

/** 'BeginProviderTest' query type */
export interface IBeginProviderTestQuery {
  params: IBeginProviderTestParams;
  result: IBeginProviderTestResult;
}

const beginProviderTestIR: any = {"usedParamSet":{"id":true,"provider":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":59,"b":62}]},{"name":"provider","required":true,"transform":{"type":"scalar"},"locs":[{"a":65,"b":74}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":77,"b":81}]}],"statement":"insert into provider_tests (id, provider, sent_at)\nvalues (:id!, :provider!, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * insert into provider_tests (id, provider, sent_at)
 * values (:id!, :provider!, :now!)
 * ```
 */
export const beginProviderTest = new PreparedQuery<IBeginProviderTestParams,IBeginProviderTestResult>(beginProviderTestIR);


/** 'NoteProviderTestReference' parameters type */
export interface INoteProviderTestReferenceParams {
  id: string;
  reference: string;
}

/** 'NoteProviderTestReference' return type */
export type INoteProviderTestReferenceResult = void;

/** 'NoteProviderTestReference' query type */
export interface INoteProviderTestReferenceQuery {
  params: INoteProviderTestReferenceParams;
  result: INoteProviderTestReferenceResult;
}

const noteProviderTestReferenceIR: any = {"usedParamSet":{"reference":true,"id":true},"params":[{"name":"reference","required":true,"transform":{"type":"scalar"},"locs":[{"a":38,"b":48}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":61,"b":64}]}],"statement":"update provider_tests\nset reference = :reference!\nwhere id = :id!"};

/**
 * Query generated from SQL:
 * ```
 * update provider_tests
 * set reference = :reference!
 * where id = :id!
 * ```
 */
export const noteProviderTestReference = new PreparedQuery<INoteProviderTestReferenceParams,INoteProviderTestReferenceResult>(noteProviderTestReferenceIR);


/** 'NoteTestReceipts' parameters type */
export interface INoteTestReceiptsParams {
  receipts: Json;
}

/** 'NoteTestReceipts' return type */
export type INoteTestReceiptsResult = void;

/** 'NoteTestReceipts' query type */
export interface INoteTestReceiptsQuery {
  params: INoteTestReceiptsParams;
  result: INoteTestReceiptsResult;
}

const noteTestReceiptsIR: any = {"usedParamSet":{"receipts":true},"params":[{"name":"receipts","required":true,"transform":{"type":"scalar"},"locs":[{"a":163,"b":172}]}],"statement":"with received as materialized (\n  select received.reference, received.provider, received.status, received.code,\n    received.received_at\n  from jsonb_to_recordset(:receipts!::jsonb) as received (\n    reference text, provider text, status text, code text, received_at timestamptz\n  )\n)\nupdate provider_tests waiting\nset status = received.status, code = received.code, answered_at = received.received_at\nfrom received\nwhere waiting.id = message_id_of(received.reference) or waiting.reference = received.reference"};

/**
 * Query generated from SQL:
 * ```
 * with received as materialized (
 *   select received.reference, received.provider, received.status, received.code,
 *     received.received_at
 *   from jsonb_to_recordset(:receipts!::jsonb) as received (
 *     reference text, provider text, status text, code text, received_at timestamptz
 *   )
 * )
 * update provider_tests waiting
 * set status = received.status, code = received.code, answered_at = received.received_at
 * from received
 * where waiting.id = message_id_of(received.reference) or waiting.reference = received.reference
 * ```
 */
export const noteTestReceipts = new PreparedQuery<INoteTestReceiptsParams,INoteTestReceiptsResult>(noteTestReceiptsIR);


/** 'GetProviderTest' parameters type */
export interface IGetProviderTestParams {
  id: string;
}

/** 'GetProviderTest' return type */
export interface IGetProviderTestResult {
  /** When the last receipt came. */
  answered_at: string | null;
  /** The last receipt's code. */
  code: string | null;
  /** Ours. */
  meaning: notification_status;
  /** The refined status; null keeps the status's own. */
  refined: notification_status | null;
  /** The last receipt's word. */
  status: string | null;
  /** The provider's words. */
  words: string;
}

/** 'GetProviderTest' query type */
export interface IGetProviderTestQuery {
  params: IGetProviderTestParams;
  result: IGetProviderTestResult;
}

const getProviderTestIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":534,"b":537}]}],"statement":"select\n  waiting.status, waiting.code, waiting.answered_at, word.notification_status as meaning,\n  known.notification_status as refined, known.meaning as words\nfrom provider_tests waiting\njoin provider_details provider on provider.identifier = waiting.provider\nleft join provider_receipt_statuses word\n  on word.adapter = provider.adapter and word.status = waiting.status\nleft join provider_receipt_codes known\n  on known.adapter = provider.adapter and known.status = waiting.status\n  and known.code = waiting.code\nwhere waiting.id = :id!"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   waiting.status, waiting.code, waiting.answered_at, word.notification_status as meaning,
 *   known.notification_status as refined, known.meaning as words
 * from provider_tests waiting
 * join provider_details provider on provider.identifier = waiting.provider
 * left join provider_receipt_statuses word
 *   on word.adapter = provider.adapter and word.status = waiting.status
 * left join provider_receipt_codes known
 *   on known.adapter = provider.adapter and known.status = waiting.status
 *   and known.code = waiting.code
 * where waiting.id = :id!
 * ```
 */
export const getProviderTest = new PreparedQuery<IGetProviderTestParams,IGetProviderTestResult>(getProviderTestIR);


/** 'EndProviderTest' parameters type */
export interface IEndProviderTestParams {
  id: string;
  now: string;
}

/** 'EndProviderTest' return type */
export type IEndProviderTestResult = void;

/** 'EndProviderTest' query type */
export interface IEndProviderTestQuery {
  params: IEndProviderTestParams;
  result: IEndProviderTestResult;
}

const endProviderTestIR: any = {"usedParamSet":{"id":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":38,"b":41}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":56,"b":60}]}],"statement":"delete from provider_tests\nwhere id = :id! or sent_at < :now!::timestamptz - interval '1 day'"};

/**
 * Query generated from SQL:
 * ```
 * delete from provider_tests
 * where id = :id! or sent_at < :now!::timestamptz - interval '1 day'
 * ```
 */
export const endProviderTest = new PreparedQuery<IEndProviderTestParams,IEndProviderTestResult>(endProviderTestIR);


