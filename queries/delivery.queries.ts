/** Types generated for queries found in "queries/delivery.sql" */
import { PreparedQuery } from '../src/prepared-query.ts';

export type key_type = 'normal' | 'team' | 'test';

export type notification_status = 'cancelled' | 'created' | 'delivered' | 'failed' | 'pending' | 'pending-virus-check' | 'permanent-failure' | 'returned-letter' | 'sending' | 'sent' | 'technical-failure' | 'temporary-failure' | 'validation-failed' | 'virus-scan-failed';

export type notification_type = 'email' | 'letter' | 'sms';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type JsonArray = (Json)[];

export type numberArray = (number)[];

export type stringArray = (string)[];

/** 'ClaimDeliverable' parameters type */
export interface IClaimDeliverableParams {
  claim: string;
  ids: stringArray;
  most_bytes: number;
}

/** 'ClaimDeliverable' return type */
export interface IClaimDeliverableResult {
  created_at: string;
  document_links: Buffer | null;
  held_seconds: number | null;
  id: string;
  international: boolean;
  key_type: key_type;
  normalised_to: string | null;
  notification_type: notification_type;
  personalisation: Json | null;
  providers: stringArray;
  reply_to_text: string | null;
  service_id: string;
  service_is_active: boolean;
  template_id: string;
  template_version: number;
  to: string;
  unsubscribe_link: string | null;
}

/** 'ClaimDeliverable' query type */
export interface IClaimDeliverableQuery {
  params: IClaimDeliverableParams;
  result: IClaimDeliverableResult;
}

const claimDeliverableIR: any = {"usedParamSet":{"claim":true,"ids":true,"most_bytes":true},"params":[{"name":"claim","required":true,"transform":{"type":"scalar"},"locs":[{"a":236,"b":242}]},{"name":"ids","required":true,"transform":{"type":"scalar"},"locs":[{"a":245,"b":249},{"a":1876,"b":1880}]},{"name":"most_bytes","required":true,"transform":{"type":"scalar"},"locs":[{"a":808,"b":819}]}],"statement":"with drawable as materialized (\n  select takes_tests, identifier, notification_type, priority, supports_international\n  from drawable_providers\n),\nclaimed as materialized (\n  select notification_id, held_seconds\n  from claim_deliveries(:claim!, :ids!::uuid[])\n)\nselect\n  -- The truth before each attempt, claimed in the same breath: what is not here any more is let go.\n  notification.id as \"id!\",\n  notification.service_id as \"service_id!\",\n  notification.notification_type as \"notification_type!\",\n  notification.key_type as \"key_type!\",\n  notification.template_id as \"template_id!\",\n  notification.template_version as \"template_version!\",\n  notification.\"to\" as \"to!\",\n  notification.normalised_to,\n  -- Null: there is too much of it for a batch of many.\n  case when notification.personalisation_bytes <= :most_bytes! then notification.personalisation end\n    as personalisation,\n  notification.document_links,\n  notification.reply_to_text,\n  notification.unsubscribe_link,\n  notification.international as \"international!\",\n  notification.created_at as \"created_at!\",\n  notification.service_is_active as \"service_is_active!\",\n  -- Not null: another batch may have handed it over, and it waits for so long.\n  claimed.held_seconds,\n  -- Who gets it, and whoever comes next in the same draw for the case that he fails. To call a\n  -- function for each message takes 3 ms for 100 of them, this 1 ms.\n  array(\n    select drawable.identifier\n    from drawable\n    where drawable.takes_tests = (notification.key_type = 'test')\n      and drawable.notification_type = notification.notification_type\n      and (drawable.supports_international or not notification.international)\n    order by draw_time(drawable.priority)\n    limit 2\n  ) as \"providers!\"\nfrom deliverable_notifications notification\njoin claimed on claimed.notification_id = notification.id\nwhere notification.id = any (:ids!::uuid[])"};

