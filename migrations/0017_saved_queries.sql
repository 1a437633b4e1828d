create table saved_queries (
  id integer primary key not null,
  organization_id integer not null,
  user_id integer,
  name text not null,
  question text not null,
  created_at integer not null,
  updated_at integer not null,
  foreign key (organization_id) references organizations(id) on update no action on delete cascade,
  foreign key (user_id) references users(id) on update no action on delete set null
) strict;

create index saved_queries_by_name on saved_queries (organization_id,name);
