create table recent_searches (
  id integer primary key autoincrement not null,
  organization_id integer not null,
  user_id integer not null,
  type integer not null,
  query text not null,
  created_at integer not null,
  last_seen_at integer not null,
  foreign key (organization_id) references organizations(id) on update no action on delete cascade,
  foreign key (user_id) references users(id) on update no action on delete cascade
) strict;

create unique index recent_searches_by_query on recent_searches (organization_id,user_id,type,query);

create table search_views (
  id integer primary key autoincrement not null,
  organization_id integer not null,
  user_id integer,
  name text not null,
  query text not null,
  query_sort text not null,
  projects text not null,
  environments text not null,
  time_filters text not null,
  visibility text not null,
  created_at integer not null,
  updated_at integer not null,
  deleted_at integer,
  foreign key (organization_id) references organizations(id) on update no action on delete cascade,
  foreign key (user_id) references users(id) on update no action on delete set null,
  constraint search_views_visibility check(visibility in ('owner', 'organization'))
) strict;

create index search_views_by_organization on search_views (organization_id);

create table starred_views (
  user_id integer not null,
  view_id integer not null,
  position integer not null,
  primary key(user_id, view_id),
  foreign key (user_id) references users(id) on update no action on delete cascade,
  foreign key (view_id) references search_views(id) on update no action on delete cascade
) strict, without rowid;

create index starred_views_by_view on starred_views (view_id);
