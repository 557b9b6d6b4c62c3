/** Types generated for queries found in "queries/letters/making.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type letter_languages = 'english' | 'welsh_then_english';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type numberArray = (number)[];

export type stringArray = (string)[];

/** 'FailLetterValidation' parameters type */
export interface IFailLetterValidationParams {
  code: string;
  file_id?: string | null | void;
  id: string;
  invalid_pages?: numberArray | null | void;
  now: string;
  page_count?: number | null | void;
}

/** 'FailLetterValidation' return type */
export interface IFailLetterValidationResult {
  is_failed: boolean;
}

/** 'FailLetterValidation' query type */
export interface IFailLetterValidationQuery {
  params: IFailLetterValidationParams;
  result: IFailLetterValidationResult;
}

const failLetterValidationIR: any = {"usedParamSet":{"id":true,"code":true,"invalid_pages":true,"page_count":true,"file_id":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":33,"b":36}]},{"name":"code","required":true,"transform":{"type":"scalar"},"locs":[{"a":39,"b":44}]},{"name":"invalid_pages","required":false,"transform":{"type":"scalar"},"locs":[{"a":47,"b":60}]},{"name":"page_count","required":false,"transform":{"type":"scalar"},"locs":[{"a":74,"b":84}]},{"name":"file_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":87,"b":94}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":97,"b":101}]}],"statement":"select fail_letter_validation(\n  :id!, :code!, :invalid_pages::integer[], :page_count, :file_id, :now!\n) as \"is_failed!\""};

/**
 * Query generated from SQL:
 * ```
 * select fail_letter_validation(
 *   :id!, :code!, :invalid_pages::integer[], :page_count, :file_id, :now!
 * ) as "is_failed!"
 * ```
 */
export const failLetterValidation = new PreparedQuery<IFailLetterValidationParams,IFailLetterValidationResult>(failLetterValidationIR);


/** 'GiveUpLetters' parameters type */
export interface IGiveUpLettersParams {
  ids: stringArray;
  now: string;
}

/** 'GiveUpLetters' return type */
export interface IGiveUpLettersResult {
  ids: stringArray;
}

/** 'GiveUpLetters' query type */
export interface IGiveUpLettersQuery {
  params: IGiveUpLettersParams;
  result: IGiveUpLettersResult;
}

