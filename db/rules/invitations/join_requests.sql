create or replace view join_request_details as
select
  request.id, request.service_id, request.status, request.reason,
  wire_timestamp(request.created_at) as created_at,
  wire_timestamp(request.status_changed_at) as status_changed_at,
  (
    select jsonb_build_object('id', decider.id, 'name', decider.name)
    from users decider
    where decider.id = request.status_changed_by_id
  ) as status_changed_by,
  jsonb_build_object(
    'id', requester.id, 'name', requester.name, 'email_address', requester.email_address,
    'belongs_to_service', to_jsonb(array(
      select service_id
      from user_to_service
      where user_id = requester.id
      order by created_at, service_id
    ))
  ) as requester,
  array(
    select user_id::text
    from service_join_request_contacted_users
    where service_join_request_id = request.id
    order by user_id
  ) as contacted_service_users
from service_join_requests request
join users requester on requester.id = request.requester_id;
comment on view join_request_details is 'Requests to join a service as the internal API shows them. Personal data. Source: specification, internal API, join requests.';

create or replace function ask_to_join_service(
  owner uuid, asker uuid, contacted uuid[], said text, links_to text, actor uuid,
  as_of timestamptz
) returns uuid
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  request uuid := uuidv7();
  requester users := (select users from users where id = asker and archived_at is null);
  service services := (
    select services from services where id = owner and archived_at is null
  );
  members jsonb;
begin
  perform act_as(actor, as_of);
  if requester.id is null or service.id is null
    or exists (
      select from unnest(contacted) as named (id)
      where not exists (select from users where users.id = named.id)
    )
  then
    return null;
  elsif exists (select from user_to_service where service_id = owner and user_id = asker) then
    raise exception '% is a member of service %', asker, owner
      using errcode = 'check_violation', constraint = 'only_others_ask_to_join';
  end if;
  select
    jsonb_agg(
      jsonb_build_object('id', person.id, 'name', person.name, 'address', person.email_address)
      order by person.created_at, person.id
    )
  into members
  from user_to_service team
  join users person on person.id = team.user_id
  where team.service_id = owner and team.user_id = any (contacted);
  if members is null then
    raise exception 'nobody of service % is asked', owner
      using errcode = 'check_violation', constraint = 'members_are_asked';
  end if;
  insert into service_join_requests (id, requester_id, service_id, reason, created_at)
  values (request, asker, owner, said, as_of);
  insert into service_join_request_contacted_users (service_join_request_id, user_id)
  select request, (member ->> 'id')::uuid
  from jsonb_array_elements(members) as member;
  perform send_own_messages(
    (
      select jsonb_agg(jsonb_build_object(
        'template_id', '77677459-f862-44ee-96d9-b8cb2323d407', 'to', member ->> 'address',
        'reply_to_text', requester.email_address,
        'personalisation', jsonb_build_object(
          'approver_name', member ->> 'name', 'requester_name', requester.name,
          'requester_email_address', requester.email_address, 'service_name', service.name,
          'reason_given', case when said <> '' then 'yes' else 'no' end,
          'reason', indented_lines(said),
          'url', format('%s/services/%s/join-request/%s/approve', links_to, owner, request)
        )
      ))
      from jsonb_array_elements(members) as member
    )
    || jsonb_build_array(jsonb_build_object(
      'template_id', '38bcd263-6ce8-431f-979d-8e637c1f0576', 'to', requester.email_address,
      'personalisation', jsonb_build_object(
        'requester_name', requester.name, 'service_name', service.name,
        'service_admin_names', (
          select jsonb_agg(format('%s – %s', member ->> 'name', member ->> 'address'))
          from jsonb_array_elements(members) as member
        ),
        'url_ask_to_join_page', format('%s/services/%s/join/ask', links_to, owner)
      )
    )),
    as_of
  );
  perform note_event(
    'ask_to_join_service', owner, jsonb_build_object('join_request_id', request), actor, as_of
  );
  return request;
end
$$;
comment on function ask_to_join_service(
  uuid, uuid, uuid[], text, text, uuid, timestamptz
) is 'Stores that somebody asks to join a service, writes to those of its members who are named, and a receipt to the person. Refused for members, and when none of the named is one. links_to: what links begin with. Null for an unknown service or person. Source: specification, internal API, join requests.';

