/**
 * What the database's rules mean to whoever breaks them: constraint name → wire error, for the one error handler (src/server.ts). Functions that refuse
 * say so with an errcode and `constraint = …`, and are found here as well. A test walks db/schema.json and db/rules: every name is either in `refusals`,
 * because input of the internal API can break it, or in `ours`, because only a fault of Crier's can, which is answered 500. Primary keys that are not named
 * are ours. Source: specification, internal API, errors, and each endpoint's; its words where it has some, else those of its field validation.
 */
import { constraintOf } from './database.ts'
import { PlainError, type Status } from './errors.ts'
import { lettersAreOff } from './letters/switch.ts'

/** message: a sentence, or sentences by field. `{name}` is what the request calls so, in its body or its path. */
export type Refusal = { status: Status; message: string | Record<string, string[]> }

const words = (message: string, status: Status = 400): Refusal => ({ status, message })
const field = (name: string, text: string): Refusal => ({ status: 400, message: { [name]: [text] } })

const short = (name: string, most: number) => field(name, `Longer than maximum length ${most}.`)
const sized = (name: string, least: number, most: number) =>
  field(name, `Length must be between ${least} and ${most}.`)
const within = (name: string, least: number, most: number) =>
  field(name, `Must be between ${least} and ${most}.`)
const notNegative = (name: string) => field(name, 'Must be greater than or equal to 0.')
const oneOfKnown = (name: string) => field(name, 'Not a valid choice.')
const required = (name: string) => field(name, 'Missing data for required field.')
/** What a field names does not exist. */
const unknown = (name: string) => field(name, 'No result found')
/** What the path names does not exist. */
const nothingThere = words('No result found', 404)
const twoDefaults = words('Another default was chosen at the same time, try again', 409)

const names = (text: string) => text.trim().split(/\s+/)
const all = (text: string, refusal: Refusal) => Object.fromEntries(names(text).map((name) => [name, refusal]))

const services = {
  services_normalised_service_name_key: field('name', "Duplicate service name '{name}'"),
  service_name_has_a_letter_or_digit: field('name', 'Must include letters or digits'),
  service_sender_name_gives_an_address: field(
    'normalised_service_name',
    'Cannot include characters from a non-Latin alphabet: its emails are sent from an address made of it',
  ),
  service_name_is_short: sized('name', 1, 255),
  contact_link_is_short: short('contact_link', 255),
  custom_email_sender_name_is_short: short('custom_email_sender_name', 255),
  email_message_limit_is_not_negative: notNegative('email_message_limit'),
  sms_message_limit_is_not_negative: notNegative('sms_message_limit'),
  letter_message_limit_is_not_negative: notNegative('letter_message_limit'),
  international_sms_message_limit_is_not_negative: notNegative('international_sms_message_limit'),
  rate_limit_is_not_negative: notNegative('rate_limit'),
  services_organisation_type_fkey: oneOfKnown('organisation_type'),
  services_organisation_id_fkey: unknown('organisation'),
  actor_is_a_user: unknown('created_by'),
  services_created_by_id_fkey: unknown('created_by'),
  services_go_live_user_id_fkey: unknown('go_live_user'),
  services_email_branding_id_fkey: unknown('email_branding'),
  services_letter_branding_id_fkey: unknown('letter_branding'),

  api_keys_service_id_name_key: field('name', 'A key with this name already exists'),
  api_key_name_is_short: sized('name', 1, 255),
  api_keys_created_by_id_fkey: unknown('created_by'),
  service_has_one_callback_per_type: field(
    'name',
    'You can only have one URL and bearer token for your service.',
  ),
  callback_url_is_https: field('url', 'is not a valid https url'),
  service_callback_api_updated_by_id_fkey: unknown('updated_by_id'),

  reply_to_is_an_address: field('email_address', 'Not a valid email address'),
  service_has_a_default_reply_to: words('You must have at least one reply to email address as the default.'),
  service_has_a_default_sender: words('You must have at least one SMS sender as the default.'),
  reply_to_is_new_to_the_service: words(
    '‘{email}’ is already a reply-to email address for this service.',
    409,
  ),
  inbound_sender_is_its_number: words('You can not change the inbound number for service {service_id}'),
  archived_sender_has_no_number: words('You cannot delete an inbound number'),
  archived_reply_to_is_no_default: words('You cannot delete a default email reply to address'),
  sms_sender_has_a_length: sized('sms_sender', 1, 11),
  archived_sender_is_no_default: words('You cannot delete a default sms sender'),
  service_sms_senders_inbound_number_id_key: field('inbound_number_id', 'Already in use'),
  service_sms_senders_inbound_number_id_fkey: unknown('inbound_number_id'),
  inbound_numbers_service_id_key: words('Service already has an inbound number'),
  inbound_number_is_free: words('The inbound number is not available'),
  ...all(
    'service_has_one_default_reply_to service_has_one_default_sender service_has_one_default_contact',
    twoDefaults,
  ),

  service_contact_list_pkey: field('id', 'Already in use'),
  contact_list_name_is_short: sized('original_file_name', 1, 255),
  contact_list_has_rows: field('row_count', 'Not a positive integer'),
  contact_list_is_for_sms_or_email: oneOfKnown('template_type'),
  service_contact_list_created_by_id_fkey: unknown('created_by'),
} satisfies Record<string, Refusal>

