/** Types generated for queries found in "queries/services/keys.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type key_type = 'normal' | 'team' | 'test';

/** 'EndApiKey' parameters type */
export interface IEndApiKeyParams {
  actor?: string | null | void;
  id: string;
  now: string;
  service_id: string;
}

/** 'EndApiKey' return type */
export interface IEndApiKeyResult {
  is_ended: boolean;
}

/** 'EndApiKey' query type */
export interface IEndApiKeyQuery {
  params: IEndApiKeyParams;
  result: IEndApiKeyResult;
}

const endApiKeyIR: any = {"usedParamSet":{"service_id":true,"id":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":19,"b":30}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":33,"b":36}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":39,"b":44}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":47,"b":51}]}],"statement":"select end_api_key(:service_id!, :id!, :actor, :now!) as \"is_ended!\""};

/**
 * Query generated from SQL:
 * ```
 * select end_api_key(:service_id!, :id!, :actor, :now!) as "is_ended!"
 * ```
 */
export const endApiKey = new PreparedQuery<IEndApiKeyParams,IEndApiKeyResult>(endApiKeyIR);


/** 'ListShownApiKeys' parameters type */
export interface IListShownApiKeysParams {
  id?: string | null | void;
  now: string;
  service_id: string;
}

/** 'ListShownApiKeys' return type */
export interface IListShownApiKeysResult {
  created_at: string;
  created_by_id: string | null;
  expiry_date: string | null;
  id: string;
  /** normal: anyone; team: team and guest list; test: simulated. */
  key_type: key_type;
  /** Unique among the service's keys that are not revoked. */
  name: string;
  updated_at: string | null;
  version: number;
}

/** 'ListShownApiKeys' query type */
export interface IListShownApiKeysQuery {
  params: IListShownApiKeysParams;
  result: IListShownApiKeysResult;
}

const listShownApiKeysIR: any = {"usedParamSet":{"service_id":true,"id":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":304,"b":315}]},{"name":"id","required":false,"transform":{"type":"scalar"},"locs":[{"a":324,"b":326},{"a":354,"b":356}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":411,"b":415}]}],"statement":"select\n  -- In force, and for a week revoked ones.\n  key.id, key.name, key.key_type, wire_timestamp(key.expiry_date) as expiry_date,\n  wire_timestamp(key.created_at) as \"created_at!\", wire_timestamp(key.updated_at) as updated_at,\n  key.created_by_id, key.version\nfrom api_keys key\nwhere key.service_id = :service_id!\n  and (:id::uuid is null or key.id = :id)\n  and (key.expiry_date is null or key.expiry_date > :now!::timestamptz - interval '7 days')\norder by key.id"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- In force, and for a week revoked ones.
 *   key.id, key.name, key.key_type, wire_timestamp(key.expiry_date) as expiry_date,
 *   wire_timestamp(key.created_at) as "created_at!", wire_timestamp(key.updated_at) as updated_at,
 *   key.created_by_id, key.version
 * from api_keys key
 * where key.service_id = :service_id!
 *   and (:id::uuid is null or key.id = :id)
 *   and (key.expiry_date is null or key.expiry_date > :now!::timestamptz - interval '7 days')
 * order by key.id
 * ```
 */
export const listShownApiKeys = new PreparedQuery<IListShownApiKeysParams,IListShownApiKeysResult>(listShownApiKeysIR);


