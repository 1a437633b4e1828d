) strict;

-- Those that came back before there was this table: a week, in milliseconds, after they did.
insert into ageing_issues (due_at, issue_id)
select status_since + 604800000, id from issues where substatus in ('regressed', 'escalating');
