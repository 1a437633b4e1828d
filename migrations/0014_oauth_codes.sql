create table oauth_codes (
  code_hash text primary key not null,
  organization_id integer not null,
  user_id integer not null,
  client_id text not null,
  redirect_uri text not null,
  challenge text not null,
  scopes text not null,
  expires_at integer not null,
  foreign key (organization_id) references organizations(id) on update no action on delete cascade,
  foreign key (user_id) references users(id) on update no action on delete cascade
) strict, without rowid;
