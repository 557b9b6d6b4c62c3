-- Notify's own service: it sends the platform's messages to people who work with it. Ids are
-- Notify's; the wording is Crier's.
do $service$
begin
  if exists (select from services where id = 'd6aa2c68-a2d9-4437-ab19-3ae8eb202553') then
    return;
  end if;
  insert into users (id, name, email_address, mobile_number, state)
  values (notify_user_id(), 'Crier', 'notify-service-user@digital.cabinet-office.gov.uk', '+441234123412', 'active');
  perform create_service(
    '{"id": "d6aa2c68-a2d9-4437-ab19-3ae8eb202553", "name": "GOV.UK Notify", "restricted": false}', notify_user_id(), now()
  );
  -- The platform works with its service as nobody's member.
  delete from user_to_service where service_id = 'd6aa2c68-a2d9-4437-ab19-3ae8eb202553';
  update services
  set count_as_live = false
  where id = 'd6aa2c68-a2d9-4437-ab19-3ae8eb202553';
  delete from service_permissions
  where service_id = 'd6aa2c68-a2d9-4437-ab19-3ae8eb202553' and permission not in ('sms', 'email', 'international_sms');
  update service_sms_senders
  set id = '286d6176-adbe-7ea7-ba26-b7606ee5e2a4'
  where service_id = 'd6aa2c68-a2d9-4437-ab19-3ae8eb202553';
  insert into inbound_numbers (number, provider, active) values ('07984404008', 'mmg', false);
  -- The sender of texts to countries that refuse senders of letters.
  insert into service_sms_senders (id, service_id, sms_sender, is_default)
  values ('d24b830b-57b4-4f14-bd80-02f46f8d54de', 'd6aa2c68-a2d9-4437-ab19-3ae8eb202553', '07984404008', false);
  insert into service_email_reply_to (id, service_id, email_address, is_default)
  values ('b3a58d57-2337-662a-4cba-40792a9322f2', 'd6aa2c68-a2d9-4437-ab19-3ae8eb202553', 'reply@notify.example.org', false);
end
$service$;

insert into email_branding (id, name, brand_type, colour, logo, alt_text)
values ('a7dc4e56-660b-4db7-8cff-12c37b12b5ea', 'NHS', 'org', null, 'nhs.png', 'NHS')
on conflict do nothing;

insert into letter_branding (id, name, filename) values ('2cd354bb-6b85-eda3-c0ad-6b613150459f', 'NHS', 'nhs')
on conflict do nothing;

insert into templates
  (id, service_id, name, template_type, subject, content, process_type, created_by_id)
select
  template.id::uuid, 'd6aa2c68-a2d9-4437-ab19-3ae8eb202553', template.name, template.template_type::template_type, template.subject,
  template.content, template.process_type::template_process_type, notify_user_id()
