/* @name ListRealChannels */
select distinct notification_type as "channel!"
from provider_details
-- Letters are printed: nothing in them is followed.
where active and adapter <> 'sandbox' and notification_type <> 'letter'
order by 1;
