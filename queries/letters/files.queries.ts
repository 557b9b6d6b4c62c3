/** Types generated for queries found in "queries/letters/files.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

/** 'FindLetterLogo' parameters type */
export interface IFindLetterLogoParams {
  name: string;
}

/** 'FindLetterLogo' return type */
export interface IFindLetterLogoResult {
  id: string;
  size: number;
}

/** 'FindLetterLogo' query type */
export interface IFindLetterLogoQuery {
  params: IFindLetterLogoParams;
  result: IFindLetterLogoResult;
}

const findLetterLogoIR: any = {"usedParamSet":{"name":true},"params":[{"name":"name","required":true,"transform":{"type":"scalar"},"locs":[{"a":168,"b":173}]}],"statement":"-- What was stored last under a name is what bears it.\nselect id as \"id!\", size as \"size!\"\nfrom readable_files\nwhere purpose = 'logo' and service_id is null and name = :name!\norder by created_at desc, id desc\nlimit 1"};

/**
 * Query generated from SQL:
 * ```
 * -- What was stored last under a name is what bears it.
 * select id as "id!", size as "size!"
 * from readable_files
 * where purpose = 'logo' and service_id is null and name = :name!
 * order by created_at desc, id desc
 * limit 1
 * ```
 */
export const findLetterLogo = new PreparedQuery<IFindLetterLogoParams,IFindLetterLogoResult>(findLetterLogoIR);


/** 'FindUploadedPdf' parameters type */
export interface IFindUploadedPdfParams {
  purpose: string;
  service_id: string;
  upload_id: string;
}

/** 'FindUploadedPdf' return type */
export interface IFindUploadedPdfResult {
  id: string;
  size: number;
}

/** 'FindUploadedPdf' query type */
export interface IFindUploadedPdfQuery {
  params: IFindUploadedPdfParams;
  result: IFindUploadedPdfResult;
}

const findUploadedPdfIR: any = {"usedParamSet":{"purpose":true,"service_id":true,"upload_id":true},"params":[{"name":"purpose","required":true,"transform":{"type":"scalar"},"locs":[{"a":152,"b":160}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":181,"b":192}]},{"name":"upload_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":211,"b":221}]}],"statement":"-- What a template has taken is what bears the id, whatever is put there later.\nselect id as \"id!\", size as \"size!\"\nfrom readable_files\nwhere purpose = :purpose!\n  and service_id = :service_id!\n  and about_id = :upload_id!\norder by delete_after is not null, created_at desc, id desc\nlimit 1"};

/**
 * Query generated from SQL:
 * ```
 * -- What a template has taken is what bears the id, whatever is put there later.
 * select id as "id!", size as "size!"
 * from readable_files
 * where purpose = :purpose!
 *   and service_id = :service_id!
 *   and about_id = :upload_id!
 * order by delete_after is not null, created_at desc, id desc
 * limit 1
 * ```
 */
export const findUploadedPdf = new PreparedQuery<IFindUploadedPdfParams,IFindUploadedPdfResult>(findUploadedPdfIR);


/** 'FindPrecompiledPdf' parameters type */
export interface IFindPrecompiledPdfParams {
  notification_id: string;
  page: number;
}

/** 'FindPrecompiledPdf' return type */
export interface IFindPrecompiledPdfResult {
  id: string;
  invalid_pages: string | null;
  is_invalid_page: boolean;
  /** The rule that its PDF breaks, such as letter-too-long. */
  message: string;
  page_count: string | null;
  size: number;
}

/** 'FindPrecompiledPdf' query type */
export interface IFindPrecompiledPdfQuery {
  params: IFindPrecompiledPdfParams;
  result: IFindPrecompiledPdfResult;
}

const findPrecompiledPdfIR: any = {"usedParamSet":{"page":true,"notification_id":true},"params":[{"name":"page","required":true,"transform":{"type":"scalar"},"locs":[{"a":292,"b":297}]},{"name":"notification_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":611,"b":627}]}],"statement":"-- What is printed; of a letter that can not be printed, what came, and why not.\nselect\n  file.id as \"id!\", file.size as \"size!\", failure.code as message,\n  coalesce(pdf.page_count, failure.page_count)::text as page_count,\n  to_jsonb(failure.invalid_pages)::text as invalid_pages,\n  coalesce(:page!::integer = any (failure.invalid_pages), false) as \"is_invalid_page!\"\nfrom notifications letter\nleft join letter_pdfs pdf on pdf.notification_id = letter.id\nleft join letter_validation_failures failure on failure.notification_id = letter.id\njoin readable_files file on file.about_id = letter.id\nwhere letter.id = :notification_id!\n  and case when letter.notification_status = 'validation-failed'\n    then file.purpose = 'precompiled-letter' else file.id = pdf.file_id end\norder by file.created_at desc\nlimit 1"};

/**
 * Query generated from SQL:
 * ```
 * -- What is printed; of a letter that can not be printed, what came, and why not.
 * select
 *   file.id as "id!", file.size as "size!", failure.code as message,
 *   coalesce(pdf.page_count, failure.page_count)::text as page_count,
 *   to_jsonb(failure.invalid_pages)::text as invalid_pages,
 *   coalesce(:page!::integer = any (failure.invalid_pages), false) as "is_invalid_page!"
 * from notifications letter
 * left join letter_pdfs pdf on pdf.notification_id = letter.id
 * left join letter_validation_failures failure on failure.notification_id = letter.id
 * join readable_files file on file.about_id = letter.id
 * where letter.id = :notification_id!
 *   and case when letter.notification_status = 'validation-failed'
 *     then file.purpose = 'precompiled-letter' else file.id = pdf.file_id end
 * order by file.created_at desc
 * limit 1
 * ```
 */
export const findPrecompiledPdf = new PreparedQuery<IFindPrecompiledPdfParams,IFindPrecompiledPdfResult>(findPrecompiledPdfIR);