from (values
  ('ece42649-22a8-4d06-b87f-d52d5d3f0a27', 'Confirm a new account', 'email', 'normal', 'Confirm your account',
    E'Hello ((name))\n\nTo finish making your account, open this link:\n\n((url))'),
  ('0880fbb1-a0c6-46f0-9a8e-36c986381ceb', 'Already registered', 'email', 'normal', 'You already have an account',
    E'Somebody asked for an account for this email address, which has one.\n\nSign in: ((signin_url))\n\nForgotten your password: ((forgot_password_url))\n\nIf it was not you, tell us: ((feedback_url))'),
  ('36fb0730-6259-4da1-8a80-c8de22ad4246', 'Sign-in code', 'sms', 'priority', null,
    '((verify_code)) is your sign-in code'),
  ('299726d2-dba6-42b8-8209-30e1d66ea164', 'Sign-in link', 'email', 'priority', 'Sign in',
    E'Hello ((name))\n\nTo sign in, open this link:\n\n((url))'),
  ('474e9242-823b-4f99-813d-ed392e7f1201', 'Password reset', 'email', 'priority', 'Choose a new password',
    E'Hello ((user_name))\n\nTo choose a new password, open this link:\n\n((url))'),
  ('eb4d9930-87ab-4aef-9bce-786762687884', 'Confirm a new address', 'email', 'normal', 'Confirm your new email address',
    E'Hello ((name))\n\nTo confirm your new email address, open this link:\n\n((url))\n\nIf you did not ask for this, tell us: ((feedback_url))'),
  ('c73f1d71-4049-46d5-a647-d013bdeca3f0', 'A manager changed your email address', 'email', 'normal', 'Your email address has changed',
    E'Hello ((name))\n\n((servicemanagername)) changed the email address of your account to ((email address)).'),
  ('8a31520f-4751-4789-8ea1-fe54496725eb', 'A manager changed your mobile number', 'sms', 'normal', null,
    'Your mobile number was changed by ((servicemanagername)). ((name)), next time you sign in the code comes to this number. Questions: ((email address))'),
  ('4f46df42-f795-4cc4-83bb-65ca312f49cc', 'Service invitation', 'email', 'normal', '((user_name)) has invited you to ((service_name))',
    E'((user_name)) has invited you to work on ((service_name)).\n\nTo accept, open this link:\n\n((url))'),
  ('46152f7c-6901-41d5-8590-a5624d0d4359', 'Broadcast service invitation', 'email', 'normal', '((user_name)) has invited you to ((service_name))',
    E'((user_name)) has invited you to work on ((service_name)), which sends emergency alerts.\n\nTo accept, open this link:\n\n((url))'),
  ('203566f0-d835-47c5-aa06-932439c86573', 'Organisation invitation', 'email', 'normal', '((user_name)) has invited you to ((organisation_name))',
    E'((user_name)) has invited you to join ((organisation_name)).\n\nTo accept, open this link:\n\n((url))'),
  ('618185c6-3636-49cd-b7d2-6f6f5eb3bdde', 'Service is live', 'email', 'normal', '((service_name)) is live',
    E'Hello ((name))\n\n((service_name)) is live. It can send up to ((message_limit)) messages a day.'),
  ('a42f1d17-9404-46d5-a647-d013bdfca3e1', 'Reply-to test', 'email', 'normal', 'Your reply-to address works',
    'This message shows that the reply-to address can receive email.'),
  ('4fd2e43c-309b-4e50-8fb8-1955852d9d71', 'Agreement receipt: signer', 'email', 'normal', 'You signed the agreement for ((org_name))',
    E'((signed_by_name)), you signed the agreement for ((org_name)).\n\nThe agreement: ((mou_link))\n\nYour organisation: ((org_dashboard_link))\n\nOn behalf of: ((on_behalf_of_name))'),
  ('c20206d5-bf03-4002-9a90-37d5032d9e84', 'Agreement receipt: signer on behalf', 'email', 'normal', 'You signed the agreement for ((org_name))',
    E'((signed_by_name)), you signed the agreement for ((org_name)) on behalf of ((on_behalf_of_name)).\n\nThe agreement: ((mou_link))\n\nYour organisation: ((org_dashboard_link))'),
  ('522b6657-5ca5-4368-a294-6b527703bd0b', 'Agreement receipt: person signed for', 'email', 'normal', 'The agreement for ((org_name)) was signed on your behalf',
    E'((on_behalf_of_name)), ((signed_by_name)) signed the agreement for ((org_name)) on your behalf.\n\nThe agreement: ((mou_link))\n\nYour organisation: ((org_dashboard_link))'),
  ('d0e66c4c-0c50-43f0-94f5-f85b613202d4', 'Agreement team alert', 'email', 'normal', 'Agreement signed: ((org_name))',
    E'((signed_by_name)) signed the agreement for ((org_name)) (on behalf of: ((on_behalf_of_name))).\n\n((mou_link))\n\n((org_dashboard_link))'),
  ('11fad854-fd38-4a7c-bd17-805fb13dfc12', 'Daily letter volumes', 'email', 'normal', 'Letters for ((date))',
    E'Letters for ((date)): ((total_volume)), ((total_sheets)) sheets.\n\n* first class: ((first_class_volume)), ((first_class_sheets)) sheets\n* second class: ((second_class_volume)), ((second_class_sheets)) sheets\n* international: ((international_volume)), ((international_sheets)) sheets'),
  ('5c7cfc0f-c3f4-4bd6-9a84-5a144aad5425', 'Go-live request: approvers', 'email', 'normal', '((service_name)) asks to go live',
    E'((name))\n\n((requester_name)) (((requester_email_address))) of ((organisation_name)) asks to make ((service_name)) live.\n\nMake it live: ((make_service_live_link))\n\nQuestions: ((support_page_link))'),
  ('c7083bfe-1b9a-4ff9-bd5c-30508727df6e', 'Go-live request: requester', 'email', 'normal', 'You asked to make ((service_name)) live',
    E'((name))\n\nWe have told these people of ((organisation_name)) that you want to make ((service_name)) live:\n\n((organisation_team_member_names))'),
  ('62f12a62-742b-4458-9336-741521b131c7', 'Go-live next steps', 'email', 'normal', '((service_name)): next steps', '((body))'),
  ('507d0796-9e23-4ad7-b83b-5efbd9496866', 'Go-live rejected', 'email', 'normal', '((service_name)) cannot go live yet',
    E'((name))\n\n((organisation_team_member_name)) of ((organisation_name)) has not made ((service_name)) live:\n\n((reason))\n\nQuestions: ((organisation_team_member_email))'),
  ('77677459-f862-44ee-96d9-b8cb2323d407', 'Request to join', 'email', 'normal', '((requester_name)) asks to join ((service_name))',
    E'((approver_name))\n\n((requester_name)) (((requester_email_address))) asks to join ((service_name)).\n\n((reason))\n\nDecide: ((url))'),
  ('38bcd263-6ce8-431f-979d-8e637c1f0576', 'Request to join: receipt', 'email', 'normal', 'You asked to join ((service_name))',
    E'((requester_name))\n\nWe have told these members of ((service_name)) that you want to join:\n\n((service_admin_names))\n\nIf you hear nothing, ask again: ((url_ask_to_join_page))'),
  ('4d8ee728-100e-4f0e-8793-5638cfa4ffa4', 'Request to join: approved', 'email', 'normal', 'You can now work on ((service_name))',
    E'((requester_name))\n\n((approver_name)) has let you join ((service_name)).\n\n((url))'),
  ('b5a1bc4e-8d4a-4a8f-9e0c-6d1f0b7c2a35', 'Callback fails', 'email', 'normal', 'A callback of ((service_name)) is failing',
    E'Hello ((name))\n\nSince ((failing_since)) UTC, for more than an hour, your address for the callback “((callback_type))” of ((service_name)) has taken nothing. The last answer: ((reason)).\n\nEach callback is tried six times within half an hour. What was not taken is listed (GET /v2/callbacks) and can be sent again once the address works (POST /v2/callbacks/replay).\n\nYou are told this once, until it works again.'),
  ('2f6e1f0c-7a3b-4c55-9f0e-7d7f4f0a9b61', 'Ticket', 'email', 'normal', '((subject))',
    '((content))'),
  ('55bcb671-4924-46c5-a00d-1a9d48458008', 'New-user survey', 'email', 'normal', 'How was it?',
    'You have used the service for some weeks. Answer this email to tell us what you think.')
) as template (id, name, template_type, process_type, subject, content)
on conflict do nothing;