const people = {
  users_email_address_key: field('email_address', 'A user with this email address already exists'),
  user_email_address_is_short: short('email_address', 320),
  user_name_is_short: short('name', 255),
  user_has_mobile_or_other_auth: words('Mobile number must be set if auth_type is set to sms_auth'),
  operators_make_platform_admins: words('Cannot set platform_admin to True'),
  user_is_not_active_yet: words('User already active'),
  services_keep_a_manager: words('User cannot be removed from a service'),
  person_keeps_a_credential: words('Cannot delete last remaining webauthn credential for user'),
  person_has_20_credentials_at_most: words('A person can have 20 security keys at most'),
  webauthn_name_is_short: sized('name', 1, 255),
  user_to_service_pkey: words('User id: {user_id} already part of service id: {service_id}'),
  permissions_service_id_user_id_fkey: words('User not found', 404),
  user_folder_permissions_template_folder_id_service_id_fkey: unknown('folder_permissions'),
  service_keeps_its_team: words('User cannot be removed from the service'),
  service_keeps_its_managers: words(
    'Cannot change user permissions - service would have too few users with manage_settings',
  ),
  requester_is_not_archived: nothingThere,
  offered_branding_is_not_archived: nothingThere,

  invites_invited_by_id_fkey: unknown('invited_by'),
  invite_email_address_is_short: short('email_address', 320),
  invited_to_folders_of_the_service: unknown('folder_permissions'),
  invite_ends_once: words('The invitation was accepted or cancelled before'),
  only_others_ask_to_join: words('user-already-in-service'),
  members_are_asked: words('no-valid-service-managers-ids'),
  join_reason_is_short: short('reason', 10_000),
  join_request_is_decided_once: words('The request to join was decided before'),

  organisation_name_key: words('Organisation name already exists'),
  organisation_name_is_short: sized('name', 1, 255),
  archived_organisation_has_no_services: words('Cannot archive an organisation with active services'),
  archived_organisation_has_no_members: words(
    'Cannot archive an organisation with team members or invited team members',
  ),
  organisation_email_branding_is_in_pool: words("You cannot remove an organisation's default email branding"),
  organisation_letter_branding_is_in_pool: words(
    "You cannot remove an organisation's default letter branding",
  ),
  go_live_request_is_active: words('The service has no active request to go live'),
  organisation_organisation_type_fkey: oneOfKnown('organisation_type'),
  organisation_agreement_signed_by_id_fkey: unknown('agreement_signed_by_id'),
  signed_agreement_has_a_date: required('agreement_signed_at'),
  domain_pkey: words('Domain already exists'),
  domain_is_lower_case: field('domains', 'Not a valid domain.'),

  email_branding_name_key: field('name', 'An email branding with that name already exists.'),
  email_branding_has_text_or_alt_text: words('Email branding must have exactly one of alt_text and text.'),
  email_branding_name_is_short: short('name', 255),
  email_branding_text_is_short: short('text', 255),
  email_branding_alt_text_is_short: short('alt_text', 255),
  email_branding_logo_is_short: short('logo', 255),
  email_branding_colour_is_hex: field('colour', 'Not a valid colour, such as #0b0c0c.'),
  email_brand_type_is_known: oneOfKnown('brand_type'),
  email_branding_created_by_id_fkey: unknown('created_by'),
  archived_email_branding_is_unused: words("Email branding is in use and so it can't be archived."),
  letter_branding_name_key: field('name', 'Name already in use'),
  letter_branding_name_is_short: short('name', 255),
  letter_branding_filename_key: field('filename', 'Filename already in use'),
  letter_branding_filename_is_short: short('filename', 255),
  letter_branding_created_by_id_fkey: unknown('created_by_id'),
} satisfies Record<string, Refusal>

