-- Notify's admin application keeps what it has read in Redis, under keys of its own, and forgets it
-- when it writes itself. What changes beside it is announced when it commits, and is deleted by
-- src/redis/forgetting.ts. Source: admin API, caches shared with the admin app; admin application,
-- what it shares with the API. Notify's API itself deletes user-…, and the two of unsubscribing;
-- the others are those that here an operator, a command or the night may change.
create or replace function announce_app_keys() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  most constant integer := 1000;
  keys text[];
begin
  execute tg_argv[0] into keys;
  if cardinality(keys) > most then
    perform pg_notify('crier_changes', 'key *');
  else
    perform pg_notify('crier_changes', 'key ' || key) from unnest(keys) as key;
  end if;
  return null;
end
$$;
comment on function announce_app_keys() is 'Statement trigger: tells which keys of the admin application''s cache are stale; all of them, where they are very many. Its argument is the statement that reads them from the transition tables. Attached by announce_app_keys_of.';

-- The statement is put together once, when the trigger is made, and not at each change.
create or replace procedure announce_app_keys_of(
  watched regclass, keys text[], beside text default ''
)
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  kind text;
  named text := (
    select string_agg(
      regexp_replace(quote_literal(key), '<([a-z_.]+)>', ''' || \1 || ''', 'g'), ', '
    )
    from unnest(keys) as key
  );
begin
  foreach kind in array array['insert', 'update', 'delete'] loop
    execute format(
      'create or replace trigger %I after %s on %s referencing %s for each statement'
        ' execute function announce_app_keys(%L)',
      watched || '_app_keys_' || kind, kind, watched,
      case kind
        when 'insert' then 'new table as changed_rows'
        when 'update' then 'new table as changed_rows old table as previous_rows'
        else 'old table as changed_rows'
      end,
      (
        select format(
          'select array_agg(distinct read.key) from (%s) as read where read.key is not null',
          string_agg(
            format(
              'select told.key from %s as changed %s cross join unnest(array[%s]) as told (key)',
              source, beside, named
            ),
            ' union all '
          )
        )
        from unnest(array['changed_rows', 'previous_rows']) as source
        where source = 'changed_rows' or kind = 'update'
      )
    );
  end loop;
end
$$;
comment on procedure announce_app_keys_of(regclass, text[], text) is 'For db/rules: with every change of the table''s rows the admin application''s keys are announced, in which <changed.column> is a column of the row, and <other.column> one of what is joined to it.';

-- A person, and what they may do.
call announce_app_keys_of('users', array['user-<changed.id>']);
call announce_app_keys_of('user_to_service', array[
  'user-<changed.user_id>', 'service-<changed.service_id>',
  'service-<changed.service_id>-template-folders'
]);
call announce_app_keys_of('user_to_organisation', array['user-<changed.user_id>']);
call announce_app_keys_of('permissions', array['user-<changed.user_id>']);
call announce_app_keys_of('user_folder_permissions', array[
  'user-<changed.user_id>', 'service-<changed.service_id>-template-folders'
]);
call announce_app_keys_of('webauthn_credentials', array['user-<changed.user_id>']);

-- What comes from recipients and printers.
call announce_app_keys_of('unsubscribe_request', array[
  'service-<changed.service_id>-unsubscribe-request-statistics',
  'service-<changed.service_id>-unsubscribe-request-reports-summary'
]);
call announce_app_keys_of('unsubscribe_request_report', array[
  'service-<changed.service_id>-unsubscribe-request-statistics',
  'service-<changed.service_id>-unsubscribe-request-reports-summary'
]);
call announce_app_keys_of('returned_letters', array[
  'service-<changed.service_id>-returned-letters-statistics',
  'service-<changed.service_id>-returned-letters-summary'
]);

-- A service. Its members have it among their own.
call announce_app_keys_of(
  'services', array['service-<changed.id>', 'user-<member.user_id>'],
  'left join user_to_service as member on member.service_id = changed.id'
);
call announce_app_keys_of('service_permissions', array['service-<changed.service_id>']);
call announce_app_keys_of('service_callback_api', array['service-<changed.service_id>']);
call announce_app_keys_of('inbound_numbers', array['service-<changed.service_id>']);
call announce_app_keys_of('service_data_retention', array[
  'service-<changed.service_id>-data-retention'
]);
call announce_app_keys_of('service_join_requests', array['service-join-request-<changed.id>']);

-- Templates. A version's number stands for what is the present one at the time as well.
call announce_app_keys_of('templates', array[
  'service-<changed.service_id>-templates',
  'service-<changed.service_id>-template-<changed.id>-version-None',
  'service-<changed.service_id>-template-<changed.id>-version-<changed.version>',
  'service-<changed.service_id>-template-<changed.id>-versions'
]);
call announce_app_keys_of('template_folder', array[
  'service-<changed.service_id>-template-folders', 'service-<changed.service_id>-templates'
]);
call announce_app_keys_of(
  'template_email_files',
  array[
    'service-<template.service_id>-templates',
    'service-<template.service_id>-template-<template.id>-version-None',
    'service-<template.service_id>-template-<template.id>-version-<template.version>',
    'service-<template.service_id>-template-<template.id>-versions'
  ],
  'join templates as template on template.id = changed.template_id'
);

-- Organisations, and how messages look.
call announce_app_keys_of('organisation', array[
  'organisations', 'domains', 'organisation-<changed.id>-name'
]);
call announce_app_keys_of('domain', array['organisations', 'domains']);
call announce_app_keys_of(
  'email_branding',
  array[
    'email_branding', 'email_branding-<changed.id>',
    'organisation-<pooled.organisation_id>-email-branding-pool'
  ],
  'left join email_branding_to_organisation as pooled on pooled.email_branding_id = changed.id'
);
call announce_app_keys_of('email_branding_to_organisation', array[
  'organisation-<changed.organisation_id>-email-branding-pool'
]);
call announce_app_keys_of(
  'letter_branding',
  array[
    'letter_branding', 'letter_branding-<changed.id>',
    'organisation-<pooled.organisation_id>-letter-branding-pool'
  ],
  'left join letter_branding_to_organisation as pooled on pooled.letter_branding_id = changed.id'
);
call announce_app_keys_of('letter_branding_to_organisation', array[
  'organisation-<changed.organisation_id>-letter-branding-pool'
]);
