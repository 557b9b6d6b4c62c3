/** Types generated for queries found in "queries/organisations/organisations.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type stringArray = (string)[];

/** 'GetOrganisation' parameters type */
export interface IGetOrganisationParams {
  domain?: string | null | void;
  id?: string | null | void;
}

/** 'GetOrganisation' return type */
export interface IGetOrganisationResult {
  active: boolean;
  agreement_signed: boolean | null;
  agreement_signed_at: string | null;
  agreement_signed_by_id: string | null;
  agreement_signed_on_behalf_of_email_address: string | null;
  agreement_signed_on_behalf_of_name: string | null;
  agreement_signed_version: number | null;
  billing_contact_email_addresses: string | null;
  billing_contact_names: string | null;
  billing_reference: string | null;
  can_approve_own_go_live_requests: boolean;
  count_of_live_services: number;
  crown: boolean | null;
  domains: stringArray;
  email_branding_id: string | null;
  id: string;
  letter_branding_id: string | null;
  name: string;
  notes: string | null;
  organisation_type: string | null;
  permissions: stringArray;
  purchase_order_number: string | null;
  request_to_go_live_notes: string | null;
}

/** 'GetOrganisation' query type */
export interface IGetOrganisationQuery {
  params: IGetOrganisationParams;
  result: IGetOrganisationResult;
}

