/** Types generated for queries found in "queries/letters/uploaded.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** 'IsUploadSent' parameters type */
export interface IIsUploadSentParams {
  id: string;
  service_id: string;
}

/** 'IsUploadSent' return type */
export interface IIsUploadSentResult {
  is_sent: boolean;
}

/** 'IsUploadSent' query type */
export interface IIsUploadSentQuery {
  params: IIsUploadSentParams;
  result: IIsUploadSentResult;
}

const isUploadSentIR: any = {"usedParamSet":{"id":true,"service_id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":64,"b":67}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":86,"b":97}]}],"statement":"select exists (\n  select from notifications_all_time where id = :id! and service_id = :service_id!\n) as \"is_sent!\""};

/**
 * Query generated from SQL:
 * ```
 * select exists (
 *   select from notifications_all_time where id = :id! and service_id = :service_id!
 * ) as "is_sent!"
 * ```
 */
export const isUploadSent = new PreparedQuery<IIsUploadSentParams,IIsUploadSentResult>(isUploadSentIR);


/** 'SendUploadedLetter' parameters type */
export interface ISendUploadedLetterParams {
  actor: string;
  file_id?: string | null | void;
  message: Json;
  now: string;
  page_count: number;
  stores: boolean;
}

/** 'SendUploadedLetter' return type */
export interface ISendUploadedLetterResult {
  exceeded_limit: number | null;
  is_sent: boolean;
}

/** 'SendUploadedLetter' query type */
export interface ISendUploadedLetterQuery {
  params: ISendUploadedLetterParams;
  result: ISendUploadedLetterResult;
}

const sendUploadedLetterIR: any = {"usedParamSet":{"message":true,"file_id":true,"page_count":true,"stores":true,"actor":true,"now":true},"params":[{"name":"message","required":true,"transform":{"type":"scalar"},"locs":[{"a":74,"b":82}]},{"name":"file_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":92,"b":99}]},{"name":"page_count","required":true,"transform":{"type":"scalar"},"locs":[{"a":102,"b":113}]},{"name":"stores","required":true,"transform":{"type":"scalar"},"locs":[{"a":116,"b":123}]},{"name":"actor","required":true,"transform":{"type":"scalar"},"locs":[{"a":126,"b":132}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":135,"b":139}]}],"statement":"select is_sent as \"is_sent!\", exceeded_limit\nfrom send_uploaded_letter(\n  :message!::jsonb, :file_id, :page_count!, :stores!, :actor!, :now!\n)"};

/**
 * Query generated from SQL:
 * ```
 * select is_sent as "is_sent!", exceeded_limit
 * from send_uploaded_letter(
 *   :message!::jsonb, :file_id, :page_count!, :stores!, :actor!, :now!
 * )
 * ```
 */
export const sendUploadedLetter = new PreparedQuery<ISendUploadedLetterParams,ISendUploadedLetterResult>(sendUploadedLetterIR);


