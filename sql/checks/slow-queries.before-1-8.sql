-- The same as slow-queries.sql for versions of the extension before 1.8, whose columns have older names.
with statements as (
    select
        s.queryid,
        count(*)::float8 as entries,
        sum(s.calls)::float8 as calls,
        sum(s.total_time) as total_ms,
        sum(
            s.stddev_time * s.stddev_time * s.calls + s.total_time * s.total_time / greatest(s.calls, 1)
        ) as squares,
        max(s.max_time) as max_ms,
        sum(s.rows)::float8 as row_count,
        sum(sum(s.total_time)) over () as database_ms
    from :schema.pg_stat_statements(false) as s
    where s.dbid = (
        select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()
    )
    group by s.queryid
),
counted as materialized (
    select s.*
    from statements as s
    where s.calls > 1 and s.queryid is not null
),
-- More than the ten that are shown: some of them are left out once their texts are read.
slowest as (
    select c.queryid
    from counted as c
    order by c.total_ms / c.calls desc, c.queryid
    limit 40
),
looked_at as materialized (
    select
        c.*,
        row_number() over (order by c.total_ms desc, c.queryid) as place,
        c.queryid in (select w.queryid from slowest as w) as is_shown,
        -- What had no such call can't be slow since any time, nor need a name for that.
        c.max_ms >= 20 or c.total_ms >= 20 * c.calls as is_named
    from counted as c
    where
        c.queryid in (select w.queryid from slowest as w)
        or c.total_ms >= 20 * c.calls
        or c.total_ms >= coalesce((select f.total_ms from counted as f order by f.total_ms desc offset 99 limit 1), 0)
),
-- Grouped, not joined: the planner cannot know how many there are, and its nested loop took seconds for thousands.
named as (
    select
        n.queryid,
        max(n.place) as place,
        bool_or(n.is_shown) as is_shown,
        bool_or(n.is_named) as is_named,
        max(n.entries) as entries,
        max(n.calls) as calls,
        max(n.total_ms) as total_ms,
        max(n.squares) as squares,
        max(n.max_ms) as max_ms,
        max(n.row_count) as row_count,
        max(n.database_ms) as database_ms,
        min(n.query) as query
    from (
        select
            l.queryid,
            l.place,
            l.is_shown,
            l.is_named,
            l.entries,
            l.calls,
            l.total_ms,
            l.squares,
            l.max_ms,
            l.row_count,
            l.database_ms,
            null::text as query
        from looked_at as l
        union all
        select s.queryid, null, null, null, null, null, null, null, null, null, null, s.query
        from :schema.pg_stat_statements(true) as s
        where
            s.dbid = (
                select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()
            )
    ) as n
    group by n.queryid
)
select
    n.queryid::text as query_id,
    n.entries,
    n.calls,
    n.total_ms,
    n.squares,
    n.max_ms,
    n.row_count,
    n.database_ms,
    n.query is not null as has_text,
    case
        when n.is_shown or n.place <= 200 and n.is_named
            then pg_catalog.left(n.query, case when n.total_ms >= 20 * n.calls then 500 else 300 end)
    end as query
from named as n
where
    n.place is not null
    and (
        n.query is null
        or (
            -- Blanks, comments and brackets, then a word that is no utility statement's.
            n.query ~* E'^([[:space:](]|--[^\n]*\n|/[*]([^*]|[*]+[^*/])*[*]+/)*(select|insert|update|delete|merge|with|values|table)([^a-z0-9_]|$)'
            and n.query !~* '(from|join)[[:space:]]+("?(pg_catalog|information_schema)"?[.]|pg_)'
            and n.query !~* 'pg_stat_|cron"?[.]"?job'
        )
    )
order by n.total_ms desc, n.queryid
