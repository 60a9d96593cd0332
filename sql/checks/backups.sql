-- Whether the server gives its write-ahead log to an archive, and how that went: times are seconds since 1970.
-- That proves no backup, which nothing inside a server can. The archive's command is not read: it may hold secrets.
select
    s.setting as archive_mode,
    a.archived_count,
    extract(epoch from a.last_archived_time)::float8 as last_archived_at,
    a.failed_count,
    extract(epoch from a.last_failed_time)::float8 as last_failed_at
from pg_catalog.pg_stat_archiver as a
cross join pg_catalog.pg_settings as s
where s.name = 'archive_mode'
order by archive_mode
