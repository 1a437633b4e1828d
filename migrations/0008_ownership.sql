create table codeowners (
  id integer primary key autoincrement not null,
  project_id integer not null,
  raw text not null,
  owner_keys text not null,
  code_mappings text not null,
  associations text not null,
  created_at integer not null,
  updated_at integer not null,
  foreign key (project_id) references projects(id) on update no action on delete cascade
) strict;

create index codeowners_by_project on codeowners (project_id);

create table ownership (
  project_id integer primary key not null,
  raw text not null,
  owner_keys text not null,
  fallthrough integer not null,
  auto_assignment text not null,
  created_at integer not null,
  updated_at integer not null,
  foreign key (project_id) references projects(id) on update no action on delete cascade,
  constraint ownership_auto_assignment check(auto_assignment in ('owner', 'commits', 'off'))
) strict;
