create table further_hashes (
  project_id integer not null,
  hash text not null,
  head_hash text not null,
  primary key(project_id, hash)
) strict, without rowid;
