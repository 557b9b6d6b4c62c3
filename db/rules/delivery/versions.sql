-- Notify writes a version even when nothing changed, because an automatic change counts as one.
call keep_versions_of('provider_details', author => 'created_by_id', when_same => true);
