call refuse_other_transitions_of('service_join_requests', 'status', 'join_request_transitions');
