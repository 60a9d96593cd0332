-- The same as query-statistics.sql for versions of the extension before 1.9, which do not tell how often they
-- threw entries out.
-- base: query-statistics.sql
-- replace:
    case
        when l.is_loaded then (select i.dealloc from :schema.pg_stat_statements_info as i)
    end as evictions
-- with:
    null::int8 as evictions
