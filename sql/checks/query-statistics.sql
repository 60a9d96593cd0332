-- Does pg_stat_statements count: is its library loaded, what does it track in this database, how much has it
-- counted and may our login see it? One row. Counts are of the whole server; no text is read.
with library as (
    select
        -- Only the loaded library defines its settings; a mere line in postgresql.conf does not show here.
        exists (select from pg_catalog.pg_settings as s where s.name = 'pg_stat_statements.max') as is_loaded,
        -- NULL when the login may not see it.
        (select s.setting from pg_catalog.pg_settings as s where s.name = 'shared_preload_libraries') as preloaded
),
stored as (
    select
        s.setrole as role_oid,
        s.setdatabase <> 0 as is_for_database,
        pg_catalog.split_part(e.entry, '=', 2) as value
    from pg_catalog.pg_db_role_setting as s
    cross join lateral pg_catalog.unnest(s.setconfig) as e (entry)
    where
        pg_catalog.split_part(e.entry, '=', 1) = 'pg_stat_statements.track'
        and (
            s.setdatabase = 0
            or s.setdatabase = (
                select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()
            )
        )
),
-- The value that a login without one of its own gets in this database; NULL when ours hides the server's.
track as (
    select o.value, case when o.is_for_database then 'database' else 'all roles' end as level
    from stored as o
    where o.role_oid = 0
    union all
    select s.reset_val, 'server'
    from pg_catalog.pg_settings as s
    where
        s.name = 'pg_stat_statements.track'
        and not exists (
            select
            from stored as o
            join pg_catalog.pg_roles as r on r.oid = o.role_oid
            where r.rolname = session_user
        )
)
select
    l.is_loaded,
    (
        select pg_catalog.string_agg(pg_catalog.quote_literal(pg_catalog.btrim(p.library, ' "')), ', ' order by p.position)
        from pg_catalog.unnest(pg_catalog.string_to_array(l.preloaded, ',')) with ordinality as p (library, position)
        where pg_catalog.btrim(p.library, ' "') not in ('', 'pg_stat_statements')
    ) as other_libraries,
    l.preloaded is not null as sees_libraries,
    t.value as track,
    t.level as track_level,
    -- From PostgreSQL 14 on only statements with an id are counted; this one has none when compute_query_id is off.
    not exists (
        select
        from pg_catalog.pg_stat_activity as a
        where
            a.pid = pg_catalog.pg_backend_pid()
            and a.state = 'active'
            and pg_catalog.to_jsonb(a) ? 'query_id'
            and pg_catalog.to_jsonb(a) ->> 'query_id' is null
    ) as has_query_ids,
    case when l.is_loaded then pg_catalog.current_setting('pg_stat_statements.max')::int8 end as capacity,
    e.entries,
    e.hidden,
    e.calls,
    case
        when l.is_loaded then (select i.dealloc from :schema.pg_stat_statements_info as i)
    end as evictions
from library as l
cross join lateral (
    select count(*) as entries, count(*) - count(s.queryid) as hidden, coalesce(sum(s.calls), 0)::int8 as calls
    from :schema.pg_stat_statements(false) as s
    -- Without the library the function fails, so then it is not called.
    where l.is_loaded
) as e
left join lateral (
    select t.value, t.level
    from track as t
    order by case t.level when 'database' then 1 when 'all roles' then 2 else 3 end
    limit 1
) as t on true
order by l.is_loaded
