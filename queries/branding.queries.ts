/** Types generated for queries found in "queries/branding.sql" */
import { PreparedQuery } from '../src/prepared-query.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** 'ArchiveEmailBranding' parameters type */
export interface IArchiveEmailBrandingParams {
  actor?: string | null | void;
  id: string;
  now: string;
}

/** 'ArchiveEmailBranding' return type */
export interface IArchiveEmailBrandingResult {
  is_found: boolean;
}

/** 'ArchiveEmailBranding' query type */
export interface IArchiveEmailBrandingQuery {
  params: IArchiveEmailBrandingParams;
  result: IArchiveEmailBrandingResult;
}

const archiveEmailBrandingIR: any = {"usedParamSet":{"id":true,"actor":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":30,"b":33}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":36,"b":41}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":44,"b":48}]}],"statement":"select archive_email_branding(:id!, :actor, :now!) as \"is_found!\""};

/**
 * Query generated from SQL:
 * ```
 * select archive_email_branding(:id!, :actor, :now!) as "is_found!"
 * ```
 */
export const archiveEmailBranding = new PreparedQuery<IArchiveEmailBrandingParams,IArchiveEmailBrandingResult>(archiveEmailBrandingIR);


/** 'ChangeEmailBranding' parameters type */
export interface IChangeEmailBrandingParams {
  actor?: string | null | void;
  changes: Json;
  id: string;
  now: string;
}

/** 'ChangeEmailBranding' return type */
export interface IChangeEmailBrandingResult {
  is_found: boolean;
}

/** 'ChangeEmailBranding' query type */
export interface IChangeEmailBrandingQuery {
  params: IChangeEmailBrandingParams;
  result: IChangeEmailBrandingResult;
}

const changeEmailBrandingIR: any = {"usedParamSet":{"id":true,"changes":true,"actor":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":29,"b":32}]},{"name":"changes","required":true,"transform":{"type":"scalar"},"locs":[{"a":35,"b":43}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":46,"b":51}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":54,"b":58}]}],"statement":"select change_email_branding(:id!, :changes!, :actor, :now!) as \"is_found!\""};

/**
 * Query generated from SQL:
 * ```
 * select change_email_branding(:id!, :changes!, :actor, :now!) as "is_found!"
 * ```
 */
export const changeEmailBranding = new PreparedQuery<IChangeEmailBrandingParams,IChangeEmailBrandingResult>(changeEmailBrandingIR);


/** 'ChangeLetterBranding' parameters type */
export interface IChangeLetterBrandingParams {
  actor?: string | null | void;
  filename: string;
  id: string;
  name: string;
  now: string;
}

/** 'ChangeLetterBranding' return type */
export interface IChangeLetterBrandingResult {
  is_found: boolean;
}

/** 'ChangeLetterBranding' query type */
export interface IChangeLetterBrandingQuery {
  params: IChangeLetterBrandingParams;
  result: IChangeLetterBrandingResult;
}

const changeLetterBrandingIR: any = {"usedParamSet":{"id":true,"name":true,"filename":true,"actor":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":30,"b":33}]},{"name":"name","required":true,"transform":{"type":"scalar"},"locs":[{"a":36,"b":41}]},{"name":"filename","required":true,"transform":{"type":"scalar"},"locs":[{"a":44,"b":53}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":56,"b":61}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":64,"b":68}]}],"statement":"select change_letter_branding(:id!, :name!, :filename!, :actor, :now!) as \"is_found!\""};

/**
 * Query generated from SQL:
 * ```
 * select change_letter_branding(:id!, :name!, :filename!, :actor, :now!) as "is_found!"
 * ```
 */
export const changeLetterBranding = new PreparedQuery<IChangeLetterBrandingParams,IChangeLetterBrandingResult>(changeLetterBrandingIR);


/** 'CreateEmailBranding' parameters type */
export interface ICreateEmailBrandingParams {
  actor?: string | null | void;
  branding: Json;
  now: string;
}

/** 'CreateEmailBranding' return type */
export interface ICreateEmailBrandingResult {
  id: string;
}

/** 'CreateEmailBranding' query type */
export interface ICreateEmailBrandingQuery {
  params: ICreateEmailBrandingParams;
  result: ICreateEmailBrandingResult;
}

