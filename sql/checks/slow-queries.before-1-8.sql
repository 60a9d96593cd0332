-- The same as slow-queries.sql for versions of the extension before 1.8, whose columns have older names.
with statements as (
    select
        s.queryid,
        sum(s.calls)::float8 as calls,
        sum(s.total_time) as total_ms,
        max(s.max_time) as max_ms,
        sum(s.rows)::float8 as row_count,
        sum(sum(s.total_time)) over () as database_ms
    from :schema.pg_stat_statements(false) as s
    where s.dbid = (
        select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()
    )
    group by s.queryid
),
slow as materialized (
    select s.*, row_number() over (order by s.total_ms desc, s.queryid) as place
    from statements as s
    where s.calls > 1 and s.total_ms >= 20 * s.calls and s.queryid is not null
),
texts as materialized (
    select s.queryid, min(s.query) as query
    from :schema.pg_stat_statements(true) as s
    where
        -- Reading the texts is what costs, so they stay unread when nothing is slow.
        exists (select from slow)
        and s.dbid = (
            select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()
        )
        and s.queryid in (select l.queryid from slow as l)
    group by s.queryid
)
select
    s.queryid::text as query_id,
    s.calls,
    s.total_ms,
    s.max_ms,
    s.row_count,
    s.database_ms,
    t.query is not null as has_text,
    case when s.place <= 200 then pg_catalog.left(t.query, 500) end as query
from slow as s
left join texts as t on t.queryid = s.queryid
where
    t.query is null
    or (
        -- Blanks, comments and brackets, then a word that is no utility statement's.
        t.query ~* E'^([[:space:](]|--[^\n]*\n|/[*]([^*]|[*]+[^*/])*[*]+/)*(select|insert|update|delete|merge|with|values|table)([^a-z0-9_]|$)'
        and t.query !~* '(from|join)[[:space:]]+("?(pg_catalog|information_schema)"?[.]|pg_)'
        and t.query !~* 'pg_stat_|cron"?[.]"?job'
    )
order by s.total_ms desc, s.queryid
