create table __new_events (
  project_id integer not null,
  event_id text not null,
  issue_id integer not null,
  occurred_at integer not null,
  received_at integer not null,
  title text not null,
  culprit text not null,
  level text not null,
  type text not null,
  platform text not null,
  release text,
  environment text,
  user text,
  tags text not null,
  primary key(project_id, event_id, issue_id)
) strict, without rowid;

insert into __new_events(project_id, event_id, issue_id, occurred_at, received_at, title, culprit, level, type, platform, release, environment, user, tags) select project_id, event_id, issue_id, occurred_at, received_at, title, culprit, level, type, platform, release, environment, user, tags from events;

drop table events;

alter table __new_events rename to events;

create index events_by_issue on events (issue_id,occurred_at,event_id);