/**
 * Query generated from SQL:
 * ```
 * with drawable as materialized (
 *   select takes_tests, identifier, notification_type, priority, supports_international
 *   from drawable_providers
 * ),
 * claimed as materialized (
 *   select notification_id, held_seconds
 *   from claim_deliveries(:claim!, :ids!::uuid[])
 * )
 * select
 *   -- The truth before each attempt, claimed in the same breath: what is not here any more is let go.
 *   notification.id as "id!",
 *   notification.service_id as "service_id!",
 *   notification.notification_type as "notification_type!",
 *   notification.key_type as "key_type!",
 *   notification.template_id as "template_id!",
 *   notification.template_version as "template_version!",
 *   notification."to" as "to!",
 *   notification.normalised_to,
 *   -- Null: there is too much of it for a batch of many.
 *   case when notification.personalisation_bytes <= :most_bytes! then notification.personalisation end
 *     as personalisation,
 *   notification.document_links,
 *   notification.reply_to_text,
 *   notification.unsubscribe_link,
 *   notification.international as "international!",
 *   notification.created_at as "created_at!",
 *   notification.service_is_active as "service_is_active!",
 *   -- Not null: another batch may have handed it over, and it waits for so long.
 *   claimed.held_seconds,
 *   -- Who gets it, and whoever comes next in the same draw for the case that he fails. To call a
 *   -- function for each message takes 3 ms for 100 of them, this 1 ms.
 *   array(
 *     select drawable.identifier
 *     from drawable
 *     where drawable.takes_tests = (notification.key_type = 'test')
 *       and drawable.notification_type = notification.notification_type
 *       and (drawable.supports_international or not notification.international)
 *     order by draw_time(drawable.priority)
 *     limit 2
 *   ) as "providers!"
 * from deliverable_notifications notification
 * join claimed on claimed.notification_id = notification.id
 * where notification.id = any (:ids!::uuid[])
 * ```
 */
export const claimDeliverable = new PreparedQuery<IClaimDeliverableParams,IClaimDeliverableResult>(claimDeliverableIR);


/** 'ClaimUndeliverable' parameters type */
export interface IClaimUndeliverableParams {
  claim: string;
  ids: stringArray;
}

/** 'ClaimUndeliverable' return type */
export interface IClaimUndeliverableResult {
  held_seconds: number | null;
  notification_id: string;
}

/** 'ClaimUndeliverable' query type */
export interface IClaimUndeliverableQuery {
  params: IClaimUndeliverableParams;
  result: IClaimUndeliverableResult;
}

const claimUndeliverableIR: any = {"usedParamSet":{"claim":true,"ids":true},"params":[{"name":"claim","required":true,"transform":{"type":"scalar"},"locs":[{"a":81,"b":87}]},{"name":"ids","required":true,"transform":{"type":"scalar"},"locs":[{"a":90,"b":94}]}],"statement":"select notification_id as \"notification_id!\", held_seconds\nfrom claim_deliveries(:claim!, :ids!::uuid[])"};

/**
 * Query generated from SQL:
 * ```
 * select notification_id as "notification_id!", held_seconds
 * from claim_deliveries(:claim!, :ids!::uuid[])
 * ```
 */
export const claimUndeliverable = new PreparedQuery<IClaimUndeliverableParams,IClaimUndeliverableResult>(claimUndeliverableIR);


/** 'ReleaseClaim' parameters type */
export interface IReleaseClaimParams {
  claim: string;
}

/** 'ReleaseClaim' return type */
export type IReleaseClaimResult = void;

/** 'ReleaseClaim' query type */
export interface IReleaseClaimQuery {
  params: IReleaseClaimParams;
  result: IReleaseClaimResult;
}

const releaseClaimIR: any = {"usedParamSet":{"claim":true},"params":[{"name":"claim","required":true,"transform":{"type":"scalar"},"locs":[{"a":39,"b":45}]}],"statement":"delete from delivery_claims\nwhere id = :claim!"};

/**
 * Query generated from SQL:
 * ```
 * delete from delivery_claims
 * where id = :claim!
 * ```
 */
export const releaseClaim = new PreparedQuery<IReleaseClaimParams,IReleaseClaimResult>(releaseClaimIR);


/** 'EnqueueLarge' parameters type */
export interface IEnqueueLargeParams {
  claim: string;
  ids: stringArray;
  owners: stringArray;
  priorities: numberArray;
}

/** 'EnqueueLarge' return type */
export interface IEnqueueLargeResult {
  jobs: number;
}

/** 'EnqueueLarge' query type */
export interface IEnqueueLargeQuery {
  params: IEnqueueLargeParams;
  result: IEnqueueLargeResult;
}