const createEmailBrandingIR: any = {"usedParamSet":{"branding":true,"actor":true,"now":true},"params":[{"name":"branding","required":true,"transform":{"type":"scalar"},"locs":[{"a":29,"b":38}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":41,"b":46}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":49,"b":53}]}],"statement":"select create_email_branding(:branding!, :actor, :now!) as \"id!\""};

/**
 * Query generated from SQL:
 * ```
 * select create_email_branding(:branding!, :actor, :now!) as "id!"
 * ```
 */
export const createEmailBranding = new PreparedQuery<ICreateEmailBrandingParams,ICreateEmailBrandingResult>(createEmailBrandingIR);


/** 'CreateLetterBranding' parameters type */
export interface ICreateLetterBrandingParams {
  actor?: string | null | void;
  filename: string;
  name: string;
  now: string;
}

/** 'CreateLetterBranding' return type */
export interface ICreateLetterBrandingResult {
  id: string;
}

/** 'CreateLetterBranding' query type */
export interface ICreateLetterBrandingQuery {
  params: ICreateLetterBrandingParams;
  result: ICreateLetterBrandingResult;
}

const createLetterBrandingIR: any = {"usedParamSet":{"name":true,"filename":true,"actor":true,"now":true},"params":[{"name":"name","required":true,"transform":{"type":"scalar"},"locs":[{"a":30,"b":35}]},{"name":"filename","required":true,"transform":{"type":"scalar"},"locs":[{"a":38,"b":47}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":50,"b":55}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":58,"b":62}]}],"statement":"select create_letter_branding(:name!, :filename!, :actor, :now!) as \"id!\""};

/**
 * Query generated from SQL:
 * ```
 * select create_letter_branding(:name!, :filename!, :actor, :now!) as "id!"
 * ```
 */
export const createLetterBranding = new PreparedQuery<ICreateLetterBrandingParams,ICreateLetterBrandingResult>(createLetterBrandingIR);


/** 'FindUnusedBrandingName' parameters type */
export interface IFindUnusedBrandingNameParams {
  channel: string;
  wanted: string;
}

/** 'FindUnusedBrandingName' return type */
export interface IFindUnusedBrandingNameResult {
  name: string | null;
}

/** 'FindUnusedBrandingName' query type */
export interface IFindUnusedBrandingNameQuery {
  params: IFindUnusedBrandingNameParams;
  result: IFindUnusedBrandingNameResult;
}

const findUnusedBrandingNameIR: any = {"usedParamSet":{"channel":true,"wanted":true},"params":[{"name":"channel","required":true,"transform":{"type":"scalar"},"locs":[{"a":28,"b":36}]},{"name":"wanted","required":true,"transform":{"type":"scalar"},"locs":[{"a":39,"b":46}]}],"statement":"select unused_branding_name(:channel!, :wanted!) as name"};

/**
 * Query generated from SQL:
 * ```
 * select unused_branding_name(:channel!, :wanted!) as name
 * ```
 */
export const findUnusedBrandingName = new PreparedQuery<IFindUnusedBrandingNameParams,IFindUnusedBrandingNameResult>(findUnusedBrandingNameIR);


/** 'ListBrandingUsers' parameters type */
export interface IListBrandingUsersParams {
  channel: string;
  id: string;
}

/** 'ListBrandingUsers' return type */
export interface IListBrandingUsersResult {
  organisations: Json;
  services: Json;
}

/** 'ListBrandingUsers' query type */
export interface IListBrandingUsersQuery {
  params: IListBrandingUsersParams;
  result: IListBrandingUsersResult;
}

