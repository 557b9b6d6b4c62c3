create or replace function send_agreement_receipts(
  owner uuid, admin_url text, as_of timestamptz
) returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform send_own_messages(
    (
      select jsonb_agg(
        jsonb_build_object(
          'template_id', receipt.template_id, 'to', receipt.recipient,
          'personalisation', jsonb_build_object(
            'mou_link', format('%s/agreement/%s.pdf', admin_url,
              case when signed.crown then 'crown' else 'non-crown' end),
            'org_name', signed.name,
            'org_dashboard_link', format('%s/organisations/%s', admin_url, signed.id),
            'signed_by_name', signer.name,
            'on_behalf_of_name', coalesce(signed.agreement_signed_on_behalf_of_name, '')
          )
        )
      )
      from organisation signed
      join users signer on signer.id = signed.agreement_signed_by_id
      cross join lateral (
        values
          ('4fd2e43c-309b-4e50-8fb8-1955852d9d71', signer.email_address, false),
          ('522b6657-5ca5-4368-a294-6b527703bd0b',
            signed.agreement_signed_on_behalf_of_email_address, true),
          ('c20206d5-bf03-4002-9a90-37d5032d9e84', signer.email_address, true)
      ) as receipt (template_id, recipient, is_on_behalf)
      where signed.id = owner
        and receipt.is_on_behalf
          = (coalesce(signed.agreement_signed_on_behalf_of_email_address, '') <> '')
    ),
    as_of
  );
end
$$;
comment on function send_agreement_receipts(uuid, text, timestamptz) is 'Confirms by email that the agreement of an organisation is signed: to whoever signed it, in other words when on behalf of somebody, who is told too. Source: specification, internal API, organisations.';
