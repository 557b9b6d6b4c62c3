/** Types generated for queries found in "queries/buckets.sql" */
import { PreparedQuery } from '../src/prepared-query.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** 'FindObjectAbout' parameters type */
export interface IFindObjectAboutParams {
  about_id: string;
  purpose: string;
  service_id?: string | null | void;
}

/** 'FindObjectAbout' return type */
export interface IFindObjectAboutResult {
  content_type: string;
  id: string;
  metadata: Json;
  service_id: string | null;
  size: number;
  stored_at: string;
}

/** 'FindObjectAbout' query type */
export interface IFindObjectAboutQuery {
  params: IFindObjectAboutParams;
  result: IFindObjectAboutResult;
}

const findObjectAboutIR: any = {"usedParamSet":{"about_id":true,"purpose":true,"service_id":true},"params":[{"name":"about_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":321,"b":330}]},{"name":"purpose","required":true,"transform":{"type":"scalar"},"locs":[{"a":353,"b":361}]},{"name":"service_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":420,"b":430},{"a":467,"b":477}]}],"statement":"-- What was put there last.\nselect\n  file.id as \"id!\", file.service_id, file.size as \"size!\", file.content_type as \"content_type!\",\n  file.stored_at as \"stored_at!\", coalesce(beside.metadata, '{}') as \"metadata!\"\nfrom readable_files file\nleft join object_metadata beside on beside.file_id = file.id\nwhere file.about_id = :about_id!\n  and file.purpose = :purpose!\n  -- Null where the key does not say whose it is.\n  and (:service_id::uuid is null or file.service_id = :service_id)\norder by file.created_at desc, file.id desc\nlimit 1"};

/**
 * Query generated from SQL:
 * ```
 * -- What was put there last.
 * select
 *   file.id as "id!", file.service_id, file.size as "size!", file.content_type as "content_type!",
 *   file.stored_at as "stored_at!", coalesce(beside.metadata, '{}') as "metadata!"
 * from readable_files file
 * left join object_metadata beside on beside.file_id = file.id
 * where file.about_id = :about_id!
 *   and file.purpose = :purpose!
 *   -- Null where the key does not say whose it is.
 *   and (:service_id::uuid is null or file.service_id = :service_id)
 * order by file.created_at desc, file.id desc
 * limit 1
 * ```
 */
export const findObjectAbout = new PreparedQuery<IFindObjectAboutParams,IFindObjectAboutResult>(findObjectAboutIR);


/** 'FindObjectNamed' parameters type */
export interface IFindObjectNamedParams {
  name: string;
  purpose: string;
}

/** 'FindObjectNamed' return type */
export interface IFindObjectNamedResult {
  content_type: string;
  id: string;
  metadata: Json;
  service_id: string | null;
  size: number;
  stored_at: string;
}

/** 'FindObjectNamed' query type */
export interface IFindObjectNamedQuery {
  params: IFindObjectNamedParams;
  result: IFindObjectNamedResult;
}

const findObjectNamedIR: any = {"usedParamSet":{"purpose":true,"name":true},"params":[{"name":"purpose","required":true,"transform":{"type":"scalar"},"locs":[{"a":320,"b":328}]},{"name":"name","required":true,"transform":{"type":"scalar"},"locs":[{"a":346,"b":351}]}],"statement":"select\n  file.id as \"id!\", file.service_id, file.size as \"size!\", file.content_type as \"content_type!\",\n  file.stored_at as \"stored_at!\", coalesce(beside.metadata, '{}') as \"metadata!\"\nfrom readable_files file\nleft join object_metadata beside on beside.file_id = file.id\nwhere file.service_id is null and file.purpose = :purpose! and file.name = :name!\norder by file.created_at desc, file.id desc\nlimit 1"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   file.id as "id!", file.service_id, file.size as "size!", file.content_type as "content_type!",
 *   file.stored_at as "stored_at!", coalesce(beside.metadata, '{}') as "metadata!"
 * from readable_files file
 * left join object_metadata beside on beside.file_id = file.id
 * where file.service_id is null and file.purpose = :purpose! and file.name = :name!
 * order by file.created_at desc, file.id desc
 * limit 1
 * ```
 */
export const findObjectNamed = new PreparedQuery<IFindObjectNamedParams,IFindObjectNamedResult>(findObjectNamedIR);


/** 'TakePlace' parameters type */
export interface ITakePlaceParams {
  id: string;
  metadata: string;
  now: string;
}

/** 'TakePlace' return type */
export interface ITakePlaceResult {
  take_place: undefined | null;
}

/** 'TakePlace' query type */
export interface ITakePlaceQuery {
  params: ITakePlaceParams;
  result: ITakePlaceResult;
}

const takePlaceIR: any = {"usedParamSet":{"id":true,"metadata":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":18,"b":21}]},{"name":"metadata","required":true,"transform":{"type":"scalar"},"locs":[{"a":24,"b":33}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":49,"b":53}]}],"statement":"select take_place(:id!, :metadata!::text::jsonb, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select take_place(:id!, :metadata!::text::jsonb, :now!)
 * ```
 */
export const takePlace = new PreparedQuery<ITakePlaceParams,ITakePlaceResult>(takePlaceIR);


/** 'WriteObjectMetadata' parameters type */
export interface IWriteObjectMetadataParams {
  id: string;
  metadata: string;
  now: string;
}

/** 'WriteObjectMetadata' return type */
export interface IWriteObjectMetadataResult {
  write_object_metadata: undefined | null;
}

/** 'WriteObjectMetadata' query type */
export interface IWriteObjectMetadataQuery {
  params: IWriteObjectMetadataParams;
  result: IWriteObjectMetadataResult;
}

const writeObjectMetadataIR: any = {"usedParamSet":{"id":true,"metadata":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":29,"b":32}]},{"name":"metadata","required":true,"transform":{"type":"scalar"},"locs":[{"a":35,"b":44}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":60,"b":64}]}],"statement":"select write_object_metadata(:id!, :metadata!::text::jsonb, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select write_object_metadata(:id!, :metadata!::text::jsonb, :now!)
 * ```
 */
export const writeObjectMetadata = new PreparedQuery<IWriteObjectMetadataParams,IWriteObjectMetadataResult>(writeObjectMetadataIR);


