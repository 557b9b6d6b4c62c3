call refuse_other_transitions_of('notifications', 'notification_status', 'status_transitions',
  kind_column => 'notification_type');
call refuse_other_transitions_of('notification_history', 'notification_status',
  'status_transitions', kind_column => 'notification_type');
