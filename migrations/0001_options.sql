alter table organizations add options text default '{}' not null;

alter table projects add options text default '{}' not null;
