-- Sequences that have used at least half of their numbers, as sequence-exhaustion.sql has them, for PostgreSQL 18 and
-- later, which tells where a sequence stands that was not called since RESTART or setval(…, false).
-- base: sequence-exhaustion.sql
-- replace:
        coalesce(r.last_value, r.seqstart - r.increment) as before_next
    from readings r
-- with:
        coalesce(r.last_value, d.last_value - r.increment, r.seqstart - r.increment) as before_next
    from readings r
    left join lateral pg_catalog.pg_get_sequence_data(r.oid::regclass) d on true
