create table events_by_time (
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
  tags blob not null,
  fields blob not null,
  primary key(issue_id, occurred_at, event_id)
) strict, without rowid;

insert into events_by_time
select project_id, event_id, issue_id, occurred_at, received_at, title, culprit, level, type, platform, release, environment, user,
  (select jsonb_group_object(value ->> 0, value ->> 1) from json_each(tags)), jsonb('{}')
from events;

drop table events;

alter table events_by_time rename to events;

create unique index events_by_id on events (project_id,event_id,issue_id);

alter table issues add stack text;

create virtual table issue_search using fts5 (terms, content = '', columnsize = 0, detail = none, tokenize = 'ascii');

insert into issue_search (rowid, terms)
select issue_id, group_concat(distinct 't' || lower(hex(key || '=' || value)) || ' k' || lower(hex(key)))
from (select e.issue_id, j.key, j.value from events e, json_each(e.tags) j)
group by issue_id;

insert into issue_search (rowid, terms)
with recursive texts (id, text) as (
  select id, lower(substr(title, 1, 400)) from issues union all select id, lower(substr(culprit, 1, 400)) from issues
), letters (id, text, position) as (
  select id, text, 1 from texts where length(text) >= 3
  union all select id, text, position + 1 from letters where position + 3 <= length(text)
)
select id, group_concat(distinct 'g' || lower(hex(substr(text, position, 3)))) from letters group by id;
