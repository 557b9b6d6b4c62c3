/* @name GetOneOffSender */
select
  person.name as "name!",
  exists (
    select from user_to_service
    where user_id = person.id and service_id = :service_id!
  ) as "is_member!"
from users person
where person.id = :id!;

/* @name ListTeamRecipients */
select recipient as "recipient!"
from team_recipients
where service_id = :service_id!;

/* @name SendOneOff */
select notification_id, exceeded, exceeded_limit
from send_one_off(:message!::jsonb, :process_type!, :stores!, :actor!, :now!);