const getOrganisationIR: any = {"usedParamSet":{"id":true,"domain":true},"params":[{"name":"id","required":false,"transform":{"type":"scalar"},"locs":[{"a":709,"b":711}]},{"name":"domain","required":false,"transform":{"type":"scalar"},"locs":[{"a":744,"b":750}]}],"statement":"select\n  -- By id, or by the domain of an address.\n  id as \"id!\", name as \"name!\", active as \"active!\", organisation_type, crown, agreement_signed,\n  agreement_signed_at, agreement_signed_by_id, agreement_signed_on_behalf_of_name,\n  agreement_signed_on_behalf_of_email_address, agreement_signed_version, domains as \"domains!\",\n  count_of_live_services as \"count_of_live_services!\", email_branding_id, letter_branding_id, notes,\n  billing_contact_names, billing_contact_email_addresses, purchase_order_number,\n  billing_reference, request_to_go_live_notes,\n  can_approve_own_go_live_requests as \"can_approve_own_go_live_requests!\",\n  permissions as \"permissions!\"\nfrom organisation_details\nwhere id = coalesce(:id::uuid, organisation_of_address(:domain))"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- By id, or by the domain of an address.
 *   id as "id!", name as "name!", active as "active!", organisation_type, crown, agreement_signed,
 *   agreement_signed_at, agreement_signed_by_id, agreement_signed_on_behalf_of_name,
 *   agreement_signed_on_behalf_of_email_address, agreement_signed_version, domains as "domains!",
 *   count_of_live_services as "count_of_live_services!", email_branding_id, letter_branding_id, notes,
 *   billing_contact_names, billing_contact_email_addresses, purchase_order_number,
 *   billing_reference, request_to_go_live_notes,
 *   can_approve_own_go_live_requests as "can_approve_own_go_live_requests!",
 *   permissions as "permissions!"
 * from organisation_details
 * where id = coalesce(:id::uuid, organisation_of_address(:domain))
 * ```
 */
export const getOrganisation = new PreparedQuery<IGetOrganisationParams,IGetOrganisationResult>(getOrganisationIR);


/** 'ArchiveOrganisation' parameters type */
export interface IArchiveOrganisationParams {
  actor?: string | null | void;
  id: string;
  now: string;
}

/** 'ArchiveOrganisation' return type */
export interface IArchiveOrganisationResult {
  is_done: boolean;
}

/** 'ArchiveOrganisation' query type */
export interface IArchiveOrganisationQuery {
  params: IArchiveOrganisationParams;
  result: IArchiveOrganisationResult;
}

const archiveOrganisationIR: any = {"usedParamSet":{"id":true,"actor":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":28,"b":31}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":34,"b":39}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":42,"b":46}]}],"statement":"select archive_organisation(:id!, :actor, :now!) as \"is_done!\""};

/**
 * Query generated from SQL:
 * ```
 * select archive_organisation(:id!, :actor, :now!) as "is_done!"
 * ```
 */
export const archiveOrganisation = new PreparedQuery<IArchiveOrganisationParams,IArchiveOrganisationResult>(archiveOrganisationIR);


/** 'ChangeOrganisation' parameters type */
export interface IChangeOrganisationParams {
  actor?: string | null | void;
  admin_url: string;
  id: string;
  now: string;
  wanted: Json;
}

/** 'ChangeOrganisation' return type */
export interface IChangeOrganisationResult {
  is_done: boolean;
}

/** 'ChangeOrganisation' query type */
export interface IChangeOrganisationQuery {
  params: IChangeOrganisationParams;
  result: IChangeOrganisationResult;
}

const changeOrganisationIR: any = {"usedParamSet":{"id":true,"wanted":true,"admin_url":true,"actor":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":27,"b":30}]},{"name":"wanted","required":true,"transform":{"type":"scalar"},"locs":[{"a":33,"b":40}]},{"name":"admin_url","required":true,"transform":{"type":"scalar"},"locs":[{"a":43,"b":53}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":56,"b":61}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":64,"b":68}]}],"statement":"select change_organisation(:id!, :wanted!, :admin_url!, :actor, :now!) as \"is_done!\""};

/**
 * Query generated from SQL:
 * ```
 * select change_organisation(:id!, :wanted!, :admin_url!, :actor, :now!) as "is_done!"
 * ```
 */
export const changeOrganisation = new PreparedQuery<IChangeOrganisationParams,IChangeOrganisationResult>(changeOrganisationIR);


/** 'CreateOrganisation' parameters type */
export interface ICreateOrganisationParams {
  actor?: string | null | void;
  now: string;
  wanted: Json;
}

/** 'CreateOrganisation' return type */
export interface ICreateOrganisationResult {
  id: string;
}

/** 'CreateOrganisation' query type */
export interface ICreateOrganisationQuery {
  params: ICreateOrganisationParams;
  result: ICreateOrganisationResult;
}

const createOrganisationIR: any = {"usedParamSet":{"wanted":true,"actor":true,"now":true},"params":[{"name":"wanted","required":true,"transform":{"type":"scalar"},"locs":[{"a":27,"b":34}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":37,"b":42}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":45,"b":49}]}],"statement":"select create_organisation(:wanted!, :actor, :now!) as \"id!\""};

/**
 * Query generated from SQL:
 * ```
 * select create_organisation(:wanted!, :actor, :now!) as "id!"
 * ```
 */
export const createOrganisation = new PreparedQuery<ICreateOrganisationParams,ICreateOrganisationResult>(createOrganisationIR);


/** 'LinkServiceToOrganisation' parameters type */
export interface ILinkServiceToOrganisationParams {
  actor?: string | null | void;
  id: string;
  now: string;
  service_id: string;
}

/** 'LinkServiceToOrganisation' return type */
export interface ILinkServiceToOrganisationResult {
  is_done: boolean;
}

/** 'LinkServiceToOrganisation' query type */
export interface ILinkServiceToOrganisationQuery {
  params: ILinkServiceToOrganisationParams;
  result: ILinkServiceToOrganisationResult;
}

const linkServiceToOrganisationIR: any = {"usedParamSet":{"id":true,"service_id":true,"actor":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":36,"b":39}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":42,"b":53}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":56,"b":61}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":64,"b":68}]}],"statement":"select link_service_to_organisation(:id!, :service_id!, :actor, :now!) as \"is_done!\""};

/**
 * Query generated from SQL:
 * ```
 * select link_service_to_organisation(:id!, :service_id!, :actor, :now!) as "is_done!"
 * ```
 */
export const linkServiceToOrganisation = new PreparedQuery<ILinkServiceToOrganisationParams,ILinkServiceToOrganisationResult>(linkServiceToOrganisationIR);


/** 'ListOrganisations' parameters type */
export interface IListOrganisationsParams {
  part?: string | null | void;
}

/** 'ListOrganisations' return type */
export interface IListOrganisationsResult {
  active: boolean;
  count_of_live_services: number;
  domains: stringArray;
  id: string;
  name: string;
  organisation_type: string | null;
}

/** 'ListOrganisations' query type */
export interface IListOrganisationsQuery {
  params: IListOrganisationsParams;
  result: IListOrganisationsResult;
}

const listOrganisationsIR: any = {"usedParamSet":{"part":true},"params":[{"name":"part","required":false,"transform":{"type":"scalar"},"locs":[{"a":232,"b":236},{"a":270,"b":274},{"a":307,"b":311}]}],"statement":"select\n  -- All, or those whose names hold a text.\n  id as \"id!\", name as \"name!\", active as \"active!\", organisation_type, domains as \"domains!\",\n  count_of_live_services as \"count_of_live_services!\"\nfrom organisation_details\nwhere :part::text is null or position(lower(:part) in lower(name)) > 0\norder by (:part::text is null and not active), name, id"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- All, or those whose names hold a text.
 *   id as "id!", name as "name!", active as "active!", organisation_type, domains as "domains!",
 *   count_of_live_services as "count_of_live_services!"
 * from organisation_details
 * where :part::text is null or position(lower(:part) in lower(name)) > 0
 * order by (:part::text is null and not active), name, id
 * ```
 */
export const listOrganisations = new PreparedQuery<IListOrganisationsParams,IListOrganisationsResult>(listOrganisationsIR);


/** 'ListOrganisationServices' parameters type */
export interface IListOrganisationServicesParams {
  id: string;
}

/** 'ListOrganisationServices' return type */
export interface IListOrganisationServicesResult {
  /** Neither archived nor suspended. */
  active: boolean;
  /** Version 4, because the PHP client refuses any other. */
  id: string;
  /** As people see it; also the text message prefix and the name beside the sender address. */
  name: string;
  /** Trial mode: sends only to its team and guest list. */
  restricted: boolean;
}

/** 'ListOrganisationServices' query type */
export interface IListOrganisationServicesQuery {
  params: IListOrganisationServicesParams;
  result: IListOrganisationServicesResult;
}

const listOrganisationServicesIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":87,"b":90}]}],"statement":"select id, name, active as \"active!\", restricted\nfrom services\nwhere organisation_id = :id!\norder by not active, name, id"};

