/* @name ClaimCallbackServices */
select service_id as "service_id!"
from claim_callback_services(:worker!, :most!) as service_id;

/* @name KeepCallbackServices */
select service_id as "service_id!"
from keep_callback_services(:worker!, :kept!::uuid[], :released!::uuid[]) as service_id;

/* @name ListDueCallbacks */
select
  id as "id!",
  service_id as "service_id!",
  callback_type as "callback_type!",
  payload as "payload!",
  url,
  bearer_token_encrypted
from due_callbacks(:services!::uuid[], :mosts!::integer[]);

/* @name FinishCallbacks */
select callback_id as "callback_id!", callback_type as "callback_type!", status as "status!"
from finish_callbacks(:outcomes!::jsonb);

/* @name ListCallbacks */
select
  id as "id!",
  callback_type as "callback_type!",
  about_id as "about_id!",
  status as "status!",
  attempts as "attempts!",
  wire_timestamp(created_at) as "created_at!",
  wire_timestamp(next_attempt_at) as next_attempt_at,
  wire_timestamp(ended_at) as ended_at,
  last_status,
  last_error
from list_callbacks(:service_id!, :statuses::callback_status[], :types::service_callback_type[],
  :since, :older_than, :page_size!);

/* @name ReplayCallbacks */
select
  replay_callbacks(:service_id!, :ids::uuid[], :types::service_callback_type[], :since, :until)
    as "replayed!";

/* @name DeleteOldCallbacks */
select delete_old_callbacks(:now!, :batch_size!) as "deleted!";

/* @name TellOfFailingCallbacks */
select service_id as "service_id!", callback_type as "callback_type!", people as "people!"
from tell_of_failing_callbacks(:now!);

/* @name GetCallbackDepths */
select due::integer as "due!", coalesce(oldest_seconds, 0) as "oldest_seconds!",
  failing::integer as "failing!"
from callback_depths;

/* @name ListCallbackOutages */
select
  service.name as "service_name!",
  outage.callback_type as "callback_type!",
  wire_timestamp(outage.failing_since) as "failing_since!",
  outage.last_status,
  outage.last_error
from service_callback_outages outage
join services service on service.id = outage.service_id
order by outage.failing_since, outage.service_id, outage.callback_type
limit 100;

/* @name CreateCallbackApi */
select create_callback_api(:service_id!, :callback_type!, :url!, :bearer_token_encrypted!, :actor!,
  :now!) as "id!";

/* @name ChangeCallbackApi */
select change_callback_api(:service_id!, :id!, :callback_type, :url, :bearer_token_encrypted,
  :actor!, :now!) as id;

/* @name GetCallbackApi */
select id, service_id, url, updated_by_id, wire_timestamp(created_at) as "created_at!",
  wire_timestamp(updated_at) as updated_at
from service_callback_api
where service_id = :service_id! and id = :id!
  and (:callback_type::service_callback_type is null or callback_type = :callback_type);

/* @name RemoveCallbackApi */
select remove_callback_api(:service_id!, :id!, :callback_type, null, :now!) as id;

/* @name ListCallbackTokens */
select wanted.callback_type as "callback_type!",
  wanted.bearer_token_encrypted as "bearer_token_encrypted!"
from service_callback_api wanted
join services service on service.id = wanted.service_id
where case
    when :id::uuid is not null then service.id = :id
    else service.normalised_service_name = normalised_name(:name) and service.archived_at is null
  end;
