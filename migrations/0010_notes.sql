create index activities_by_note on activities (issue_id,at,id) where type = 'note';
