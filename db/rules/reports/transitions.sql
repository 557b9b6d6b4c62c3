call refuse_other_transitions_of('report_requests', 'status', 'report_request_transitions');