create or replace function decide_join_request(
  owner uuid, decided uuid, decision join_request_status, wanted jsonb, admin_url text,
  actor uuid, as_of timestamptz
) returns uuid
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  request service_join_requests;
begin
  perform act_as(actor, as_of);
  perform from services where id = owner for no key update;
  request := (
    select service_join_requests
    from service_join_requests
    where id = decided and service_id = owner
  );
  if request.id is null then
    return null;
  elsif request.status = decision then
    return decided;
  end if;
  perform move_join_requests(array[decided], decision, wanted ->> 'reason', actor, as_of);
  if decision = 'approved' then
    perform let_requester_in(request.requester_id, owner, wanted, admin_url, actor, as_of);
    perform move_join_requests(
      array(
        select id
        from service_join_requests
        where service_id = owner and requester_id = request.requester_id and status = 'pending'
      ),
      'cancelled', null, actor, as_of
    );
  end if;
  perform note_event(
    'decide_join_request', owner,
    jsonb_build_object('join_request_id', decided, 'status', decision), actor, as_of
  );
  return decided;
end
$$;
comment on function decide_join_request(
  uuid, uuid, join_request_status, jsonb, text, uuid, timestamptz
) is 'Approves, rejects or cancels a request to join a service; once, and what was decided is not decided otherwise. Whoever is let in is told, and the person''s other requests to the service are cancelled. wanted: reason, and of those let in permissions, folder_permissions and auth_type. Null when the service has no such request. Source: specification, internal API, join requests.';

create or replace function move_join_requests(
  moved uuid[], decision join_request_status, said text, actor uuid, as_of timestamptz
) returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  update service_join_requests
  set
    status = transition.to_status,
    status_changed_at = as_of,
    status_changed_by_id = actor,
    reason = coalesce(said, reason)
  from join_request_transitions transition
  where id = any (moved) and transition.from_status = status
    and transition.to_status = decision;
  if not found and cardinality(moved) > 0 then
    raise exception 'the request is decided already, and not %', decision
      using errcode = 'check_violation', constraint = 'join_request_is_decided_once';
  end if;
end
$$;
comment on function move_join_requests(
  uuid[], join_request_status, text, uuid, timestamptz
) is 'The one way in which requests to join a service change their status; one that may not is refused. said: the reason, null leaves it.';

create or replace function let_requester_in(
  requester uuid, owner uuid, wanted jsonb, admin_url text, actor uuid, as_of timestamptz
) returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  -- Whoever has become a member in another way keeps the rights of that.
  if not exists (
    select from user_to_service where service_id = owner and user_id = requester
  ) then
    if not add_service_member(
      owner, requester,
      array(select jsonb_array_elements_text(coalesce(wanted -> 'permissions', '[]')))
        ::permission_type[],
      array(select jsonb_array_elements_text(coalesce(wanted -> 'folder_permissions', '[]')))
        ::uuid[],
      actor, as_of
    ) then
      raise exception '% is archived', requester
        using errcode = 'foreign_key_violation', constraint = 'requester_is_not_archived';
    end if;
  end if;
  -- Nobody is left without a way to sign in, and whoever signs in with a security key goes on so:
  -- who asks a service to be let in does not give it away to those who decide.
  update users
  set auth_type = (wanted ->> 'auth_type')::auth_type, updated_at = as_of
  where id = requester and wanted ->> 'auth_type' is not null
    and auth_type not in ('webauthn_auth', (wanted ->> 'auth_type')::auth_type)
    and (wanted ->> 'auth_type' <> 'sms_auth' or mobile_number is not null);
  perform send_own_messages(
    (
      select jsonb_build_array(jsonb_build_object(
        'template_id', '4d8ee728-100e-4f0e-8793-5638cfa4ffa4', 'to', person.email_address,
        'personalisation', jsonb_build_object(
          'requester_name', person.name, 'approver_name', approver.name,
          'service_name', services.name, 'url', format('%s/services/%s', admin_url, owner)
        )
      ))
      from users person
      join users approver on approver.id = actor
      join services on services.id = owner
      where person.id = requester
    ),
    as_of
  );
end
$$;
comment on function let_requester_in(uuid, uuid, jsonb, text, uuid, timestamptz) is 'Makes whoever asked a member, with the permissions, folders and the way to sign in that are wanted, and says so by email. Signing in by text message needs a number; with a security key it stays so.';