const templates = {
  template_name_is_short: sized('name', 1, 255),
  template_has_subject_if_email_or_letter: required('subject'),
  template_has_postage_if_letter: field('postage', 'Only letters have postage, and each has one.'),
  template_postage_is_domestic: field('postage', 'invalid. It must be first, second or economy.'),
  template_has_languages_if_letter: field('letter_languages', 'Only letters have languages.'),
  template_has_welsh_if_welsh: field(
    'letter_languages',
    'A letter has a Welsh subject and Welsh content if it is in Welsh, and neither if it is not.',
  ),
  only_emails_have_unsubscribe_link: field('has_unsubscribe_link', 'Only emails have an unsubscribe link.'),
  only_letters_have_contact_and_attachment: field(
    'reply_to',
    'Only letters have a contact or an attachment.',
  ),
  templates_folder_id_service_id_fkey: words('parent_folder_id not found'),
  templates_service_letter_contact_id_service_id_fkey: words(
    'letter_contact_id {reply_to} does not exist in database for service id {service_id}',
  ),
  templates_created_by_id_fkey: unknown('created_by'),

  template_folder_parent_id_service_id_fkey: words('parent_id not found'),
  folder_is_not_its_own_parent: words('You cannot move a folder to itself'),
  folder_has_no_cycle: words('You cannot move a folder to one of its subfolders'),
  folder_name_is_short: sized('name', 1, 255),
  service_has_at_most_10000_folders: words('A service cannot have more than 10,000 folders'),
  deleted_folder_is_empty: words('Folder is not empty'),

  attachment_name_is_short: sized('original_filename', 1, 255),
  attachment_has_pages: within('page_count', 1, 10),
  letter_attachment_created_by_id_fkey: unknown('created_by_id'),
  letter_attachment_archived_by_id_fkey: unknown('archived_by'),
  letter_attachment_pkey: field('upload_id', 'Already in use'),
  template_is_there: words('template-not-found', 404),
  template_has_one_attachment: words('template-already-has-attachment'),
  attachment_has_a_file: words('letter-attachment-file-not-found'),
  attachment_is_a_templates: words('letter-attachment-already-archived'),
  template_email_files_template_id_filename_key: words(
    'File named {filename} already exists for template id {template_id}',
  ),
  template_email_files_pkey: field('id', 'Already in use'),
  only_emails_have_files: words('Cannot add an email file to a non-email template'),
  files_are_of_services_with_emails: words('Updating email templates is not allowed'),
  email_file_name_is_short: sized('filename', 1, 255),
  email_file_link_text_is_short: short('link_text', 1000),
  file_retention_is_1_to_78_weeks: within('retention_period', 1, 78),
  template_email_files_created_by_id_fkey: unknown('created_by_id'),
  template_email_files_archived_by_id_fkey: unknown('archived_by_id'),
} satisfies Record<string, Refusal>

const jobs = {
  job_name_is_short: sized('name', 1, 255),
  job_starts_in_the_future: field('scheduled_for', 'Date cannot be in the past'),
  job_starts_within_7_days: field('scheduled_for', 'Date cannot be more than 7 days in the future'),
  jobs_created_by_id_fkey: unknown('created_by'),
  jobs_contact_list_id_service_id_fkey: unknown('contact_list_id'),
  job_is_of_letters: words(
    'Only letter jobs can be cancelled through this endpoint. This is not a letter job.',
  ),
  job_is_processed: words('We are still processing these letters, please try again in a minute.'),
  job_is_not_printed: words('It’s too late to cancel sending, these letters have already been sent.'),
} satisfies Record<string, Refusal>

