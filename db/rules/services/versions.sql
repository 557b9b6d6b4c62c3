call keep_versions_of('services');
call keep_versions_of('api_keys');
call keep_versions_of('service_callback_api', author => 'updated_by_id');
