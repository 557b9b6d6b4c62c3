/** Types generated for queries found in "queries/organisations/brandings.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type stringArray = (string)[];

/** 'AddBrandings' parameters type */
export interface IAddBrandingsParams {
  actor?: string | null | void;
  email_branding_ids: stringArray;
  letter_branding_ids: stringArray;
  now: string;
  organisation_id: string;
}

/** 'AddBrandings' return type */
export interface IAddBrandingsResult {
  is_done: boolean;
}

/** 'AddBrandings' query type */
export interface IAddBrandingsQuery {
  params: IAddBrandingsParams;
  result: IAddBrandingsResult;
}

const addBrandingsIR: any = {"usedParamSet":{"organisation_id":true,"email_branding_ids":true,"letter_branding_ids":true,"actor":true,"now":true},"params":[{"name":"organisation_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":24,"b":40}]},{"name":"email_branding_ids","required":true,"transform":{"type":"scalar"},"locs":[{"a":43,"b":62}]},{"name":"letter_branding_ids","required":true,"transform":{"type":"scalar"},"locs":[{"a":65,"b":85}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":88,"b":93}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":96,"b":100}]}],"statement":"select add_brandings(\n  :organisation_id!, :email_branding_ids!, :letter_branding_ids!, :actor, :now!\n) as \"is_done!\""};

/**
 * Query generated from SQL:
 * ```
 * select add_brandings(
 *   :organisation_id!, :email_branding_ids!, :letter_branding_ids!, :actor, :now!
 * ) as "is_done!"
 * ```
 */
export const addBrandings = new PreparedQuery<IAddBrandingsParams,IAddBrandingsResult>(addBrandingsIR);


/** 'ListEmailBrandingPool' parameters type */
export interface IListEmailBrandingPoolParams {
  organisation_id: string;
}

/** 'ListEmailBrandingPool' return type */
export interface IListEmailBrandingPoolResult {
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

/** 'ListEmailBrandingPool' query type */
export interface IListEmailBrandingPoolQuery {
  params: IListEmailBrandingPoolParams;
  result: IListEmailBrandingPoolResult;
}

const listEmailBrandingPoolIR: any = {"usedParamSet":{"organisation_id":true},"params":[{"name":"organisation_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":397,"b":413}]}],"statement":"select\n  branding.id, branding.name, branding.colour, branding.logo, branding.text, branding.alt_text,\n  branding.brand_type, branding.created_by_id,\n  wire_timestamp(branding.created_at) as \"created_at!\",\n  wire_timestamp(branding.updated_at) as updated_at\nfrom email_branding_to_organisation pool\njoin email_branding branding on branding.id = pool.email_branding_id\nwhere pool.organisation_id = :organisation_id!\norder by branding.name, branding.id"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   branding.id, branding.name, branding.colour, branding.logo, branding.text, branding.alt_text,
 *   branding.brand_type, branding.created_by_id,
 *   wire_timestamp(branding.created_at) as "created_at!",
 *   wire_timestamp(branding.updated_at) as updated_at
 * from email_branding_to_organisation pool
 * join email_branding branding on branding.id = pool.email_branding_id
 * where pool.organisation_id = :organisation_id!
 * order by branding.name, branding.id
 * ```
 */
export const listEmailBrandingPool = new PreparedQuery<IListEmailBrandingPoolParams,IListEmailBrandingPoolResult>(listEmailBrandingPoolIR);


/** 'ListLetterBrandingPool' parameters type */
export interface IListLetterBrandingPoolParams {
  organisation_id: string;
}

/** 'ListLetterBrandingPool' return type */
export interface IListLetterBrandingPoolResult {
  created_at: string;
  created_by_id: string | null;
  /** Name of the SVG file without its ending. */
  filename: string;
  id: string;
  /** Shown to people who choose. */
  name: string;
  updated_at: string | null;
}

/** 'ListLetterBrandingPool' query type */
export interface IListLetterBrandingPoolQuery {
  params: IListLetterBrandingPoolParams;
  result: IListLetterBrandingPoolResult;
}

const listLetterBrandingPoolIR: any = {"usedParamSet":{"organisation_id":true},"params":[{"name":"organisation_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":330,"b":346}]}],"statement":"select\n  branding.id, branding.name, branding.filename, branding.created_by_id,\n  wire_timestamp(branding.created_at) as \"created_at!\",\n  wire_timestamp(branding.updated_at) as updated_at\nfrom letter_branding_to_organisation pool\njoin letter_branding branding on branding.id = pool.letter_branding_id\nwhere pool.organisation_id = :organisation_id!\norder by branding.name, branding.id"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   branding.id, branding.name, branding.filename, branding.created_by_id,
 *   wire_timestamp(branding.created_at) as "created_at!",
 *   wire_timestamp(branding.updated_at) as updated_at
 * from letter_branding_to_organisation pool
 * join letter_branding branding on branding.id = pool.letter_branding_id
 * where pool.organisation_id = :organisation_id!
 * order by branding.name, branding.id
 * ```
 */
export const listLetterBrandingPool = new PreparedQuery<IListLetterBrandingPoolParams,IListLetterBrandingPoolResult>(listLetterBrandingPoolIR);


/** 'RemoveBranding' parameters type */
export interface IRemoveBrandingParams {
  actor?: string | null | void;
  email_branding_id?: string | null | void;
  letter_branding_id?: string | null | void;
  now: string;
  organisation_id: string;
}

/** 'RemoveBranding' return type */
export interface IRemoveBrandingResult {
  is_done: boolean;
}

/** 'RemoveBranding' query type */
export interface IRemoveBrandingQuery {
  params: IRemoveBrandingParams;
  result: IRemoveBrandingResult;
}

const removeBrandingIR: any = {"usedParamSet":{"organisation_id":true,"email_branding_id":true,"letter_branding_id":true,"actor":true,"now":true},"params":[{"name":"organisation_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":26,"b":42}]},{"name":"email_branding_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":45,"b":62}]},{"name":"letter_branding_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":65,"b":83}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":86,"b":91}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":94,"b":98}]}],"statement":"select remove_branding(\n  :organisation_id!, :email_branding_id, :letter_branding_id, :actor, :now!\n) as \"is_done!\""};

/**
 * Query generated from SQL:
 * ```
 * select remove_branding(
 *   :organisation_id!, :email_branding_id, :letter_branding_id, :actor, :now!
 * ) as "is_done!"
 * ```
 */
export const removeBranding = new PreparedQuery<IRemoveBrandingParams,IRemoveBrandingResult>(removeBrandingIR);


