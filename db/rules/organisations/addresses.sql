create or replace function organisation_of_address(email_address text) returns uuid
  language sql stable
begin atomic
  select organisation_id
  from domain
  where lower(regexp_replace(email_address, '\.gsi\.gov\.uk$', '.gov.uk', 'i'))
    similar to ('%(@|.)' || domain.domain)
  order by length(domain.domain) desc
  limit 1;
end;
comment on function organisation_of_address(text) is 'Whose domain an address belongs to: the longest one that it ends in after @ or a dot. Source: specification, data model, creating a service.';
grant execute on function organisation_of_address(text) to crier_reader;
