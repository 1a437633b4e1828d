create table ageing_issues (
  due_at integer not null,
  issue_id integer not null,
  primary key(due_at, issue_id)
) strict, without rowid;

create table grown_up_to (
  project_id integer primary key not null,
  number integer not null
) strict;
