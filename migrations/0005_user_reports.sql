create table user_reports (
  id integer primary key not null,
  project_id integer not null,
  event_id text not null,
  issue_id integer,
  name text not null,
  email text not null,
  comments text not null,
  created_at integer not null
) strict;

create unique index user_reports_by_event on user_reports (project_id,event_id);

create index user_reports_by_issue on user_reports (issue_id,created_at);

create index user_reports_by_age on user_reports (project_id,created_at);
