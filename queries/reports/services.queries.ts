/** Types generated for queries found in "queries/reports/services.sql" */
import { PreparedQuery } from '@pgtyped/runtime';

/** 'GetDetailedService' parameters type */
export interface IGetDetailedServiceParams {
  service_id: string;
}

/** 'GetDetailedService' return type */
export interface IGetDetailedServiceResult {
  /** Neither archived nor suspended. */
  active: boolean;
  /** Where bills go. */
  billing_contact_email_addresses: string | null;
  /** Who pays. */
  billing_contact_names: string | null;
  /** What bills name. */
  billing_reference: string | null;
  /** Whether a person has confirmed that the name is its own. */
  confirmed_unique: boolean;
  /** Whether its team may be asked to take part in research. */
  consent_to_research: boolean | null;
  /** Where recipients of a file can ask; must be set before files can be sent. */
  contact_link: string | null;
  /** Whether it counts in published numbers of live services. */
  count_as_live: boolean;
  /** When it was made. */
  created_at: string;
  /** When trial mode ended. */
  go_live_at: string | null;
  /** Who asked for it to go live. */
  go_live_user: string | null;
  /** Whether a request to go live waits. */
  has_active_go_live_request: boolean;
  /** Version 4, because the PHP client refuses any other. */
  id: string;
  /** As people see it; also the text message prefix and the name beside the sender address. */
  name: string;
  /** Notes of the platform's administrators. */
  notes: string | null;
  /** Who owns it. */
  organisation: string | null;
  /** Copied from the organisation; decides the free allowance. */
  organisation_type: string | null;
  /** Whether text messages begin with the service's name. */
  prefix_sms: boolean;
  /** What bills name. */
  purchase_order_number: string | null;
  /** Trial mode: sends only to its team and guest list. */
  restricted: boolean;
  /** The last change. */
  updated_at: string | null;
  /** Emails a year that it expects. */
  volume_email: number | null;
  /** Letters a year that it expects. */
  volume_letter: number | null;
  /** Text messages a year that it expects. */
  volume_sms: number | null;
}

/** 'GetDetailedService' query type */
export interface IGetDetailedServiceQuery {
  params: IGetDetailedServiceParams;
  result: IGetDetailedServiceResult;
}

const getDetailedServiceIR: any = {"usedParamSet":{"service_id":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":644,"b":655}]}],"statement":"select\n  id as \"id!\",\n  name as \"name!\",\n  active as \"active!\",\n  restricted as \"restricted!\",\n  count_as_live as \"count_as_live!\",\n  prefix_sms as \"prefix_sms!\",\n  contact_link,\n  consent_to_research,\n  confirmed_unique as \"confirmed_unique!\",\n  has_active_go_live_request as \"has_active_go_live_request!\",\n  organisation_id as organisation,\n  organisation_type,\n  notes,\n  billing_contact_names,\n  billing_contact_email_addresses,\n  billing_reference,\n  purchase_order_number,\n  volume_email,\n  volume_letter,\n  volume_sms,\n  go_live_at,\n  go_live_user_id as go_live_user,\n  created_at as \"created_at!\",\n  updated_at\nfrom services\nwhere id = :service_id!"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   id as "id!",
 *   name as "name!",
 *   active as "active!",
 *   restricted as "restricted!",
 *   count_as_live as "count_as_live!",
 *   prefix_sms as "prefix_sms!",
 *   contact_link,
 *   consent_to_research,
 *   confirmed_unique as "confirmed_unique!",
 *   has_active_go_live_request as "has_active_go_live_request!",
 *   organisation_id as organisation,
 *   organisation_type,
 *   notes,
 *   billing_contact_names,
 *   billing_contact_email_addresses,
 *   billing_reference,
 *   purchase_order_number,
 *   volume_email,
 *   volume_letter,
 *   volume_sms,
 *   go_live_at,
 *   go_live_user_id as go_live_user,
 *   created_at as "created_at!",
 *   updated_at
 * from services
 * where id = :service_id!
 * ```
 */
export const getDetailedService = new PreparedQuery<IGetDetailedServiceParams,IGetDetailedServiceResult>(getDetailedServiceIR);


/** 'GetOrganisationId' parameters type */
export interface IGetOrganisationIdParams {
  organisation_id: string;
}

/** 'GetOrganisationId' return type */
export interface IGetOrganisationIdResult {
  /** Time-ordered id. */
  id: string;
}

/** 'GetOrganisationId' query type */
export interface IGetOrganisationIdQuery {
  params: IGetOrganisationIdParams;
  result: IGetOrganisationIdResult;
}

const getOrganisationIdIR: any = {"usedParamSet":{"organisation_id":true},"params":[{"name":"organisation_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":48,"b":64}]}],"statement":"select id as \"id!\"\nfrom organisation\nwhere id = :organisation_id!"};

/**
 * Query generated from SQL:
 * ```
 * select id as "id!"
 * from organisation
 * where id = :organisation_id!
 * ```
 */
export const getOrganisationId = new PreparedQuery<IGetOrganisationIdParams,IGetOrganisationIdResult>(getOrganisationIdIR);


/** 'GetTemplateOfService' parameters type */
export interface IGetTemplateOfServiceParams {
  service_id: string;
  template_id: string;
}

/** 'GetTemplateOfService' return type */
export interface IGetTemplateOfServiceResult {
  /** What requests name as template_id. */
  id: string;
}

/** 'GetTemplateOfService' query type */
export interface IGetTemplateOfServiceQuery {
  params: IGetTemplateOfServiceParams;
  result: IGetTemplateOfServiceResult;
}

const getTemplateOfServiceIR: any = {"usedParamSet":{"template_id":true,"service_id":true},"params":[{"name":"template_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":45,"b":57}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":78,"b":89}]}],"statement":"select id as \"id!\"\nfrom templates\nwhere id = :template_id!\n  and service_id = :service_id!"};

/**
 * Query generated from SQL:
 * ```
 * select id as "id!"
 * from templates
 * where id = :template_id!
 *   and service_id = :service_id!
 * ```
 */
export const getTemplateOfService = new PreparedQuery<IGetTemplateOfServiceParams,IGetTemplateOfServiceResult>(getTemplateOfServiceIR);