const enqueueLargeIR: any = {"usedParamSet":{"ids":true,"claim":true,"owners":true,"priorities":true},"params":[{"name":"ids","required":true,"transform":{"type":"scalar"},"locs":[{"a":247,"b":251},{"a":318,"b":322}]},{"name":"claim","required":true,"transform":{"type":"scalar"},"locs":[{"a":279,"b":285}]},{"name":"owners","required":true,"transform":{"type":"scalar"},"locs":[{"a":333,"b":340}]},{"name":"priorities","required":true,"transform":{"type":"scalar"},"locs":[{"a":351,"b":362}]}],"statement":"with released as (\n  -- They are another batch's from here on, which claims them itself.\n  update delivery_claims\n  set notification_ids = array(\n    select message.id\n    from unnest(notification_ids) as message (id)\n    where message.id <> all (:ids!::uuid[])\n  )\n  where id = :claim!\n)\nselect enqueue('send-large', :ids!::uuid[], :owners!::text[], :priorities!::integer[]) as \"jobs!\""};

/**
 * Query generated from SQL:
 * ```
 * with released as (
 *   -- They are another batch's from here on, which claims them itself.
 *   update delivery_claims
 *   set notification_ids = array(
 *     select message.id
 *     from unnest(notification_ids) as message (id)
 *     where message.id <> all (:ids!::uuid[])
 *   )
 *   where id = :claim!
 * )
 * select enqueue('send-large', :ids!::uuid[], :owners!::text[], :priorities!::integer[]) as "jobs!"
 * ```
 */
export const enqueueLarge = new PreparedQuery<IEnqueueLargeParams,IEnqueueLargeResult>(enqueueLargeIR);


/** 'NoteProviderFailures' parameters type */
export interface INoteProviderFailuresParams {
  batch: string;
  failures: Json;
}

/** 'NoteProviderFailures' return type */
export interface INoteProviderFailuresResult {
  reduced: string;
}

/** 'NoteProviderFailures' query type */
export interface INoteProviderFailuresQuery {
  params: INoteProviderFailuresParams;
  result: INoteProviderFailuresResult;
}

const noteProviderFailuresIR: any = {"usedParamSet":{"batch":true,"failures":true},"params":[{"name":"batch","required":true,"transform":{"type":"scalar"},"locs":[{"a":30,"b":36}]},{"name":"failures","required":true,"transform":{"type":"scalar"},"locs":[{"a":39,"b":48}]}],"statement":"select note_provider_failures(:batch!, :failures!::jsonb) as \"reduced!\""};

/**
 * Query generated from SQL:
 * ```
 * select note_provider_failures(:batch!, :failures!::jsonb) as "reduced!"
 * ```
 */
export const noteProviderFailures = new PreparedQuery<INoteProviderFailuresParams,INoteProviderFailuresResult>(noteProviderFailuresIR);


/** 'RecordDeliveries' parameters type */
export interface IRecordDeliveriesParams {
  claims: stringArray;
  deliveries: Json;
  receipt_ids: stringArray;
  receipts: JsonArray;
}

/** 'RecordDeliveries' return type */
export interface IRecordDeliveriesResult {
  is_awaited: boolean;
  new_status: notification_status;
  notification_id: string;
  old_status: notification_status;
  service_id: string;
}

/** 'RecordDeliveries' query type */
export interface IRecordDeliveriesQuery {
  params: IRecordDeliveriesParams;
  result: IRecordDeliveriesResult;
}

const recordDeliveriesIR: any = {"usedParamSet":{"deliveries":true,"claims":true,"receipt_ids":true,"receipts":true},"params":[{"name":"deliveries","required":true,"transform":{"type":"scalar"},"locs":[{"a":130,"b":141}]},{"name":"claims","required":true,"transform":{"type":"scalar"},"locs":[{"a":213,"b":220}]},{"name":"receipt_ids","required":true,"transform":{"type":"scalar"},"locs":[{"a":407,"b":419}]},{"name":"receipts","required":true,"transform":{"type":"scalar"},"locs":[{"a":442,"b":451}]}],"statement":"with recorded as materialized (\n  select notification_id, service_id, old_status, new_status, is_awaited\n  from record_deliveries(:deliveries!::jsonb)\n),\nended as (\n  delete from delivery_claims\n  where id = any (:claims!::uuid[])\n),\n-- The sandbox's receipts are queued with the record of the hand-over: neither is lost without the\n-- other.\nanswered as materialized (\n  select enqueue('sandbox-receipts', :receipt_ids!::uuid[], null, null, :receipts!::jsonb[],\n    notifies => false) as jobs\n)\nselect\n  recorded.notification_id as \"notification_id!\",\n  recorded.service_id as \"service_id!\",\n  recorded.old_status as \"old_status!\",\n  recorded.new_status as \"new_status!\",\n  recorded.is_awaited as \"is_awaited!\"\nfrom recorded\ncross join answered"};

