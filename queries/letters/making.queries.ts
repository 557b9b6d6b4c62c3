/** Types generated for queries found in "queries/letters/making.sql" */
import { PreparedQuery } from '@pgtyped/runtime';

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

const giveUpLettersIR: any = {"usedParamSet":{"ids":true,"now":true},"params":[{"name":"ids","required":true,"transform":{"type":"scalar"},"locs":[{"a":23,"b":27}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":30,"b":34}]}],"statement":"select give_up_letters(:ids!, :now!) as \"ids!\""};

/**
 * Query generated from SQL:
 * ```
 * select give_up_letters(:ids!, :now!) as "ids!"
 * ```
 */
export const giveUpLetters = new PreparedQuery<IGiveUpLettersParams,IGiveUpLettersResult>(giveUpLettersIR);


/** 'ListLettersToMake' parameters type */
export interface IListLettersToMakeParams {
  ids: stringArray;
}

/** 'ListLettersToMake' return type */
export interface IListLettersToMakeResult {
  /** A PDF appended to every letter. */
  attachment_id: string | null;
  /** The sender at the time of acceptance: text message sender, reply-to address or contact block. */
  contact_block: string | null;
  /** The text with its placeholders. */
  content: string;
  /** When it was accepted; decides its day, its price, its retention and its print run. */
  created_at: string;
  /** Time-ordered id; for texts also the reference that the provider gets. */
  id: string;
  /** Of letters: English, or Welsh then English. */
  languages: letter_languages;
  /** Name of the SVG file without its ending. */
  logo: string;
  service_id: string;
  /** Of emails and letters; may hold placeholders. */
  subject: string;
  /** The values of the placeholders, as the request gave them; null in place of a file. Personal data. */
  values: Json;
  /** The Welsh text. */
  welsh_content: string | null;
  /** The Welsh heading. */
  welsh_subject: string | null;
}

/** 'ListLettersToMake' query type */
export interface IListLettersToMakeQuery {
  params: IListLettersToMakeParams;
  result: IListLettersToMakeResult;
}

const listLettersToMakeIR: any = {"usedParamSet":{"ids":true},"params":[{"name":"ids","required":true,"transform":{"type":"scalar"},"locs":[{"a":905,"b":909}]}],"statement":"-- What a letter is made of; those that have their PDF are not here.\nselect\n  letter.id as \"id!\",\n  letter.service_id as \"service_id!\",\n  letter.created_at as \"created_at!\",\n  letter.reply_to_text as contact_block,\n  letter.personalisation as \"values!\",\n  template.subject as \"subject!\",\n  template.content as \"content!\",\n  template.letter_languages as \"languages!\",\n  template.letter_welsh_subject as welsh_subject,\n  template.letter_welsh_content as welsh_content,\n  template.letter_attachment_id as attachment_id,\n  branding.filename as logo\nfrom letters_without_pdf waiting\njoin notifications letter on letter.id = waiting.id\njoin templates_history template\n  on template.id = letter.template_id and template.version = letter.template_version\njoin services service on service.id = letter.service_id\nleft join letter_branding branding on branding.id = service.letter_branding_id\nwhere letter.id = any (:ids!::uuid[])"};

/**
 * Query generated from SQL:
 * ```
 * -- What a letter is made of; those that have their PDF are not here.
 * select
 *   letter.id as "id!",
 *   letter.service_id as "service_id!",
 *   letter.created_at as "created_at!",
 *   letter.reply_to_text as contact_block,
 *   letter.personalisation as "values!",
 *   template.subject as "subject!",
 *   template.content as "content!",
 *   template.letter_languages as "languages!",
 *   template.letter_welsh_subject as welsh_subject,
 *   template.letter_welsh_content as welsh_content,
 *   template.letter_attachment_id as attachment_id,
 *   branding.filename as logo
 * from letters_without_pdf waiting
 * join notifications letter on letter.id = waiting.id
 * join templates_history template
 *   on template.id = letter.template_id and template.version = letter.template_version
 * join services service on service.id = letter.service_id
 * left join letter_branding branding on branding.id = service.letter_branding_id
 * where letter.id = any (:ids!::uuid[])
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


