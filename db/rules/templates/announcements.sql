call announce_changes_of('templates');
