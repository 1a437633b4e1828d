alter table project_keys add loader text;
