create table project_teams (
  project_id integer not null,
  team_id integer not null,
  primary key(project_id, team_id),
  foreign key (project_id) references projects(id) on update no action on delete cascade,
  foreign key (team_id) references teams(id) on update no action on delete cascade
) strict, without rowid;

create index project_teams_by_team on project_teams (team_id);

create table team_members (
  team_id integer not null,
  member_id integer not null,
  primary key(team_id, member_id),
  foreign key (team_id) references teams(id) on update no action on delete cascade,
  foreign key (member_id) references members(id) on update no action on delete cascade
) strict, without rowid;

create index team_members_by_member on team_members (member_id);

create table teams (
  id integer primary key autoincrement not null,
  organization_id integer not null,
  slug text not null,
  name text not null,
  created_at integer not null,
  foreign key (organization_id) references organizations(id) on update no action on delete cascade
) strict;

create unique index teams_by_slug on teams (organization_id,slug);
