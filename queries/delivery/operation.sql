/* @name ChangeProvider */
select change_provider(:id!, :priority, :active, :reason, :actor, :now!) as "is_changed!";

/* @name ForgetDeliveryFailures */
select forget_delivery_failures(:now!, :batch_size!) as "forgotten!";

/* @name WatchSlowDeliveries */
select texts as "texts!", share::float8 as "share!", is_told as "is_told!"
from watch_slow_deliveries(:environment!, :now!);

/* @name WatchTextSenders */
select
  failing as "failing!", texting_tv_numbers as "texting_tv_numbers!", is_told as "is_told!"
from watch_text_senders(:environment!, :admin_url!, :now!);
