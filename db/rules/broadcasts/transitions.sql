call refuse_other_transitions_of('broadcast_message', 'status', 'broadcast_transitions');
call refuse_other_transitions_of(
  'broadcast_provider_message', 'status', 'broadcast_provider_message_transitions'
);
