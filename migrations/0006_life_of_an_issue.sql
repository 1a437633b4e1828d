create table activities (
  issue_id integer not null,
  at integer not null,
  id text not null,
  type text not null,
  user_id integer,
  data text not null,
  primary key(issue_id, at, id)
) strict, without rowid;

create table participations (
  issue_id integer not null,
  user_id integer not null,
  is_bookmarked integer default false not null,
  is_subscribed integer,
  reason text,
  seen_at integer,
  primary key(issue_id, user_id)
) strict, without rowid;

create index participations_by_user on participations (user_id,issue_id);

create table releases (
  project_id integer not null,
  version text not null,
  first_event_at integer not null,
  primary key(project_id, version)
) strict, without rowid;

create index releases_by_age on releases (project_id,first_event_at);

create table shares (
  id text primary key not null,
  project_id integer not null,
  issue_id integer not null,
  user_id integer,
  created_at integer not null,
  foreign key (project_id) references projects(id) on update no action on delete cascade
) strict, without rowid;

create unique index shares_by_issue on shares (issue_id);

create table tombstones (
  id integer primary key not null,
  project_id integer not null,
  hashes text not null,
  title text not null,
  culprit text not null,
  level text not null,
  type text not null,
  metadata text not null,
  user_id integer,
  created_at integer not null
) strict;

create index tombstones_by_project on tombstones (project_id,created_at);

create table __new_issues (
  id integer primary key not null,
  project_id integer not null,
  number integer not null,
  hash text not null,
  mechanism text not null,
  status text not null,
  substatus text,
  status_since integer not null,
  merged_into integer,
  priority text not null,
  assignee text,
  status_details text not null,
  title text not null,
  culprit text not null,
  level text not null,
  type text not null,
  platform text not null,
  logger text,
  metadata text not null,
  is_unhandled integer not null,
  event_count integer not null,
  user_count integer not null,
  first_seen_at integer not null,
  last_seen_at integer not null,
  first_release text,
  last_release text,
  trend text not null,
  version integer not null,
  likeness text not null,
  tag_counts text not null,
  constraint issues_status check(status in ('unresolved', 'resolved', 'ignored', 'merged')),
  constraint issues_priority check(priority in ('high', 'medium', 'low')),
  constraint issues_level check(level in ('fatal', 'error', 'warning', 'info', 'debug'))
) strict;

insert into __new_issues(id, project_id, number, hash, mechanism, status, substatus, status_since, merged_into, priority, assignee, status_details, title, culprit, level, type, platform, logger, metadata, is_unhandled, event_count, user_count, first_seen_at, last_seen_at, first_release, last_release, trend, version, likeness, tag_counts) select id, project_id, number, hash, mechanism, status, substatus, last_seen_at, null, case level when 'warning' then 'medium' when 'info' then 'low' when 'debug' then 'low' else 'high' end, null, '{}', title, culprit, level, type, platform, logger, metadata, is_unhandled, event_count, user_count, first_seen_at, last_seen_at, first_release, last_release, trend, version, '[]', '{}' from issues;

insert into activities(issue_id, at, id, type, user_id, data)
  select i.id, a.value ->> 'at', a.value ->> 'id', a.value ->> 'type', a.value ->> 'userId',
    case when a.value ->> 'release' is null then '{}' else json_object('version', a.value ->> 'release') end
  from issues i, json_each(i.activity) a;

drop table issues;

alter table __new_issues rename to issues;

create unique index issues_by_hash on issues (project_id,hash);

create index issues_by_last_seen on issues (project_id,status,last_seen_at);

create index issues_by_head on issues (merged_into) where merged_into is not null;
