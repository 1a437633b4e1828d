create table ageing_issues (
  due_at integer not null,
  issue_id integer not null,
  primary key(due_at, issue_id)
) strict, without rowid;

create table grown_up_to (
  project_id integer primary key not null,
  number integer not null
) strict;

-- Those that came back before there was this table: a week, in milliseconds, after they did.
insert into ageing_issues (due_at, issue_id)
select status_since + 604800000, id from issues where substatus in ('regressed', 'escalating');
