create table former_slugs (
  organization_id integer not null,
  slug text not null,
  project_id integer not null,
  primary key(organization_id, slug),
  foreign key (organization_id) references organizations(id) on update no action on delete cascade,
  foreign key (project_id) references projects(id) on update no action on delete cascade
) strict, without rowid;
