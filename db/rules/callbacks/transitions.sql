call refuse_other_transitions_of('service_callbacks', 'status', 'callback_transitions');
