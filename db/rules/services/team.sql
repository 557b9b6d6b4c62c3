create or replace view team_recipients as
select member.service_id, reached.recipient
from user_to_service member
join users on users.id = member.user_id
cross join lateral unnest(array[users.email_address, users.mobile_number]) as reached (recipient)
where users.archived_at is null and reached.recipient is not null;
comment on view team_recipients is 'The addresses and numbers of the members of services, as they typed them. Personal data.';
