/* @name CancelLetter */
select refusal
from cancel_letter(:service_id!, :id!, :actor, :now!);