/**
 * Query generated from SQL:
 * ```
 * with recorded as materialized (
 *   select notification_id, service_id, old_status, new_status, is_awaited
 *   from record_deliveries(:deliveries!::jsonb)
 * ),
 * ended as (
 *   delete from delivery_claims
 *   where id = any (:claims!::uuid[])
 * ),
 * -- The sandbox's receipts are queued with the record of the hand-over: neither is lost without the
 * -- other.
 * answered as materialized (
 *   select enqueue('sandbox-receipts', :receipt_ids!::uuid[], null, null, :receipts!::jsonb[],
 *     notifies => false) as jobs
 * )
 * select
 *   recorded.notification_id as "notification_id!",
 *   recorded.service_id as "service_id!",
 *   recorded.old_status as "old_status!",
 *   recorded.new_status as "new_status!",
 *   recorded.is_awaited as "is_awaited!"
 * from recorded
 * cross join answered
 * ```
 */
export const recordDeliveries = new PreparedQuery<IRecordDeliveriesParams,IRecordDeliveriesResult>(recordDeliveriesIR);


/** 'PostponeRetries' parameters type */
export interface IPostponeRetriesParams {
  ids: stringArray;
  queue: string;
  seconds: number;
}

/** 'PostponeRetries' return type */
export interface IPostponeRetriesResult {
  postpone_retries: undefined | null;
}

/** 'PostponeRetries' query type */
export interface IPostponeRetriesQuery {
  params: IPostponeRetriesParams;
  result: IPostponeRetriesResult;
}

const postponeRetriesIR: any = {"usedParamSet":{"queue":true,"ids":true,"seconds":true},"params":[{"name":"queue","required":true,"transform":{"type":"scalar"},"locs":[{"a":24,"b":30}]},{"name":"ids","required":true,"transform":{"type":"scalar"},"locs":[{"a":33,"b":37}]},{"name":"seconds","required":true,"transform":{"type":"scalar"},"locs":[{"a":48,"b":56}]}],"statement":"select postpone_retries(:queue!, :ids!::uuid[], :seconds!)"};

/**
 * Query generated from SQL:
 * ```
 * select postpone_retries(:queue!, :ids!::uuid[], :seconds!)
 * ```
 */
export const postponeRetries = new PreparedQuery<IPostponeRetriesParams,IPostponeRetriesResult>(postponeRetriesIR);


/** 'SeparateMessages' parameters type */
export interface ISeparateMessagesParams {
  attempts_left: numberArray;
  ids: stringArray;
  owners: stringArray;
  priorities: numberArray;
  queue: string;
  seconds: numberArray;
}

/** 'SeparateMessages' return type */
export interface ISeparateMessagesResult {
  separate_messages: undefined | null;
}

/** 'SeparateMessages' query type */
export interface ISeparateMessagesQuery {
  params: ISeparateMessagesParams;
  result: ISeparateMessagesResult;
}

const separateMessagesIR: any = {"usedParamSet":{"queue":true,"ids":true,"owners":true,"priorities":true,"seconds":true,"attempts_left":true},"params":[{"name":"queue","required":true,"transform":{"type":"scalar"},"locs":[{"a":25,"b":31}]},{"name":"ids","required":true,"transform":{"type":"scalar"},"locs":[{"a":34,"b":38}]},{"name":"owners","required":true,"transform":{"type":"scalar"},"locs":[{"a":49,"b":56}]},{"name":"priorities","required":true,"transform":{"type":"scalar"},"locs":[{"a":67,"b":78}]},{"name":"seconds","required":true,"transform":{"type":"scalar"},"locs":[{"a":94,"b":102}]},{"name":"attempts_left","required":true,"transform":{"type":"scalar"},"locs":[{"a":116,"b":130}]}],"statement":"select separate_messages(:queue!, :ids!::uuid[], :owners!::text[], :priorities!::integer[],\n  :seconds!::integer[], :attempts_left!::integer[])"};

/**
 * Query generated from SQL:
 * ```
 * select separate_messages(:queue!, :ids!::uuid[], :owners!::text[], :priorities!::integer[],
 *   :seconds!::integer[], :attempts_left!::integer[])
 * ```
 */
