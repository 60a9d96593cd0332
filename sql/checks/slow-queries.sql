-- Statements of this database that take long, as pg_stat_statements counts them: one row for each normalised
-- statement, whoever ran it.
-- Left out: what ran once or takes under 20 ms on average; utility statements, whose texts hold literals and even
-- passwords; statements that look at the catalogue, at statistics or at pg_cron's own tables.
-- Texts come, cut short, with the 200 statements that took the most time.
with ours as (
    -- A login that only looks on: what it alone runs is this action's own, and would be slow enough to be read here.
    select r.oid
    from pg_catalog.pg_roles as r
    where
        r.rolname = current_user
        and not r.rolsuper
        and not exists (
            select
            from pg_catalog.pg_shdepend as d
            where d.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass and d.refobjid = r.oid and d.deptype = 'o'
        )
),
statements as (
    select
        s.queryid,
        sum(s.calls)::float8 as calls,
        sum(s.total_exec_time) as total_ms,
        max(s.max_exec_time) as max_ms,
        sum(s.rows)::float8 as row_count,
        sum(sum(s.total_exec_time)) over () as database_ms
    from :schema.pg_stat_statements(false) as s
    where s.dbid = (
        select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()
    )
    group by s.queryid
    having bool_and(s.userid = (select o.oid from ours as o)) is not true
),
slow as materialized (
    select s.*, row_number() over (order by s.total_ms desc, s.queryid) as place
    from statements as s
    where s.calls > 1 and s.total_ms >= 20 * s.calls and s.queryid is not null
),
-- Grouped, not joined: the planner cannot know how many are slow, and its nested loop took seconds for thousands.
named as (
    select
        n.queryid,
        max(n.place) as place,
        max(n.calls) as calls,
        max(n.total_ms) as total_ms,
        max(n.max_ms) as max_ms,
        max(n.row_count) as row_count,
        max(n.database_ms) as database_ms,
        min(n.query) as query
    from (
        select l.queryid, l.place, l.calls, l.total_ms, l.max_ms, l.row_count, l.database_ms, null::text as query
        from slow as l
        union all
        select s.queryid, null, null, null, null, null, null, s.query
        from :schema.pg_stat_statements(true) as s
        where
            -- Reading the texts is what costs, so they stay unread when nothing is slow.
            exists (select from slow)
            and s.dbid = (
                select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()
            )
    ) as n
    group by n.queryid
)
select
    n.queryid::text as query_id,
    n.calls,
    n.total_ms,
    n.max_ms,
    n.row_count,
    n.database_ms,
    n.query is not null as has_text,
    case when n.place <= 200 then pg_catalog.left(n.query, 500) end as query
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
