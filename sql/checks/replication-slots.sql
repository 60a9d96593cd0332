-- Replication slots of the whole server: how much WAL each keeps from being removed, how far back it holds vacuum,
-- and whether it is still good. On a standby it is the WAL that was replayed there.
-- Columns that came later than PostgreSQL 13 are null before: conflicting (16), invalidation_reason, inactive_since,
-- synced (17). Left out: temporary slots, which end with their session, and those that a standby copies from its primary.
select
    s.slot_name::text as slot_name,
    pg_catalog.quote_literal(s.slot_name) as quoted_name,
    s.slot_type,
    s.database::text as database_name,
    s.active,
    pg_catalog.pg_wal_lsn_diff(position.now, s.restart_lsn) as retained_bytes,
    s.restart_lsn is not null and position.now is null as position_unknown,
    s.wal_status,
    coalesce(more.columns ->> 'invalidation_reason', case when more.columns ->> 'conflicting' = 'true' then 'conflict' end)
        as invalidation_reason,
    extract(
        epoch from pg_catalog.statement_timestamp() - (more.columns ->> 'inactive_since')::timestamptz
    )::float8 as inactive_s,
    greatest(pg_catalog.age(s.xmin), pg_catalog.age(s.catalog_xmin)) as held_transactions,
    nullif(keep.megabytes, -1) * 1048576 as retained_limit_bytes
from pg_catalog.pg_replication_slots as s
cross join lateral (select pg_catalog.to_jsonb(s) as columns) as more
cross join (
    select case when pg_catalog.pg_is_in_recovery()
        then pg_catalog.pg_last_wal_replay_lsn()
        else pg_catalog.pg_current_wal_lsn()
    end as now
) as position
cross join (
    select g.setting::int8 as megabytes
    from pg_catalog.pg_settings as g
    where g.name = 'max_slot_wal_keep_size'
) as keep
where
    not s.temporary
    and coalesce(more.columns ->> 'synced', 'false') <> 'true'
order by s.slot_name
