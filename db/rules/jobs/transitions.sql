call refuse_other_transitions_of('jobs', 'job_status', 'job_transitions');