/**
 * Query generated from SQL:
 * ```
 * select id, name, active as "active!", restricted
 * from services
 * where organisation_id = :id!
 * order by not active, name, id
 * ```
 */
export const listOrganisationServices = new PreparedQuery<IListOrganisationServicesParams,IListOrganisationServicesResult>(listOrganisationServicesIR);


/** 'SendGoLiveNextSteps' parameters type */
export interface ISendGoLiveNextStepsParams {
  now: string;
  personalisation: Json;
  recipient: string;
  service_id: string;
}

/** 'SendGoLiveNextSteps' return type */
export interface ISendGoLiveNextStepsResult {
  is_done: boolean;
}

/** 'SendGoLiveNextSteps' query type */
export interface ISendGoLiveNextStepsQuery {
  params: ISendGoLiveNextStepsParams;
  result: ISendGoLiveNextStepsResult;
}

const sendGoLiveNextStepsIR: any = {"usedParamSet":{"service_id":true,"recipient":true,"personalisation":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":37,"b":48}]},{"name":"recipient","required":true,"transform":{"type":"scalar"},"locs":[{"a":91,"b":101}]},{"name":"personalisation","required":true,"transform":{"type":"scalar"},"locs":[{"a":104,"b":120}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":123,"b":127}]}],"statement":"select send_about_go_live_request(\n  :service_id!, '62f12a62-742b-4458-9336-741521b131c7', :recipient!, :personalisation!, :now!\n) as \"is_done!\""};

/**
 * Query generated from SQL:
 * ```
 * select send_about_go_live_request(
 *   :service_id!, '62f12a62-742b-4458-9336-741521b131c7', :recipient!, :personalisation!, :now!
 * ) as "is_done!"
 * ```
 */
export const sendGoLiveNextSteps = new PreparedQuery<ISendGoLiveNextStepsParams,ISendGoLiveNextStepsResult>(sendGoLiveNextStepsIR);


/** 'SendGoLiveRejection' parameters type */
export interface ISendGoLiveRejectionParams {
  now: string;
  personalisation: Json;
  service_id: string;
}

/** 'SendGoLiveRejection' return type */
export interface ISendGoLiveRejectionResult {
  is_done: boolean;
}

/** 'SendGoLiveRejection' query type */
export interface ISendGoLiveRejectionQuery {
  params: ISendGoLiveRejectionParams;
  result: ISendGoLiveRejectionResult;
}

const sendGoLiveRejectionIR: any = {"usedParamSet":{"service_id":true,"personalisation":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":37,"b":48}]},{"name":"personalisation","required":true,"transform":{"type":"scalar"},"locs":[{"a":114,"b":130},{"a":180,"b":196}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":227,"b":231}]}],"statement":"select send_about_go_live_request(\n  :service_id!, '507d0796-9e23-4ad7-b83b-5efbd9496866', null,\n  jsonb_set(\n    :personalisation!::jsonb, '{reason}',\n    to_jsonb(indented_lines(:personalisation!::jsonb ->> 'reason'))\n  ),\n  :now!\n) as \"is_done!\""};

/**
 * Query generated from SQL:
 * ```
 * select send_about_go_live_request(
 *   :service_id!, '507d0796-9e23-4ad7-b83b-5efbd9496866', null,
 *   jsonb_set(
 *     :personalisation!::jsonb, '{reason}',
 *     to_jsonb(indented_lines(:personalisation!::jsonb ->> 'reason'))
 *   ),
 *   :now!
 * ) as "is_done!"
 * ```
 */
export const sendGoLiveRejection = new PreparedQuery<ISendGoLiveRejectionParams,ISendGoLiveRejectionResult>(sendGoLiveRejectionIR);


/** 'SendGoLiveRequest' parameters type */
export interface ISendGoLiveRequestParams {
  admin_url: string;
  now: string;
  service_id: string;
}

/** 'SendGoLiveRequest' return type */
export interface ISendGoLiveRequestResult {
  is_done: boolean;
}

/** 'SendGoLiveRequest' query type */
export interface ISendGoLiveRequestQuery {
  params: ISendGoLiveRequestParams;
  result: ISendGoLiveRequestResult;
}

const sendGoLiveRequestIR: any = {"usedParamSet":{"service_id":true,"admin_url":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":28,"b":39}]},{"name":"admin_url","required":true,"transform":{"type":"scalar"},"locs":[{"a":42,"b":52}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":55,"b":59}]}],"statement":"select send_go_live_request(:service_id!, :admin_url!, :now!) as \"is_done!\""};

/**
 * Query generated from SQL:
 * ```
 * select send_go_live_request(:service_id!, :admin_url!, :now!) as "is_done!"
 * ```
 */
export const sendGoLiveRequest = new PreparedQuery<ISendGoLiveRequestParams,ISendGoLiveRequestResult>(sendGoLiveRequestIR);


