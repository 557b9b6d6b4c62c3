/** Types generated for queries found in "queries/billing/reports.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type postage = 'economy' | 'europe' | 'first' | 'rest-of-world' | 'second';

/** 'ListBillingReport' parameters type */
export interface IListBillingReportParams {
  end_date: string;
  start_date: string;
}

/** 'ListBillingReport' return type */
export interface IListBillingReportResult {
  billing_reference: string | null;
  contact_email_addresses: string | null;
  contact_names: string | null;
  letter_breakdown: string;
  letter_cost: string;
  organisation_id: string | null;
  organisation_name: string;
  purchase_order_number: string | null;
  service_id: string;
  service_name: string;
  sms_chargeable_units: number;
  sms_cost: string;
  total_letters: number;
}

/** 'ListBillingReport' query type */
export interface IListBillingReportQuery {
  params: IListBillingReportParams;
  result: IListBillingReportResult;
}

const listBillingReportIR: any = {"usedParamSet":{"start_date":true,"end_date":true},"params":[{"name":"start_date","required":true,"transform":{"type":"scalar"},"locs":[{"a":850,"b":861}]},{"name":"end_date","required":true,"transform":{"type":"scalar"},"locs":[{"a":864,"b":873}]}],"statement":"select\n  charged.organisation_id,\n  charged.organisation_name as \"organisation_name!\",\n  charged.service_id as \"service_id!\",\n  charged.service_name as \"service_name!\",\n  charged.sms_cost as \"sms_cost!\",\n  charged.sms_chargeable_units as \"sms_chargeable_units!\",\n  charged.total_letters as \"total_letters!\",\n  charged.letter_cost as \"letter_cost!\",\n  charged.letter_breakdown as \"letter_breakdown!\",\n  coalesce(services.purchase_order_number, organisation.purchase_order_number)\n    as purchase_order_number,\n  coalesce(services.billing_contact_names, organisation.billing_contact_names) as contact_names,\n  coalesce(services.billing_contact_email_addresses, organisation.billing_contact_email_addresses)\n    as contact_email_addresses,\n  coalesce(services.billing_reference, organisation.billing_reference) as billing_reference\nfrom service_charges(:start_date!, :end_date!) charged\njoin services on services.id = charged.service_id\nleft join organisation on organisation.id = charged.organisation_id\norder by organisation.name nulls last, charged.service_name, charged.service_id"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   charged.organisation_id,
 *   charged.organisation_name as "organisation_name!",
 *   charged.service_id as "service_id!",
 *   charged.service_name as "service_name!",
 *   charged.sms_cost as "sms_cost!",
 *   charged.sms_chargeable_units as "sms_chargeable_units!",
 *   charged.total_letters as "total_letters!",
 *   charged.letter_cost as "letter_cost!",
 *   charged.letter_breakdown as "letter_breakdown!",
 *   coalesce(services.purchase_order_number, organisation.purchase_order_number)
 *     as purchase_order_number,
 *   coalesce(services.billing_contact_names, organisation.billing_contact_names) as contact_names,
 *   coalesce(services.billing_contact_email_addresses, organisation.billing_contact_email_addresses)
 *     as contact_email_addresses,
 *   coalesce(services.billing_reference, organisation.billing_reference) as billing_reference
 * from service_charges(:start_date!, :end_date!) charged
 * join services on services.id = charged.service_id
 * left join organisation on organisation.id = charged.organisation_id
 * order by organisation.name nulls last, charged.service_name, charged.service_id
 * ```
 */
export const listBillingReport = new PreparedQuery<IListBillingReportParams,IListBillingReportResult>(listBillingReportIR);


/** 'ListDailySmsProviderVolumes' parameters type */
export interface IListDailySmsProviderVolumesParams {
  end_date: string;
  start_date: string;
}

/** 'ListDailySmsProviderVolumes' return type */
export interface IListDailySmsProviderVolumesResult {
  /** Local date of the messages' creation; named so in winter too. */
  day: string;
  /** Of texts: who sent them, or unknown; ses for emails, dvla for letters. */
  provider: string;
  sms_chargeable_units: number;
  sms_cost: string;
  sms_fragment_totals: number;
  sms_totals: number;
}

/** 'ListDailySmsProviderVolumes' query type */
export interface IListDailySmsProviderVolumesQuery {
  params: IListDailySmsProviderVolumesParams;
  result: IListDailySmsProviderVolumesResult;
}

const listDailySmsProviderVolumesIR: any = {"usedParamSet":{"start_date":true,"end_date":true},"params":[{"name":"start_date","required":true,"transform":{"type":"scalar"},"locs":[{"a":444,"b":455}]},{"name":"end_date","required":true,"transform":{"type":"scalar"},"locs":[{"a":461,"b":470}]}],"statement":"select\n  bst_date as \"day!\",\n  provider as \"provider!\",\n  sum(notifications_sent)::bigint as \"sms_totals!\",\n  sum(billable_units)::bigint as \"sms_fragment_totals!\",\n  sum(billable_units::bigint * rate_multiplier)::bigint as \"sms_chargeable_units!\",\n  -- What providers are owed knows no free allowance.\n  sum(billable_units::bigint * rate_multiplier * rate) as \"sms_cost!\"\nfrom ft_billing\nwhere notification_type = 'sms'\n  and bst_date between :start_date! and :end_date!\ngroup by bst_date, provider\norder by bst_date, provider"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   bst_date as "day!",
 *   provider as "provider!",
 *   sum(notifications_sent)::bigint as "sms_totals!",
 *   sum(billable_units)::bigint as "sms_fragment_totals!",
 *   sum(billable_units::bigint * rate_multiplier)::bigint as "sms_chargeable_units!",
 *   -- What providers are owed knows no free allowance.
 *   sum(billable_units::bigint * rate_multiplier * rate) as "sms_cost!"
 * from ft_billing
 * where notification_type = 'sms'
 *   and bst_date between :start_date! and :end_date!
 * group by bst_date, provider
 * order by bst_date, provider
 * ```
 */
export const listDailySmsProviderVolumes = new PreparedQuery<IListDailySmsProviderVolumesParams,IListDailySmsProviderVolumesResult>(listDailySmsProviderVolumesIR);


/** 'ListDailyVolumes' parameters type */
export interface IListDailyVolumesParams {
  end_date: string;
  start_date: string;
}

/** 'ListDailyVolumes' return type */
export interface IListDailyVolumesResult {
  /** Local date of the messages' creation; named so in winter too. */
  day: string;
  email_totals: number;
  letter_sheet_totals: number;
  letter_totals: number;
  sms_chargeable_units: number;
  sms_fragment_totals: number;
  sms_totals: number;
}

/** 'ListDailyVolumes' query type */
export interface IListDailyVolumesQuery {
  params: IListDailyVolumesParams;
  result: IListDailyVolumesResult;
}

const listDailyVolumesIR: any = {"usedParamSet":{"start_date":true,"end_date":true},"params":[{"name":"start_date","required":true,"transform":{"type":"scalar"},"locs":[{"a":766,"b":777}]},{"name":"end_date","required":true,"transform":{"type":"scalar"},"locs":[{"a":783,"b":792}]}],"statement":"select\n  bst_date as \"day!\",\n  coalesce(sum(notifications_sent) filter (where notification_type = 'sms'), 0)::bigint as \"sms_totals!\",\n  coalesce(sum(billable_units) filter (where notification_type = 'sms'), 0)::bigint as \"sms_fragment_totals!\",\n  coalesce(\n    sum(billable_units::bigint * rate_multiplier) filter (where notification_type = 'sms'), 0\n  )::bigint as \"sms_chargeable_units!\",\n  coalesce(sum(notifications_sent) filter (where notification_type = 'email'), 0)::bigint as \"email_totals!\",\n  coalesce(sum(notifications_sent) filter (where notification_type = 'letter'), 0)::bigint as \"letter_totals!\",\n  coalesce(sum(billable_units) filter (where notification_type = 'letter'), 0)::bigint as \"letter_sheet_totals!\"\nfrom ft_billing\nwhere bst_date between :start_date! and :end_date!\ngroup by bst_date\norder by bst_date"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   bst_date as "day!",
 *   coalesce(sum(notifications_sent) filter (where notification_type = 'sms'), 0)::bigint as "sms_totals!",
 *   coalesce(sum(billable_units) filter (where notification_type = 'sms'), 0)::bigint as "sms_fragment_totals!",
 *   coalesce(
 *     sum(billable_units::bigint * rate_multiplier) filter (where notification_type = 'sms'), 0
 *   )::bigint as "sms_chargeable_units!",
 *   coalesce(sum(notifications_sent) filter (where notification_type = 'email'), 0)::bigint as "email_totals!",
 *   coalesce(sum(notifications_sent) filter (where notification_type = 'letter'), 0)::bigint as "letter_totals!",
 *   coalesce(sum(billable_units) filter (where notification_type = 'letter'), 0)::bigint as "letter_sheet_totals!"
 * from ft_billing
 * where bst_date between :start_date! and :end_date!
 * group by bst_date
 * order by bst_date
 * ```
 */
export const listDailyVolumes = new PreparedQuery<IListDailyVolumesParams,IListDailyVolumesResult>(listDailyVolumesIR);


/** 'ListLetterDespatchCosts' parameters type */
export interface IListLetterDespatchCostsParams {
  end_date: string;
  start_date: string;
}

/** 'ListLetterDespatchCosts' return type */
export interface IListLetterDespatchCostsResult {
  cost: string;
  /** sorted or unsorted. */
  cost_threshold: string;
  /** The local date of despatch. */
  date: string;
  /** Letters. */
  letters: number;
  /** The postage. */
  postage: postage;
  /** Price of such a letter on that day. */
  rate: string;
  /** Sheets of one letter. */
  sheets: number;
}

/** 'ListLetterDespatchCosts' query type */
export interface IListLetterDespatchCostsQuery {
  params: IListLetterDespatchCostsParams;
  result: IListLetterDespatchCostsResult;
}

const listLetterDespatchCostsIR: any = {"usedParamSet":{"start_date":true,"end_date":true},"params":[{"name":"start_date","required":true,"transform":{"type":"scalar"},"locs":[{"a":274,"b":285}]},{"name":"end_date","required":true,"transform":{"type":"scalar"},"locs":[{"a":291,"b":300}]}],"statement":"select\n  bst_date as \"date!\",\n  postage as \"postage!\",\n  cost_threshold as \"cost_threshold!\",\n  billable_units as \"sheets!\",\n  rate as \"rate!\",\n  notifications_sent as \"letters!\",\n  rate * notifications_sent as \"cost!\"\nfrom ft_billing_letter_despatch\nwhere bst_date between :start_date! and :end_date!\norder by bst_date, postage::text, cost_threshold, rate, billable_units"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   bst_date as "date!",
 *   postage as "postage!",
 *   cost_threshold as "cost_threshold!",
 *   billable_units as "sheets!",
 *   rate as "rate!",
 *   notifications_sent as "letters!",
 *   rate * notifications_sent as "cost!"
 * from ft_billing_letter_despatch
 * where bst_date between :start_date! and :end_date!
 * order by bst_date, postage::text, cost_threshold, rate, billable_units
 * ```
 */
export const listLetterDespatchCosts = new PreparedQuery<IListLetterDespatchCostsParams,IListLetterDespatchCostsResult>(listLetterDespatchCostsIR);


/** 'ListLiveServices' parameters type */
export interface IListLiveServicesParams {
  now: string;
}

/** 'ListLiveServices' return type */
export interface IListLiveServicesResult {
  consent_to_research: boolean | null;
  /** As given; unique without regard to case among people who are not archived. */
  contact_email: string;
  /** For sign-in codes and for the recipient rules of trial services; null only with another way to sign in. */
  contact_mobile: string | null;
  contact_name: string;
  email_totals: number;
  email_volume_intent: number | null;
  free_sms_fragment_limit: number;
  letter_totals: number;
  letter_volume_intent: number | null;
  live_date: string | null;
  organisation_name: string | null;
  organisation_type: string | null;
  service_id: string;
  service_name: string;
  sms_totals: number;
  sms_volume_intent: number | null;
}

/** 'ListLiveServices' query type */
export interface IListLiveServicesQuery {
  params: IListLiveServicesParams;
  result: IListLiveServicesResult;
}

const listLiveServicesIR: any = {"usedParamSet":{"now":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":617,"b":621}]}],"statement":"select\n  live.service_id as \"service_id!\",\n  live.service_name as \"service_name!\",\n  live.organisation_name,\n  live.organisation_type,\n  live.consent_to_research,\n  users.name as contact_name,\n  users.email_address as contact_email,\n  users.mobile_number as contact_mobile,\n  wire_rfc_date(live.live_date) as live_date,\n  live.sms_volume_intent,\n  live.email_volume_intent,\n  live.letter_volume_intent,\n  live.email_totals as \"email_totals!\",\n  live.sms_totals as \"sms_totals!\",\n  live.letter_totals as \"letter_totals!\",\n  live.free_sms_fragment_limit as \"free_sms_fragment_limit!\"\nfrom live_service_usage(local_date(:now!)) live\njoin services on services.id = live.service_id\nleft join users on users.id = services.go_live_user_id\norder by live.live_date, live.service_id"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   live.service_id as "service_id!",
 *   live.service_name as "service_name!",
 *   live.organisation_name,
 *   live.organisation_type,
 *   live.consent_to_research,
 *   users.name as contact_name,
 *   users.email_address as contact_email,
 *   users.mobile_number as contact_mobile,
 *   wire_rfc_date(live.live_date) as live_date,
 *   live.sms_volume_intent,
 *   live.email_volume_intent,
 *   live.letter_volume_intent,
 *   live.email_totals as "email_totals!",
 *   live.sms_totals as "sms_totals!",
 *   live.letter_totals as "letter_totals!",
 *   live.free_sms_fragment_limit as "free_sms_fragment_limit!"
 * from live_service_usage(local_date(:now!)) live
 * join services on services.id = live.service_id
 * left join users on users.id = services.go_live_user_id
 * order by live.live_date, live.service_id
 * ```
 */
export const listLiveServices = new PreparedQuery<IListLiveServicesParams,IListLiveServicesResult>(listLiveServicesIR);


/** 'ListSmsUsagePerService' parameters type */
export interface IListSmsUsagePerServiceParams {
  end_date: string;
  organisation_id?: string | null | void;
  start_date: string;
}

/** 'ListSmsUsagePerService' return type */
export interface IListSmsUsagePerServiceResult {
  active: boolean;
  chargeable_units: number;
  charged_units: number;
  cost: string;
  free_allowance: number | null;
  free_allowance_left: number;
  organisation_id: string | null;
  organisation_name: string | null;
  service_id: string;
  service_name: string;
}

/** 'ListSmsUsagePerService' query type */
export interface IListSmsUsagePerServiceQuery {
  params: IListSmsUsagePerServiceParams;
  result: IListSmsUsagePerServiceResult;
}

const listSmsUsagePerServiceIR: any = {"usedParamSet":{"start_date":true,"end_date":true,"organisation_id":true},"params":[{"name":"start_date","required":true,"transform":{"type":"scalar"},"locs":[{"a":328,"b":339}]},{"name":"end_date","required":true,"transform":{"type":"scalar"},"locs":[{"a":342,"b":351}]},{"name":"organisation_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":360,"b":375},{"a":412,"b":427}]}],"statement":"select\n  organisation_id,\n  organisation_name,\n  service_id as \"service_id!\",\n  service_name as \"service_name!\",\n  free_allowance,\n  free_allowance_left as \"free_allowance_left!\",\n  chargeable_units as \"chargeable_units!\",\n  charged_units as \"charged_units!\",\n  cost as \"cost!\",\n  active as \"active!\"\nfrom sms_usage_per_service(:start_date!, :end_date!)\nwhere :organisation_id::uuid is null or organisation_id = :organisation_id\norder by organisation_name nulls last, service_name, service_id"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   organisation_id,
 *   organisation_name,
 *   service_id as "service_id!",
 *   service_name as "service_name!",
 *   free_allowance,
 *   free_allowance_left as "free_allowance_left!",
 *   chargeable_units as "chargeable_units!",
 *   charged_units as "charged_units!",
 *   cost as "cost!",
 *   active as "active!"
 * from sms_usage_per_service(:start_date!, :end_date!)
 * where :organisation_id::uuid is null or organisation_id = :organisation_id
 * order by organisation_name nulls last, service_name, service_id
 * ```
 */
export const listSmsUsagePerService = new PreparedQuery<IListSmsUsagePerServiceParams,IListSmsUsagePerServiceResult>(listSmsUsagePerServiceIR);


/** 'ListVolumesByService' parameters type */
export interface IListVolumesByServiceParams {
  end_date: string;
  start_date: string;
}

/** 'ListVolumesByService' return type */
export interface IListVolumesByServiceResult {
  email_totals: number;
  free_allowance: number;
  letter_cost: string;
  letter_sheet_totals: number;
  letter_totals: number;
  organisation_id: string;
  organisation_name: string;
  service_id: string;
  service_name: string;
  sms_chargeable_units: number;
  sms_notifications: number;
}

/** 'ListVolumesByService' query type */
export interface IListVolumesByServiceQuery {
  params: IListVolumesByServiceParams;
  result: IListVolumesByServiceResult;
}

const listVolumesByServiceIR: any = {"usedParamSet":{"end_date":true,"start_date":true},"params":[{"name":"end_date","required":true,"transform":{"type":"scalar"},"locs":[{"a":673,"b":682},{"a":907,"b":916}]},{"name":"start_date","required":true,"transform":{"type":"scalar"},"locs":[{"a":893,"b":904}]}],"statement":"select\n  live_services.name as \"service_name!\",\n  live_services.id as \"service_id!\",\n  coalesce(organisation.name, '') as \"organisation_name!\",\n  organisation.id as organisation_id,\n  allowance.free_sms_fragment_limit as \"free_allowance!\",\n  coalesce(volumes.sms_notifications, 0) as \"sms_notifications!\",\n  coalesce(volumes.sms_chargeable_units, 0) as \"sms_chargeable_units!\",\n  coalesce(volumes.email_totals, 0) as \"email_totals!\",\n  coalesce(volumes.letter_totals, 0) as \"letter_totals!\",\n  coalesce(volumes.letter_sheet_totals, 0) as \"letter_sheet_totals!\",\n  coalesce(volumes.letter_cost, 0) as \"letter_cost!\"\nfrom live_services\njoin allowances_of_year(financial_year(:end_date!)) allowance\n  on allowance.service_id = live_services.id\n  and allowance.free_sms_fragment_limit is not null\nleft join organisation on organisation.id = live_services.organisation_id\nleft join service_volumes(:start_date!, :end_date!) volumes on volumes.service_id = live_services.id\norder by organisation.name nulls last, live_services.name, live_services.id"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   live_services.name as "service_name!",
 *   live_services.id as "service_id!",
 *   coalesce(organisation.name, '') as "organisation_name!",
 *   organisation.id as organisation_id,
 *   allowance.free_sms_fragment_limit as "free_allowance!",
 *   coalesce(volumes.sms_notifications, 0) as "sms_notifications!",
 *   coalesce(volumes.sms_chargeable_units, 0) as "sms_chargeable_units!",
 *   coalesce(volumes.email_totals, 0) as "email_totals!",
 *   coalesce(volumes.letter_totals, 0) as "letter_totals!",
 *   coalesce(volumes.letter_sheet_totals, 0) as "letter_sheet_totals!",
 *   coalesce(volumes.letter_cost, 0) as "letter_cost!"
 * from live_services
 * join allowances_of_year(financial_year(:end_date!)) allowance
 *   on allowance.service_id = live_services.id
 *   and allowance.free_sms_fragment_limit is not null
 * left join organisation on organisation.id = live_services.organisation_id
 * left join service_volumes(:start_date!, :end_date!) volumes on volumes.service_id = live_services.id
 * order by organisation.name nulls last, live_services.name, live_services.id
 * ```
 */
export const listVolumesByService = new PreparedQuery<IListVolumesByServiceParams,IListVolumesByServiceResult>(listVolumesByServiceIR);


