create table api_tokens (
  id integer primary key not null,
  organization_id integer not null,
  user_id integer not null,
  name text not null,
  token_hash text not null,
  last_characters text not null,
  scopes text not null,
  created_at integer not null,
  foreign key (organization_id) references organizations(id) on update no action on delete cascade,
  foreign key (user_id) references users(id) on update no action on delete cascade
) strict;

create unique index api_tokens_by_hash on api_tokens (token_hash);

create index api_tokens_by_organization on api_tokens (organization_id);

create table events (
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
  primary key(project_id, event_id)
) strict, without rowid;

create index events_by_issue on events (issue_id,occurred_at,event_id);

create table issue_counters (
  project_id integer primary key not null,
  number integer not null
) strict;

create table issues (
  id integer primary key not null,
  project_id integer not null,
  number integer not null,
  hash text not null,
  mechanism text not null,
  status text not null,
  substatus text,
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
  activity text not null,
  version integer not null,
  constraint issues_status check(status in ('unresolved', 'resolved', 'ignored')),
  constraint issues_level check(level in ('fatal', 'error', 'warning', 'info', 'debug'))
) strict;

create unique index issues_by_hash on issues (project_id,hash);

create index issues_by_last_seen on issues (project_id,status,last_seen_at);

create table members (
  id integer primary key not null,
  organization_id integer not null,
  user_id integer not null,
  role text not null,
  created_at integer not null,
  foreign key (organization_id) references organizations(id) on update no action on delete cascade,
  foreign key (user_id) references users(id) on update no action on delete cascade,
  constraint members_role check(role in ('owner', 'manager', 'admin', 'member'))
) strict;

create unique index members_by_user on members (user_id,organization_id);

create index members_by_organization on members (organization_id);

create table organizations (
  id integer primary key not null,
  slug text not null,
  name text not null,
  created_at integer not null
) strict;

create unique index organizations_by_slug on organizations (slug);

create table outcomes (
  project_id integer not null,
  hour_at integer not null,
  category text not null,
  outcome text not null,
  reason text not null,
  quantity integer not null,
  primary key(project_id, hour_at, category, outcome, reason),
  constraint outcomes_outcome check(outcome in ('accepted', 'filtered', 'rate_limited', 'invalid', 'abuse', 'client_discard'))
) strict, without rowid;

create table project_keys (
  public_key text primary key not null,
  secret_key text not null,
  project_id integer not null,
  name text not null,
  is_active integer default true not null,
  created_at integer not null,
  foreign key (project_id) references projects(id) on update no action on delete cascade
) strict, without rowid;

create index project_keys_by_project on project_keys (project_id);

create table projects (
  id integer primary key autoincrement not null,
  organization_id integer not null,
  slug text not null,
  name text not null,
  platform text,
  shard integer default 0 not null,
  first_event_at integer,
  created_at integer not null,
  foreign key (organization_id) references organizations(id) on update no action on delete cascade
) strict;

create unique index projects_by_slug on projects (organization_id,slug);

create table sessions (
  token_hash text primary key not null,
  user_id integer not null,
  created_at integer not null,
  expires_at integer not null,
  foreign key (user_id) references users(id) on update no action on delete cascade
) strict, without rowid;

create index sessions_by_expiry on sessions (expires_at);

create table users (
  id integer primary key not null,
  email text not null,
  name text not null,
  password_hash text not null,
  created_at integer not null
) strict;

create unique index users_by_email on users (email);