export const separateMessages = new PreparedQuery<ISeparateMessagesParams,ISeparateMessagesResult>(separateMessagesIR);


/** 'ApplyReceipts' parameters type */
export interface IApplyReceiptsParams {
  receipts: Json;
}

/** 'ApplyReceipts' return type */
export interface IApplyReceiptsResult {
  needs_units: boolean;
  new_status: notification_status | null;
  notification_id: string | null;
  notification_type: notification_type | null;
  old_status: notification_status | null;
  ord: number;
  outcome: string;
  service_id: string | null;
}

/** 'ApplyReceipts' query type */
export interface IApplyReceiptsQuery {
  params: IApplyReceiptsParams;
  result: IApplyReceiptsResult;
}

const applyReceiptsIR: any = {"usedParamSet":{"receipts":true},"params":[{"name":"receipts","required":true,"transform":{"type":"scalar"},"locs":[{"a":183,"b":192}]}],"statement":"select\n  ord as \"ord!\",\n  outcome as \"outcome!\",\n  notification_id,\n  service_id,\n  notification_type,\n  old_status,\n  new_status,\n  needs_units as \"needs_units!\"\nfrom apply_receipts(:receipts!::jsonb)"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   ord as "ord!",
 *   outcome as "outcome!",
 *   notification_id,
 *   service_id,
 *   notification_type,
 *   old_status,
 *   new_status,
 *   needs_units as "needs_units!"
 * from apply_receipts(:receipts!::jsonb)
 * ```
 */
export const applyReceipts = new PreparedQuery<IApplyReceiptsParams,IApplyReceiptsResult>(applyReceiptsIR);


/** 'ApplyWaitingReceipts' parameters type */
export interface IApplyWaitingReceiptsParams {
  references: stringArray;
}

/** 'ApplyWaitingReceipts' return type */
export interface IApplyWaitingReceiptsResult {
  new_status: notification_status | null;
  notification_id: string | null;
  notification_type: notification_type | null;
  outcome: string;
}

/** 'ApplyWaitingReceipts' query type */
export interface IApplyWaitingReceiptsQuery {
  params: IApplyWaitingReceiptsParams;
  result: IApplyWaitingReceiptsResult;
}

const applyWaitingReceiptsIR: any = {"usedParamSet":{"references":true},"params":[{"name":"references","required":true,"transform":{"type":"scalar"},"locs":[{"a":113,"b":124}]}],"statement":"select\n  outcome as \"outcome!\",\n  notification_id,\n  notification_type,\n  new_status\nfrom apply_waiting_receipts(:references!::text[])"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   outcome as "outcome!",
 *   notification_id,
 *   notification_type,
 *   new_status
 * from apply_waiting_receipts(:references!::text[])
 * ```
 */
export const applyWaitingReceipts = new PreparedQuery<IApplyWaitingReceiptsParams,IApplyWaitingReceiptsResult>(applyWaitingReceiptsIR);


/** 'ApplyReceiptsLeftWaiting' parameters type */
export type IApplyReceiptsLeftWaitingParams = void;

/** 'ApplyReceiptsLeftWaiting' return type */
export interface IApplyReceiptsLeftWaitingResult {
  applied: number;
}

/** 'ApplyReceiptsLeftWaiting' query type */
export interface IApplyReceiptsLeftWaitingQuery {
  params: IApplyReceiptsLeftWaitingParams;
  result: IApplyReceiptsLeftWaitingResult;
}

const applyReceiptsLeftWaitingIR: any = {"usedParamSet":{},"params":[],"statement":"select\n  -- A receipt that comes at the very moment when its reference is recorded sees no reference, and\n  -- the record sees no receipt; or the worker dies between the two; or somebody has explained its\n  -- word. Up to 1,000 a time.\n  count(*)::integer as \"applied!\"\nfrom apply_waiting_receipts(array(\n  select distinct waiting.reference\n  from provider_receipts waiting\n  where waiting.applied_at is null\n    and is_known_receipt_word(waiting.provider, waiting.status)\n    and exists (\n      select from notifications\n      where notifications.reference = waiting.reference\n      union all\n      select from notifications\n      where notifications.id = message_id_of(waiting.reference)\n    )\n  limit 1000\n))"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- A receipt that comes at the very moment when its reference is recorded sees no reference, and
 *   -- the record sees no receipt; or the worker dies between the two; or somebody has explained its
 *   -- word. Up to 1,000 a time.
 *   count(*)::integer as "applied!"
 * from apply_waiting_receipts(array(
 *   select distinct waiting.reference
 *   from provider_receipts waiting
 *   where waiting.applied_at is null
 *     and is_known_receipt_word(waiting.provider, waiting.status)
 *     and exists (
 *       select from notifications
 *       where notifications.reference = waiting.reference
 *       union all
 *       select from notifications
 *       where notifications.id = message_id_of(waiting.reference)
 *     )
 *   limit 1000
 * ))
 * ```
 */
export const applyReceiptsLeftWaiting = new PreparedQuery<IApplyReceiptsLeftWaitingParams,IApplyReceiptsLeftWaitingResult>(applyReceiptsLeftWaitingIR);


/** 'TimeoutSendingNotifications' parameters type */
export interface ITimeoutSendingNotificationsParams {
  now: string;
}

/** 'TimeoutSendingNotifications' return type */
export interface ITimeoutSendingNotificationsResult {
  notification_id: string;
  service_id: string;
}

/** 'TimeoutSendingNotifications' query type */
export interface ITimeoutSendingNotificationsQuery {
  params: ITimeoutSendingNotificationsParams;
  result: ITimeoutSendingNotificationsResult;
}

const timeoutSendingNotificationsIR: any = {"usedParamSet":{"now":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":109,"b":113}]}],"statement":"select notification_id as \"notification_id!\", service_id as \"service_id!\"\nfrom timeout_sending_notifications(:now!)"};

/**
 * Query generated from SQL:
 * ```
 * select notification_id as "notification_id!", service_id as "service_id!"
 * from timeout_sending_notifications(:now!)
 * ```
 */
export const timeoutSendingNotifications = new PreparedQuery<ITimeoutSendingNotificationsParams,ITimeoutSendingNotificationsResult>(timeoutSendingNotificationsIR);


/** 'ReplayCreatedNotifications' parameters type */
export interface IReplayCreatedNotificationsParams {
  now: string;
}

/** 'ReplayCreatedNotifications' return type */
export interface IReplayCreatedNotificationsResult {
  replayed: number;
}

/** 'ReplayCreatedNotifications' query type */
export interface IReplayCreatedNotificationsQuery {
  params: IReplayCreatedNotificationsParams;
  result: IReplayCreatedNotificationsResult;
}

const replayCreatedNotificationsIR: any = {"usedParamSet":{"now":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":36,"b":40}]}],"statement":"select replay_created_notifications(:now!) as \"replayed!\""};

/**
 * Query generated from SQL:
 * ```
 * select replay_created_notifications(:now!) as "replayed!"
 * ```
 */
export const replayCreatedNotifications = new PreparedQuery<IReplayCreatedNotificationsParams,IReplayCreatedNotificationsResult>(replayCreatedNotificationsIR);


/** 'TendProvidersBackToMiddle' parameters type */
export interface ITendProvidersBackToMiddleParams {
  now: string;
}

/** 'TendProvidersBackToMiddle' return type */
export interface ITendProvidersBackToMiddleResult {
  moved: number;
}

/** 'TendProvidersBackToMiddle' query type */
export interface ITendProvidersBackToMiddleQuery {
  params: ITendProvidersBackToMiddleParams;
  result: ITendProvidersBackToMiddleResult;
}

const tendProvidersBackToMiddleIR: any = {"usedParamSet":{"now":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":37,"b":41}]}],"statement":"select tend_providers_back_to_middle(:now!) as \"moved!\""};

/**
 * Query generated from SQL:
 * ```
 * select tend_providers_back_to_middle(:now!) as "moved!"
 * ```
 */
export const tendProvidersBackToMiddle = new PreparedQuery<ITendProvidersBackToMiddleParams,ITendProvidersBackToMiddleResult>(tendProvidersBackToMiddleIR);


/** 'ReduceSlowProviders' parameters type */
export interface IReduceSlowProvidersParams {
  now: string;
}

/** 'ReduceSlowProviders' return type */
export interface IReduceSlowProvidersResult {
  reduced: number;
}

/** 'ReduceSlowProviders' query type */
export interface IReduceSlowProvidersQuery {
  params: IReduceSlowProvidersParams;
  result: IReduceSlowProvidersResult;
}

const reduceSlowProvidersIR: any = {"usedParamSet":{"now":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":29,"b":33}]}],"statement":"select reduce_slow_providers(:now!) as \"reduced!\""};

/**
 * Query generated from SQL:
 * ```
 * select reduce_slow_providers(:now!) as "reduced!"
 * ```
 */
export const reduceSlowProviders = new PreparedQuery<IReduceSlowProvidersParams,IReduceSlowProvidersResult>(reduceSlowProvidersIR);


/** 'AbandonDeliveryClaims' parameters type */
export interface IAbandonDeliveryClaimsParams {
  now: string;
}

/** 'AbandonDeliveryClaims' return type */
export interface IAbandonDeliveryClaimsResult {
  abandoned: number;
}

/** 'AbandonDeliveryClaims' query type */
export interface IAbandonDeliveryClaimsQuery {
  params: IAbandonDeliveryClaimsParams;
  result: IAbandonDeliveryClaimsResult;
}

const abandonDeliveryClaimsIR: any = {"usedParamSet":{"now":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":31,"b":35}]}],"statement":"select abandon_delivery_claims(:now!) as \"abandoned!\""};

/**
 * Query generated from SQL:
 * ```
 * select abandon_delivery_claims(:now!) as "abandoned!"
 * ```
 */
export const abandonDeliveryClaims = new PreparedQuery<IAbandonDeliveryClaimsParams,IAbandonDeliveryClaimsResult>(abandonDeliveryClaimsIR);


/** 'ListRenderedForUnits' parameters type */
export interface IListRenderedForUnitsParams {
  ids: stringArray;
}

/** 'ListRenderedForUnits' return type */
export interface IListRenderedForUnitsResult {
  /** Time-ordered id; for texts also the reference that the provider gets. */
  id: string;
  /** The values of the placeholders, as the request gave them; null in place of a file. Personal data. */
  personalisation: Json;
  service_id: string;
  template_id: string;
  /** Its version when the message was accepted, which is the one that is sent. */
  template_version: number;
}

/** 'ListRenderedForUnits' query type */
export interface IListRenderedForUnitsQuery {
  params: IListRenderedForUnitsParams;
  result: IListRenderedForUnitsResult;
}

const listRenderedForUnitsIR: any = {"usedParamSet":{"ids":true},"params":[{"name":"ids","required":true,"transform":{"type":"scalar"},"locs":[{"a":105,"b":109}]}],"statement":"select id, service_id, template_id, template_version, personalisation\nfrom notifications\nwhere id = any (:ids!::uuid[]) and notification_type = 'sms' and billable_units = 0"};

/**
 * Query generated from SQL:
 * ```
 * select id, service_id, template_id, template_version, personalisation
 * from notifications
 * where id = any (:ids!::uuid[]) and notification_type = 'sms' and billable_units = 0
 * ```
 */
export const listRenderedForUnits = new PreparedQuery<IListRenderedForUnitsParams,IListRenderedForUnitsResult>(listRenderedForUnitsIR);


/** 'SetBillableUnits' parameters type */
export interface ISetBillableUnitsParams {
  measured: Json;
}

/** 'SetBillableUnits' return type */
export type ISetBillableUnitsResult = void;

/** 'SetBillableUnits' query type */
export interface ISetBillableUnitsQuery {
  params: ISetBillableUnitsParams;
  result: ISetBillableUnitsResult;
}

const setBillableUnitsIR: any = {"usedParamSet":{"measured":true},"params":[{"name":"measured","required":true,"transform":{"type":"scalar"},"locs":[{"a":136,"b":145}]}],"statement":"with locked as materialized (\n  select notification.id, measured.characters, measured.extended, measured.ucs2\n  from jsonb_to_recordset(:measured!::jsonb) as measured (id uuid, characters integer,\n    extended integer, ucs2 boolean)\n  join notifications notification on notification.id = measured.id\n  order by notification.id\n  for no key update of notification\n)\nupdate notifications notification\nset billable_units = sms_fragments(measured.characters, measured.extended, measured.ucs2)\nfrom locked measured\nwhere notification.id = measured.id and notification.billable_units = 0"};

/**
 * Query generated from SQL:
 * ```
 * with locked as materialized (
 *   select notification.id, measured.characters, measured.extended, measured.ucs2
 *   from jsonb_to_recordset(:measured!::jsonb) as measured (id uuid, characters integer,
 *     extended integer, ucs2 boolean)
 *   join notifications notification on notification.id = measured.id
 *   order by notification.id
 *   for no key update of notification
 * )
 * update notifications notification
 * set billable_units = sms_fragments(measured.characters, measured.extended, measured.ucs2)
 * from locked measured
 * where notification.id = measured.id and notification.billable_units = 0
 * ```
 */
export const setBillableUnits = new PreparedQuery<ISetBillableUnitsParams,ISetBillableUnitsResult>(setBillableUnitsIR);


/** 'ClaimTurns' parameters type */
export interface IClaimTurnsParams {
  most_ahead_seconds: number;
  provider: string;
  wanted: number;
}

/** 'ClaimTurns' return type */
export interface IClaimTurnsResult {
  gap_seconds: number;
  granted: number;
  wait_seconds: number;
}

/** 'ClaimTurns' query type */
export interface IClaimTurnsQuery {
  params: IClaimTurnsParams;
  result: IClaimTurnsResult;
}

const claimTurnsIR: any = {"usedParamSet":{"provider":true,"wanted":true,"most_ahead_seconds":true},"params":[{"name":"provider","required":true,"transform":{"type":"scalar"},"locs":[{"a":110,"b":119}]},{"name":"wanted","required":true,"transform":{"type":"scalar"},"locs":[{"a":122,"b":129}]},{"name":"most_ahead_seconds","required":true,"transform":{"type":"scalar"},"locs":[{"a":154,"b":173}]}],"statement":"select granted as \"granted!\", wait_seconds as \"wait_seconds!\", gap_seconds as \"gap_seconds!\"\nfrom claim_turns(:provider!, :wanted!, make_interval(secs => :most_ahead_seconds!::integer))"};

/**
 * Query generated from SQL:
 * ```
 * select granted as "granted!", wait_seconds as "wait_seconds!", gap_seconds as "gap_seconds!"
 * from claim_turns(:provider!, :wanted!, make_interval(secs => :most_ahead_seconds!::integer))
 * ```
 */
export const claimTurns = new PreparedQuery<IClaimTurnsParams,IClaimTurnsResult>(claimTurnsIR);


/** 'PresumeDelivered' parameters type */
export interface IPresumeDeliveredParams {
  now: string;
}

/** 'PresumeDelivered' return type */
export interface IPresumeDeliveredResult {
  notification_id: string;
  service_id: string;
}

/** 'PresumeDelivered' query type */
export interface IPresumeDeliveredQuery {
  params: IPresumeDeliveredParams;
  result: IPresumeDeliveredResult;
}

const presumeDeliveredIR: any = {"usedParamSet":{"now":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":97,"b":101}]}],"statement":"select notification_id as \"notification_id!\", service_id as \"service_id!\"\nfrom presume_delivered(:now!)"};

/**
 * Query generated from SQL:
 * ```
 * select notification_id as "notification_id!", service_id as "service_id!"
 * from presume_delivered(:now!)
 * ```
 */
export const presumeDelivered = new PreparedQuery<IPresumeDeliveredParams,IPresumeDeliveredResult>(presumeDeliveredIR);


/** 'SpareAttempts' parameters type */
export interface ISpareAttemptsParams {
  ids: stringArray;
  queue: string;
  seconds: number;
}

/** 'SpareAttempts' return type */
export interface ISpareAttemptsResult {
  spare_attempts: undefined | null;
}

/** 'SpareAttempts' query type */
export interface ISpareAttemptsQuery {
  params: ISpareAttemptsParams;
  result: ISpareAttemptsResult;
}

const spareAttemptsIR: any = {"usedParamSet":{"queue":true,"ids":true,"seconds":true},"params":[{"name":"queue","required":true,"transform":{"type":"scalar"},"locs":[{"a":22,"b":28}]},{"name":"ids","required":true,"transform":{"type":"scalar"},"locs":[{"a":31,"b":35}]},{"name":"seconds","required":true,"transform":{"type":"scalar"},"locs":[{"a":46,"b":54}]}],"statement":"select spare_attempts(:queue!, :ids!::uuid[], :seconds!)"};

/**
 * Query generated from SQL:
 * ```
 * select spare_attempts(:queue!, :ids!::uuid[], :seconds!)
 * ```
 */
export const spareAttempts = new PreparedQuery<ISpareAttemptsParams,ISpareAttemptsResult>(spareAttemptsIR);