const giveUpLettersIR: any = {"usedParamSet":{"ids":true,"now":true},"params":[{"name":"ids","required":true,"transform":{"type":"scalar"},"locs":[{"a":23,"b":27}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":30,"b":34}]}],"statement":"select give_up_letters(:ids!, :now!)::text[] as \"ids!\""};

/**
 * Query generated from SQL:
 * ```
 * select give_up_letters(:ids!, :now!)::text[] as "ids!"
 * ```
 */
export const giveUpLetters = new PreparedQuery<IGiveUpLettersParams,IGiveUpLettersResult>(giveUpLettersIR);


/** 'GetLetterContents' parameters type */
export interface IGetLetterContentsParams {
  id: string;
  service_id: string;
}

/** 'GetLetterContents' return type */
export interface IGetLetterContentsResult {
  attachment_id: string | null;
  contact_block: string | null;
  content: string;
  created_at: string;
  is_precompiled: boolean;
  languages: letter_languages;
  logo: string | null;
  service_id: string;
  subject: string;
  values: Json;
  welsh_content: string | null;
  welsh_subject: string | null;
}

/** 'GetLetterContents' query type */
export interface IGetLetterContentsQuery {
  params: IGetLetterContentsParams;
  result: IGetLetterContentsResult;
}

const getLetterContentsIR: any = {"usedParamSet":{"id":true,"service_id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":301,"b":304}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":323,"b":334}]}],"statement":"select\n  service_id as \"service_id!\", created_at as \"created_at!\", contact_block, \"values\" as \"values!\",\n  subject as \"subject!\", content as \"content!\", languages as \"languages!\", welsh_subject,\n  welsh_content, attachment_id, logo, is_precompiled as \"is_precompiled!\"\nfrom letter_contents\nwhere id = :id! and service_id = :service_id!"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   service_id as "service_id!", created_at as "created_at!", contact_block, "values" as "values!",
 *   subject as "subject!", content as "content!", languages as "languages!", welsh_subject,
 *   welsh_content, attachment_id, logo, is_precompiled as "is_precompiled!"
 * from letter_contents
 * where id = :id! and service_id = :service_id!
 * ```
 */
export const getLetterContents = new PreparedQuery<IGetLetterContentsParams,IGetLetterContentsResult>(getLetterContentsIR);


/** 'ListLettersToMake' parameters type */
export interface IListLettersToMakeParams {
  ids: stringArray;
}

/** 'ListLettersToMake' return type */
export interface IListLettersToMakeResult {
  attachment_id: string | null;
  contact_block: string | null;
  content: string;
  created_at: string;
  id: string;
  languages: letter_languages;
  logo: string | null;
  service_id: string;
  subject: string;
  values: Json;
  welsh_content: string | null;
  welsh_subject: string | null;
}

/** 'ListLettersToMake' query type */
export interface IListLettersToMakeQuery {
  params: IListLettersToMakeParams;
  result: IListLettersToMakeResult;
}

const listLettersToMakeIR: any = {"usedParamSet":{"ids":true},"params":[{"name":"ids","required":true,"transform":{"type":"scalar"},"locs":[{"a":430,"b":434}]}],"statement":"-- Those that have their PDF are not here.\nselect\n  contents.id as \"id!\", contents.service_id as \"service_id!\", contents.created_at as \"created_at!\",\n  contact_block, \"values\" as \"values!\", subject as \"subject!\", content as \"content!\",\n  languages as \"languages!\", welsh_subject, welsh_content, attachment_id, logo\nfrom letters_without_pdf waiting\njoin letter_contents contents on contents.id = waiting.id\nwhere waiting.id = any (:ids!::uuid[])"};

/**
 * Query generated from SQL:
 * ```
 * -- Those that have their PDF are not here.
 * select
 *   contents.id as "id!", contents.service_id as "service_id!", contents.created_at as "created_at!",
 *   contact_block, "values" as "values!", subject as "subject!", content as "content!",
 *   languages as "languages!", welsh_subject, welsh_content, attachment_id, logo
 * from letters_without_pdf waiting
 * join letter_contents contents on contents.id = waiting.id
 * where waiting.id = any (:ids!::uuid[])
 * ```
 */
export const listLettersToMake = new PreparedQuery<IListLettersToMakeParams,IListLettersToMakeResult>(listLettersToMakeIR);


/** 'RecordLetterPdf' parameters type */
export interface IRecordLetterPdfParams {
  file_id: string;
  id: string;
  now: string;
  page_count: number;
}

/** 'RecordLetterPdf' return type */
export interface IRecordLetterPdfResult {
  is_recorded: boolean;
}

/** 'RecordLetterPdf' query type */
export interface IRecordLetterPdfQuery {
  params: IRecordLetterPdfParams;
  result: IRecordLetterPdfResult;
}

const recordLetterPdfIR: any = {"usedParamSet":{"id":true,"file_id":true,"page_count":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":25,"b":28}]},{"name":"file_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":31,"b":39}]},{"name":"page_count","required":true,"transform":{"type":"scalar"},"locs":[{"a":42,"b":53}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":56,"b":60}]}],"statement":"select record_letter_pdf(:id!, :file_id!, :page_count!, :now!) as \"is_recorded!\""};

/**
 * Query generated from SQL:
 * ```
 * select record_letter_pdf(:id!, :file_id!, :page_count!, :now!) as "is_recorded!"
 * ```
 */
export const recordLetterPdf = new PreparedQuery<IRecordLetterPdfParams,IRecordLetterPdfResult>(recordLetterPdfIR);


/** 'ReplayCreatedLetters' parameters type */
export interface IReplayCreatedLettersParams {
  now: string;
}

/** 'ReplayCreatedLetters' return type */
export interface IReplayCreatedLettersResult {
  replayed: number;
}

/** 'ReplayCreatedLetters' query type */
export interface IReplayCreatedLettersQuery {
  params: IReplayCreatedLettersParams;
  result: IReplayCreatedLettersResult;
}

const replayCreatedLettersIR: any = {"usedParamSet":{"now":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":30,"b":34}]}],"statement":"select replay_created_letters(:now!) as \"replayed!\""};

/**
 * Query generated from SQL:
 * ```
 * select replay_created_letters(:now!) as "replayed!"
 * ```
 */
export const replayCreatedLetters = new PreparedQuery<IReplayCreatedLettersParams,IReplayCreatedLettersResult>(replayCreatedLettersIR);


