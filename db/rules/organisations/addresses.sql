create or replace function parent_domains(email_address text) returns text[]
  language sql immutable parallel safe
begin atomic
  select array(
    select array_to_string(labels[place:], '.')
    from (
      select string_to_array(
        regexp_replace(
          lower(split_part(email_address, '@', -1)), '\.gsi\.gov\.uk$', '.gov.uk'
        ),
        '.'
      ) as labels
    ) host
    cross join lateral generate_subscripts(labels, 1) as place
    order by place
  );
end;
comment on function parent_domains(text) is 'The domain of an address and all that it is below, longest first: of a@tax.example.gov.uk tax.example.gov.uk, example.gov.uk, gov.uk and uk. Each can be looked up as it is. The network gsi.gov.uk, which is gone, counts as gov.uk. Source: specification, data model, creating a service.';

create or replace function organisation_of_address(email_address text) returns uuid
  language sql stable
begin atomic
  select organisation_id
  from domain
  where domain.domain = any (parent_domains(email_address))
  order by length(domain.domain) desc
  limit 1;
end;
comment on function organisation_of_address(text) is 'Whose domain an address belongs to: the longest one that it ends in after @ or a dot. Source: specification, data model, creating a service.';

create or replace function is_government_address(email_address text) returns boolean
  language sql stable
begin atomic
  select exists (
    select from government_domains
    where government_domains.domain = any (parent_domains(email_address))
  )
  or organisation_of_address(email_address) is not null;
end;
comment on function is_government_address(text) is 'Whether an address is one of government: below a domain that only government has, or below an organisation''s. Source: specification, internal API, service members.';
grant execute on function parent_domains(text), organisation_of_address(text),
  is_government_address(text) to crier_reader;
