/* @name CountOrphanedReturnedLetters */
select count(*) as "orphaned!"
from returned_letters returned
where service_id = :service_id! and reported_at = :reported_at!::date
  and not exists (
    select from notifications_all_time letter where letter.id = returned.notification_id
  );

/* @name GetReturnedLetterStatistics */
select
  -- Of all that ever came back to a service nothing is counted but the last seven days. Planner
  -- note: returned_letters_service_id_reported_at_idx, a range of it and its end.
  (
    select count(*)
    from returned_letters
    where service_id = :service_id!
      and reported_at > (:now!::timestamptz at time zone 'UTC')::date - 7
  ) as "returned_letter_count!",
  (
    select to_char(max(reported_at), 'YYYY-MM-DD') || ' 00:00:00.000000'
    from returned_letters
    where service_id = :service_id!
  ) as most_recent_report;

/* @name ListReturnedLetterSummary */
select
  count(*) as "returned_letter_count!",
  to_char(reported_at, 'YYYY-MM-DD') || ' 00:00:00.000000' as "reported_at!"
from returned_letters
where service_id = :service_id!
group by returned_letters.reported_at
order by returned_letters.reported_at desc;

/* @name ListReturnedLetters */
select
  notification_id as "notification_id!", client_reference,
  to_char(reported_at, 'YYYY-MM-DD') || ' 00:00:00.000000' as "reported_at!",
  wire_naive_timestamp(created_at) as "created_at!", template_name, template_id, template_version,
  coalesce(user_name, 'API') as "user_name!", coalesce(user_email_address, 'API') as
    "email_address!", original_file_name, job_row_number + 2 as job_row_number,
  uploaded_letter_file_name
from returned_letter_details letter
where service_id = :service_id! and reported_at = :reported_at!::date
order by letter.created_at desc;

/* @name ReturnLetters */
select unknown as "unknown!"
from return_letters(:references!, :now!);
