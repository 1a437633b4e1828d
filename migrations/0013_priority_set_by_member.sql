alter table issues add is_priority_set_by_member integer default false not null;
