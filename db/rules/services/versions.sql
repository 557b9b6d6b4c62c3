-- Notify writes a version of a service even when nothing changed.
call keep_versions_of('services', when_same => true);
call keep_versions_of('api_keys');
call keep_versions_of('service_callback_api', author => 'updated_by_id');
