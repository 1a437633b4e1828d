create table rejections (
  project_id integer not null,
  rejected_at integer not null,
  id text not null,
  event_id text,
  category text not null,
  outcome text not null,
  reason text not null,
  client text,
  bytes integer,
  primary key(project_id, rejected_at, id),
  constraint rejections_outcome check(outcome in ('filtered', 'rate_limited', 'invalid', 'abuse'))
) strict, without rowid;

alter table project_keys add rate_limit text;
