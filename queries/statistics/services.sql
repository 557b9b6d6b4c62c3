/* @name CountStatusesPerMonth */
select
  to_char(bst_date, 'YYYY-MM') as "month!",
  notification_type as "notification_type!",
  notification_status as "notification_status!",
  sum(notification_count)::bigint as "count!"
from status_counts(financial_year_start(:year!), financial_year_end(:year!), local_date(:now!))
where service_id = :service_id!
group by "month!", notification_type, notification_status
order by "month!", notification_type, notification_status;

/* @name CountStatusesPerTemplate */
select
  counted.template_id as "template_id!",
  templates.name as "template_name!",
  counted.notification_type as "template_type!",
  templates.hidden and templates.template_type = 'letter' as "is_precompiled_letter!",
  counted.notification_status as "status!",
  sum(counted.notification_count)::bigint as "count!"
from status_counts(
  local_date(:now!) - :whole_days!::integer, local_date(:now!), local_date(:now!)
) counted
join templates on templates.id = counted.template_id
where counted.service_id = :service_id!
group by counted.template_id, templates.name, counted.notification_type, templates.hidden,
  templates.template_type, counted.notification_status
order by templates.name, counted.template_id, counted.notification_status;

/* @name GetServiceStatistics */
select
  -- Always the three channels. limit_days 0 is today only.
  channel as "notification_type!",
  coalesce(sum(notification_count) filter (where is_requested), 0)::bigint as "requested!",
  coalesce(sum(notification_count) filter (where is_delivered), 0)::bigint as "delivered!",
  coalesce(sum(notification_count) filter (where is_failed), 0)::bigint as "failed!"
from unnest(enum_range(null::notification_type)) as channel
left join (
  select notification_type, notification_status, notification_count
  from status_counts(
    local_date(:now!) - :limit_days!::integer, local_date(:now!), local_date(:now!)
  )
  where service_id = :service_id!
) counted on counted.notification_type = channel
left join dashboard_statuses on dashboard_statuses.status = counted.notification_status
group by channel
order by channel;

/* @name GetTemplateLastUsed */
select
  -- The newest live message answers at once; else the last day that has facts.
  wire_timestamp(coalesce(
    (
      select created_at
      from notifications
      where notifications.service_id = :service_id!
        and notifications.template_id = :template_id!
        -- Planner note: with the channel named, the index on (service_id, notification_type,
        -- created_at) is read backwards to the first match; without, all messages of the service
        -- are sorted.
        and notifications.notification_type = (
          select template_type::text::notification_type
          from templates
          where templates.id = :template_id!
        )
      order by created_at desc
      limit 1
    ),
    (
      select local_midnight(max(bst_date))
      from ft_notification_status
      where ft_notification_status.template_id = :template_id!
    )
  )) as last_date_used;

/* @name GetTemplateOfService */
select id as "id!"
from templates
where id = :template_id!
  and service_id = :service_id!;

/* @name ListMonthlyTemplateUsage */
select
  counted.template_id as "template_id!",
  templates.name as "name!",
  templates.template_type as "type!",
  extract(month from counted.bst_date)::integer as "month!",
  extract(year from counted.bst_date)::integer as "year!",
  sum(counted.notification_count)::bigint as "count!",
  templates.hidden and templates.template_type = 'letter' as "is_precompiled_letter!"
from status_counts(
  financial_year_start(:year!), financial_year_end(:year!), local_date(:now!)
) counted
join templates on templates.id = counted.template_id
where counted.service_id = :service_id!
  and counted.notification_status <> 'cancelled'
group by counted.template_id, templates.name, templates.template_type, templates.hidden, "month!", "year!"
order by "year!", "month!", templates.name, counted.template_id;

/* @name ListMonthsBegun */
select to_char(month, 'YYYY-MM') as "month!"
from generate_series(
  financial_year_start(:year!), least(local_date(:now!), financial_year_end(:year!)),
  interval '1 month'
) as month;