const listBrandingUsersIR: any = {"usedParamSet":{"channel":true,"id":true},"params":[{"name":"channel","required":true,"transform":{"type":"scalar"},"locs":[{"a":366,"b":374}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":394,"b":397}]}],"statement":"select\n  coalesce(\n    jsonb_agg(jsonb_build_object('id', id, 'name', name) order by name, id)\n      filter (where kind = 'services'),\n    '[]'\n  ) as \"services!\",\n  coalesce(\n    jsonb_agg(jsonb_build_object('id', id, 'name', name) order by name, id)\n      filter (where kind = 'organisations'),\n    '[]'\n  ) as \"organisations!\"\nfrom branding_users\nwhere channel = :channel! and branding_id = :id!"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   coalesce(
 *     jsonb_agg(jsonb_build_object('id', id, 'name', name) order by name, id)
 *       filter (where kind = 'services'),
 *     '[]'
 *   ) as "services!",
 *   coalesce(
 *     jsonb_agg(jsonb_build_object('id', id, 'name', name) order by name, id)
 *       filter (where kind = 'organisations'),
 *     '[]'
 *   ) as "organisations!"
 * from branding_users
 * where channel = :channel! and branding_id = :id!
 * ```
 */
export const listBrandingUsers = new PreparedQuery<IListBrandingUsersParams,IListBrandingUsersResult>(listBrandingUsersIR);


/** 'ListEmailBrandings' parameters type */
export interface IListEmailBrandingsParams {
  id?: string | null | void;
}

/** 'ListEmailBrandings' return type */
export interface IListEmailBrandingsResult {
  /** Text for people who cannot see the logo; exactly one of text and alt_text is set. */
  alt_text: string | null;
  /** org: logo or text; both: the GOV.UK banner too; org_banner: a coloured band. */
  brand_type: string;
  /** Hex colour of the line or band. */
  colour: string | null;
  created_at: string;
  created_by_id: string | null;
  id: string;
  /** File name of the logo below the logo host. */
  logo: string | null;
  /** Shown to people who choose; unique while not archived. */
  name: string;
  /** Visible text beside the logo. */
  text: string | null;
  updated_at: string | null;
}

/** 'ListEmailBrandings' query type */
export interface IListEmailBrandingsQuery {
  params: IListEmailBrandingsParams;
  result: IListEmailBrandingsResult;
}

const listEmailBrandingsIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":false,"transform":{"type":"scalar"},"locs":[{"a":200,"b":202},{"a":253,"b":255}]}],"statement":"select\n  id, name, brand_type, colour, logo, text, alt_text, created_by_id,\n  wire_timestamp(created_at) as \"created_at!\", wire_timestamp(updated_at) as updated_at\nfrom email_branding\nwhere case when :id::uuid is null then archived_at is null else id = :id end\norder by lower(name), id"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   id, name, brand_type, colour, logo, text, alt_text, created_by_id,
 *   wire_timestamp(created_at) as "created_at!", wire_timestamp(updated_at) as updated_at
 * from email_branding
 * where case when :id::uuid is null then archived_at is null else id = :id end
 * order by lower(name), id
 * ```
 */
export const listEmailBrandings = new PreparedQuery<IListEmailBrandingsParams,IListEmailBrandingsResult>(listEmailBrandingsIR);


/** 'ListLetterBrandings' parameters type */
export interface IListLetterBrandingsParams {
  id?: string | null | void;
}

/** 'ListLetterBrandings' return type */
export interface IListLetterBrandingsResult {
  created_at: string;
  created_by_id: string | null;
  /** Name of the SVG file without its ending. */
  filename: string;
  id: string;
  /** Shown to people who choose. */
  name: string;
  updated_at: string | null;
}

/** 'ListLetterBrandings' query type */
export interface IListLetterBrandingsQuery {
  params: IListLetterBrandingsParams;
  result: IListLetterBrandingsResult;
}

const listLetterBrandingsIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":false,"transform":{"type":"scalar"},"locs":[{"a":159,"b":161},{"a":185,"b":187}]}],"statement":"select\n  id, name, filename, created_by_id, wire_timestamp(created_at) as \"created_at!\",\n  wire_timestamp(updated_at) as updated_at\nfrom letter_branding\nwhere :id::uuid is null or id = :id\norder by name, id"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   id, name, filename, created_by_id, wire_timestamp(created_at) as "created_at!",
 *   wire_timestamp(updated_at) as updated_at
 * from letter_branding
 * where :id::uuid is null or id = :id
 * order by name, id
 * ```
 */
export const listLetterBrandings = new PreparedQuery<IListLetterBrandingsParams,IListLetterBrandingsResult>(listLetterBrandingsIR);