const others = {
  service_data_retention_pkey: words(
    'Service already has data retention for {notification_type} notification type',
  ),
  retention_is_3_to_90_days: within('days_of_retention', 3, 90),
  free_allowance_is_not_negative: notNegative('free_sms_fragment_limit'),
  letters_are_switched_on: words(lettersAreOff, 403),
  provider_priority_is_0_to_100: within('priority', 0, 100),
  provider_details_created_by_id_fkey: unknown('created_by'),
  notifications_created_by_id_fkey: unknown('created_by'),
  report_requests_user_id_fkey: unknown('user_id'),
  earliest_not_after_latest: field('latest_timestamp', 'Must not be before earliest_timestamp.'),
  report_counts_requests: notNegative('count'),
} satisfies Record<string, Refusal>

/** References to what the path names. */
const pathReferences = all(
  `annual_billing_service_id_fkey api_keys_service_id_fkey domain_organisation_id_fkey inbound_numbers_service_id_fkey
  invites_organisation_id_fkey invites_service_id_fkey service_callback_api_service_id_fkey service_contact_list_service_id_fkey
  service_data_retention_service_id_fkey service_email_reply_to_service_id_fkey service_guest_list_service_id_fkey
  service_letter_contacts_service_id_fkey service_permissions_service_id_fkey service_sms_senders_service_id_fkey
  template_email_files_template_id_fkey template_folder_service_id_fkey templates_service_id_fkey
  unsubscribe_request_report_service_id_fkey user_folder_permissions_service_id_user_id_fkey
  email_branding_to_organisation_email_branding_id_fkey letter_branding_to_organisation_letter_branding_id_fkey
  user_to_organisation_organisation_id_fkey user_to_organisation_user_id_fkey user_to_service_service_id_fkey
  user_to_service_user_id_fkey`,
  nothingThere,
)

export const refusals: Readonly<Record<string, Refusal>> = {
  ...services,
  ...people,
  ...templates,
  ...jobs,
  ...others,
  ...pathReferences,
}

