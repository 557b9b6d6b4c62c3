call refuse_other_transitions_of('print_batches', 'status', 'print_batch_transitions');
