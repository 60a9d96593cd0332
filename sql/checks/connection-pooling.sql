-- The sessions that this database may have at most besides the server's own limit, which every check knows.
-- Poolers themselves can't be seen from here: whether a session came through one is not told.
select
    d.datname::text as database_name,
    -- -1: none.
    d.datconnlimit as database_limit
from pg_catalog.pg_database as d
where d.datname = pg_catalog.current_database()
order by database_name
