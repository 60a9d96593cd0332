-- What Flyway noted, one row for each time that it ran something, in its own order. Repeatable migrations have no
-- version.
select
    m.version::text as version,
    m.type::text as type,
    m.script::text as script,
    m.success as is_success
from :schema.flyway_schema_history as m
order by m.installed_rank
