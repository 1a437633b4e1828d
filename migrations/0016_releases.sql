create table deploys (
  id integer primary key not null,
  release_id integer not null,
  environment text not null,
  name text,
  url text,
  started_at integer,
  finished_at integer not null,
  foreign key (release_id) references organization_releases(id) on update no action on delete cascade
) strict;

create index deploys_by_release on deploys (release_id,finished_at);

create table organization_releases (
  id integer primary key not null,
  organization_id integer not null,
  version text not null,
  status text default 'open' not null,
  ref text,
  url text,
  created_at integer not null,
  started_at integer,
  released_at integer,
  commits text,
  foreign key (organization_id) references organizations(id) on update no action on delete cascade,
  constraint organization_releases_status check(status in ('open', 'archived'))
) strict;

create unique index organization_releases_by_version on organization_releases (organization_id,version);

create index organization_releases_by_date on organization_releases (organization_id, coalesce(released_at, created_at), id);

create table release_commits (
  release_id integer not null,
  position integer not null,
  commit_id text not null,
  repository text not null,
  message text,
  author_name text,
  author_email text,
  committed_at integer not null,
  primary key(release_id, position),
  foreign key (release_id) references organization_releases(id) on update no action on delete cascade
) strict, without rowid;

create index release_commits_by_commit on release_commits (commit_id,repository);

create table release_environments (
  release_id integer not null,
  project_id integer not null,
  environment text not null,
  first_event_at integer not null,
  last_event_at integer not null,
  primary key(release_id, project_id, environment),
  foreign key (release_id) references organization_releases(id) on update no action on delete cascade,
  foreign key (project_id) references projects(id) on update no action on delete cascade
) strict, without rowid;

create index release_environments_by_project on release_environments (project_id);

create table release_projects (
  release_id integer not null,
  project_id integer not null,
  primary key(release_id, project_id),
  foreign key (release_id) references organization_releases(id) on update no action on delete cascade,
  foreign key (project_id) references projects(id) on update no action on delete cascade
) strict, without rowid;

create index release_projects_by_project on release_projects (project_id);

create index issues_by_first_release on issues (project_id,first_release) where first_release is not null;

create index issues_by_commit on issues (project_id) where status_details ->> '$.inCommit.commit' is not null;

-- What events have named so far. Other shards than the first know no projects: their releases come with their next event.
insert into organization_releases (organization_id, version, created_at)
select p.organization_id, r.version, min(r.first_event_at) from releases r join projects p on p.id = r.project_id group by 1, 2;

insert into release_projects (release_id, project_id)
select o.id, p.id from releases r join projects p on p.id = r.project_id
join organization_releases o on o.organization_id = p.organization_id and o.version = r.version;

insert into release_environments (release_id, project_id, environment, first_event_at, last_event_at)
select o.id, p.id, coalesce(e.environment, ''), min(e.received_at), max(e.received_at)
from events e join projects p on p.id = e.project_id join organization_releases o on o.organization_id = p.organization_id and o.version = e.release
group by 1, 2, 3;
