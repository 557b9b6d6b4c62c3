call refuse_other_transitions_of('users', 'state', 'user_transitions');
