-- Reasons stand in the emails as indented text.
create or replace function indented_lines(said text) returns text
  language sql immutable parallel safe
  return regexp_replace(coalesce(said, ''), '^(?=.)', '^ ', 'gn');
comment on function indented_lines(text) is 'A text as an indented block of an email; empty for null.';

create or replace function send_go_live_request(
  asking uuid, admin_url text, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  request record;
  approvers jsonb;
begin
  select
    service.id, service.name, requester.name as requester_name,
    requester.email_address as requester_address, organisation.id as organisation_id,
    organisation.name as organisation_name
  into request
  from services service
  left join users requester on requester.id = service.go_live_user_id
  left join organisation on organisation.id = service.organisation_id
  where service.id = asking;
  if not found then
    return false;
  elsif request.organisation_id is null or request.requester_address is null then
    raise exception 'nobody of an organisation asks for service %', asking
      using errcode = 'check_violation', constraint = 'go_live_request_is_active';
  end if;
  select
    jsonb_agg(
      jsonb_build_object('name', person.name, 'email_address', person.email_address)
      order by person.created_at, person.id
    )
  into approvers
  from user_to_organisation member
  join users person on person.id = member.user_id
  where member.organisation_id = request.organisation_id and member.can_make_services_live
    and person.state = 'active';
  if approvers is null then
    return true;
  end if;
  perform send_own_messages(
    (
      select jsonb_agg(jsonb_build_object(
        'template_id', '5c7cfc0f-c3f4-4bd6-9a84-5a144aad5425', 'to', approver ->> 'email_address',
        'reply_to_text', request.requester_address,
        'personalisation', jsonb_build_object(
          'name', approver ->> 'name', 'service_name', request.name,
          'requester_name', request.requester_name,
          'requester_email_address', request.requester_address,
          'organisation_name', request.organisation_name,
          'make_service_live_link',
            format('%s/services/%s/make-service-live', admin_url, request.id),
          'support_page_link', format('%s/support', admin_url)
        )
      ))
      from jsonb_array_elements(approvers) as approver
    )
    || jsonb_build_array(jsonb_build_object(
      'template_id', 'c7083bfe-1b9a-4ff9-bd5c-30508727df6e', 'to', request.requester_address,
      'reply_to_text', (select support_email_address from settings),
      'personalisation', jsonb_build_object(
        'name', request.requester_name, 'service_name', request.name,
        'organisation_name', request.organisation_name,
        'organisation_team_member_names', jsonb_path_query_array(approvers, '$[*].name')
      )
    )),
    as_of
  );
  return true;
end
$$;
comment on function send_go_live_request(uuid, text, timestamptz) is 'Tells those of an organisation who may make services live that somebody asks it of a service, and that person who was told; nobody when there are none. Refused for a service that has no organisation or for which nobody asks; false for an unknown one. Source: specification, internal API, organisations.';

create or replace function send_about_go_live_request(
  asking uuid, template uuid, recipient text, personalisation jsonb, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
#variable_conflict use_variable
declare
  requester text;
  is_active boolean;
begin
  select users.email_address, service.has_active_go_live_request
  into requester, is_active
  from services service
  left join users on users.id = service.go_live_user_id
  where service.id = asking;
  if not found then
    return false;
  elsif requester is null or not is_active then
    raise exception 'service % does not ask to go live', asking
      using errcode = 'check_violation', constraint = 'go_live_request_is_active';
  end if;
  perform send_own_messages(
    jsonb_build_array(jsonb_build_object(
      'template_id', template, 'to', coalesce(recipient, requester),
      'personalisation', personalisation
    )),
    as_of
  );
  return true;
end
$$;
comment on function send_about_go_live_request(uuid, uuid, text, jsonb, timestamptz) is 'Writes to somebody about the request of a service to go live: to its requester where recipient is null. Refused when there is no such request; false for an unknown service. Source: specification, internal API, organisations.';
grant execute on function indented_lines(text) to crier_reader;
