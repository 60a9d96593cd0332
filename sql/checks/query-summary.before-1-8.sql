-- The same as query-summary.sql for versions of the extension before 1.8, whose columns have older names.
with statements as (
    select
        -- A login without pg_read_all_stats gets no identity of other roles' statements: each stays apart.
        s.queryid is null as is_hidden,
        sum(s.calls)::float8 as calls,
        sum(s.total_time) as total_ms
    from :schema.pg_stat_statements(false) with ordinality as s
    where s.dbid = (
        select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()
    )
    group by s.queryid, case when s.queryid is null then s.ordinality end
)
select
    -- The power of ten of the average in milliseconds: 3 is one second to ten.
    case
        when s.total_ms > 0 and s.calls > 0 then pg_catalog.floor(pg_catalog.log(s.total_ms / s.calls))::int4
    end as magnitude,
    count(*) as statements,
    count(*) filter (where s.is_hidden) as hidden,
    sum(s.calls) as calls,
    sum(s.total_ms) as total_ms,
    null::int8 as evictions
from statements as s
group by magnitude
order by magnitude nulls first