/** What no request can break: the programs work it out, or check it before, or operators alone write it. By domain. */
export const ours: readonly string[] = names(`
  change_has_a_time change_has_an_actor email_domain_is_a_domain job_has_a_queue longest_lag_is_bounded
  longest_standstill_is_bounded own_template_is_known platform_has_one_key rule_kind_is_known settings_have_one_row time_zone_has_a_name

  bank_holidays_division_is_known international_sms_rates_alpha_is_known international_sms_rates_are_named
  international_sms_rates_multiplier_is_positive international_sms_rates_prefix_is_digits
  letter_transit_days_earliest_before_latest letter_transit_days_is_not_negative
  letter_transit_days_last_weekday_is_friday_to_sunday letter_transit_days_postage_is_known

  failed_tries_are_counted verify_code_hash_has_32_bytes verify_code_lives_for_some_time verify_codes_user_id_fkey
  webauthn_credential_is_bounded webauthn_credentials_user_id_fkey webauthn_response_is_bounded

  archived_contact_is_no_default protected_sender_id_is_short protected_sender_ids_plain_sender_id_key failed_logins_are_counted guest_is_short inbound_number_is_short inbound_numbers_number_key
  decided_join_request_has_a_time email_branding_to_organisation_organisation_id_fkey government_domain_is_lower_case
  letter_branding_to_organisation_organisation_id_fkey only_organisations_make_services_live
  only_services_have_permissions_and_folders organisation_permissions_organisation_id_fkey
  service_join_request_contacted_use_service_join_request_id_fkey service_join_request_contacted_users_user_id_fkey
  service_join_requests_requester_id_fkey service_join_requests_service_id_fkey service_join_requests_status_changed_by_id_fkey
  invite_is_accepted_or_cancelled invite_is_to_one_thing service_data_retention_id_key service_id_is_version_4
  service_contact_list_id_service_id_key service_letter_contacts_id_service_id_key

  only_broadcasts_have_broadcast_data template_folder_id_service_id_key templates_letter_attachment_id_fkey
  templates_precompiled_letter_key

  billable_units_are_not_negative claims_are_of_open_days client_reference_is_short daily_usage_is_not_negative document_links_only_if_documents
  downloads_are_counted idempotency_key_is_short idempotency_keys_service_id_fkey job_and_row_number_go_together
  job_row_number_counts_from_0 message_keeps_its_owners message_owners_are_its_services
  notification_change_marks_timeline_check notifications_reference_key
  owner_has_no_live_messages phone_prefix_only_if_sms postage_if_letter rate_multiplier_is_not_negative
  rate_multiplier_only_if_sms sent_at_not_before_created_at service_daily_usage_service_id_fkey status_belongs_to_channel
  status_follows_its_transitions unsubscribe_link_only_if_email uq_notifications_job_row_number

  failed_letter_has_pages returned_letters_service_id_fkey validation_code_is_short

  job_has_rows job_idempotency_key_is_short job_is_within_the_day job_key_has_a_request
  job_key_is_of_one_request job_reference_is_short job_rows_count_from_0 job_rows_job_id_fkey jobs_api_key_id_fkey
  jobs_idempotency_key jobs_service_id_fkey jobs_template_id_template_version_fkey next_row_is_of_its_job only_scheduled_jobs_wait queued_rows_are_stored
  row_reference_is_short

  cost_threshold_is_known failure_hold_is_not_negative failure_window_is_bounded failures_are_positive
  most_failures_are_not_negative provider_details_identifier_key provider_receipts_waiting_key receipt_code_is_short
  receipt_provider_is_short receipt_reference_is_short receipt_status_is_short receipt_wait_is_bounded
  resting_priority_is_0_to_100 slow_after_is_positive slow_hold_is_not_negative slow_share_is_a_share slow_window_is_bounded
  step_is_1_to_100 tend_hold_is_not_negative
  http_body_is_an_object_or_array http_form_is_an_object http_get_has_no_body http_headers_are_an_object http_method_is_known
  http_places_are_json_pointers http_protocols_adapter_fkey http_receipts_have_reference_and_status
  http_success_is_a_place_and_values http_url_has_a_host provider_max_calls_are_1_to_10000 provider_pace_is_up_to_10000_a_second
  provider_paces_provider_fkey provider_setting_has_one_source provider_setting_is_a_word provider_setting_is_short
  provider_settings_provider_fkey provider_tests_provider_fkey provider_timeout_is_up_to_half_a_minute
  provider_variable_is_a_word refusal_is_an_outcome_of_one_message silence_means_delivered_within_three_days

  allowance_holds_for_some_years default_allowance_is_not_negative default_annual_allowance_organisation_type_fkey
  fact_is_known facts_count_something facts_exclude_test_keys letter_rate_is_not_negative letter_rate_is_valid_for_some_time
  letters_have_1_to_5_sheets no_more_in_time_than_in_all postage_of_facts_if_letter rate_is_not_negative
  rate_ends_before_the_next rate_is_valid_for_some_time rates_are_for_texts

  address_hash_has_32_bytes address_hash_only_if_confirmed chunk_is_within_256_kib_and_tag chunks_count_from_0
  content_type_is_short delete_after_not_before_created_at deleted_file_has_no_name documents_id_fkey file_chunks_file_id_fkey
  file_objects_file_id_fkey file_objects_object_key_key object_key_is_short objects_begin_with_a_piece
  file_has_an_end file_is_within_100_mib file_is_within_its_purpose file_name_is_short
  file_purpose_is_a_slug file_purpose_is_of_its_owner file_purposes_purpose_is_platforms_key files_service_id_fkey key_hash_has_32_bytes
  most_bytes_are_within_100_mib only_services_files_are_of_messages only_stored_files_are_kept pieces_follow_each_other
  link_hash_has_32_bytes template_file_tries_are_counted
  remembered_days_are_within_ten_years retention_days_are_within_ten_years sha256_has_32_bytes stored_file_has_a_sum
  wrong_tries_are_not_negative object_metadata_file_id_fkey object_metadata_is_an_object object_metadata_is_within_8_kib

  callback_attempts_are_counted callback_error_is_short callback_has_payload_until_delivered callback_waits_until_it_ends outage_goes_on
  waiting_callback_has_a_time

  slow_delivery_watch_has_one_row support_address_is_an_address told_of_what_is_slow

  complaint_type_is_short complaints_service_id_fkey complaints_ses_feedback_id_key feedback_id_is_short

  report_is_kept_for_days report_parameter_is_an_object report_requests_service_id_fkey

  fingerprint_has_32_bytes http_inbound_has_number_sender_and_content inbound_sms_fingerprint_key
  inbound_sms_service_id_fkey unsubscribe_request_service_id_fkey
  unsubscribe_request_template_id_template_version_fkey unsubscribe_request_unsubscribe_request_report_id_fkey

  acknowledged_batch_has_a_time batch_error_is_short batch_failures_are_not_negative batch_has_bytes batch_has_letters batch_has_sheets
  batches_count_from_1 handed_over_batch_has_a_printer letter_file_name_is_one letter_has_1_to_10_pages letter_pdf_has_contents
  letter_pdfs_file_id_fkey positions_count_from_1 print_batch_letters_batch_id_fkey print_batch_letters_live_key
  print_batches_name_key print_batches_print_day_fkey print_batches_print_day_postage_sequence_key print_detail_is_short
  printer_rotations_provider_fkey rotated_setting_is_known response_file_has_its_format response_file_name_is_short
  sorted_count_is_not_negative unsorted_count_is_not_negative

  approved_broadcast_has_a_time approved_broadcast_has_an_area broadcast_areas_are_an_object broadcast_attempt_detail_is_short
  broadcast_attempt_ends_after_it_began broadcast_attempt_is_at_site_1_or_2 broadcast_cap_event_is_short
  broadcast_content_is_bounded broadcast_deliveries_broadcast_event_id_fkey broadcast_deliveries_broadcast_event_id_provider_key
  broadcast_deliveries_provider_fkey broadcast_delivery_waits_until_it_ends broadcast_event_broadcast_message_id_fkey
  broadcast_event_broadcast_message_id_sent_at_key broadcast_event_one_alert_key broadcast_event_one_cancel_key
  broadcast_event_service_id_fkey broadcast_failures_are_counted broadcast_fits_phones broadcast_format_is_cap_or_ibag
  broadcast_is_approved_by_a_person broadcast_is_cancelled_by_one broadcast_lives_for_minutes_to_a_day
  broadcast_message_approved_by_id_fkey broadcast_message_cancelled_by_api_key_id_fkey broadcast_message_cancelled_by_id_fkey
  broadcast_message_created_by_api_key_id_fkey broadcast_message_created_by_id_fkey broadcast_message_service_id_fkey
  broadcast_message_template_id_template_version_fkey broadcast_provider_attempt_broadcast_provider_message_id_fkey
  broadcast_provider_is_a_slug broadcast_provider_message_broadcast_event_id_fkey
  broadcast_provider_message_broadcast_event_id_provider_key broadcast_provider_message_message_number_key
  broadcast_provider_message_provider_message_format_fkey
  broadcast_providers_provider_message_format_key broadcast_reason_is_short broadcast_reference_is_short
  broadcast_sandbox_documents_provider_fkey broadcast_site_is_1_or_2 broadcast_site_is_a_web_address
  broadcast_sites_provider_fkey broadcast_template_has_a_version broadcast_wire_profile_key broadcast_wire_profile_provider_fkey
  ck_broadcast_message_created_by_not_null ibag_documents_have_numbers message_number_is_positive sandbox_site_is_1_or_2
  service_broadcast_settings_provider_fkey service_broadcast_settings_service_id_fkey transmitted_areas_have_polygons
  transmitted_content_has_a_body transmitted_sender_fits_references wire_profile_key_is_short wire_profile_value_is_short
`)

/**
 * What an error of a statement tells whoever asked for it.
 * @param given values by what the request calls them, for the words
 * @returns null when it is no rule that input can break
 */
export function refusalOf(error: unknown, given: Readonly<Record<string, unknown>> = {}): PlainError | null {
  const name = constraintOf(error)
  if (name === null || !Object.hasOwn(refusals, name)) return null
  const { status, message } = refusals[name]!
  const filled = (text: string) => text.replace(/\{(\w+)\}/g, (_, key: string) => shown(given[key]))
  return new PlainError(
    status,
    typeof message === 'string'
      ? filled(message)
      : Object.fromEntries(Object.entries(message).map(([key, texts]) => [key, texts.map(filled)])),
  )
}

/** A value as a message repeats it: in full up to what any of them may have. */
const shown = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 255) : '')
