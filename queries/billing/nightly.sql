/* @name ListBillingDaysDue */
select bst_date as "bst_date!", notification_type as "notification_type!"
from billing_days_due(:run_on!)
order by bst_date desc, notification_type;

/* @name RefreshBillingFacts */
select inserted as "inserted!", updated as "updated!", deleted as "deleted!", unpriced as "unpriced!"
from refresh_billing_facts(:day!, :notification_type!);

/* @name RefreshLetterDespatchFacts */
select inserted as "inserted!", updated as "updated!", deleted as "deleted!"
from refresh_letter_despatch_facts(:day!);
