-- Is the library of pg_stat_statements loaded, in a database that lacks its extension? One row.
with library as (
    select
        -- Only the loaded library defines its settings; a mere line in postgresql.conf does not show here.
        exists (select from pg_catalog.pg_settings as s where s.name = 'pg_stat_statements.max') as is_loaded,
        -- NULL when the login may not see it.
        (select s.setting from pg_catalog.pg_settings as s where s.name = 'shared_preload_libraries') as preloaded
)
select
    l.is_loaded,
    (
        select pg_catalog.string_agg(pg_catalog.quote_literal(pg_catalog.btrim(p.library, ' "')), ', ' order by p.position)
        from pg_catalog.unnest(pg_catalog.string_to_array(l.preloaded, ',')) with ordinality as p (library, position)
        where pg_catalog.btrim(p.library, ' "') not in ('', 'pg_stat_statements')
    ) as other_libraries,
    l.preloaded is not null as sees_libraries,
    null::text as track,
    null::text as track_level,
    true as has_query_ids,
    null::int8 as capacity,
    0::int8 as entries,
    0::int8 as hidden,
    0::int8 as calls,
    null::int8 as evictions
from library as l
order by l.is_loaded
