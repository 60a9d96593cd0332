-- What the server is and what our login may see: the facts that every check may rest on.
-- One row. The port tells whether the server sees our own socket or a pooler's.
select
    pg_catalog.current_setting('server_version_num')::int4 as version_number,
    pg_catalog.current_setting('server_version') as version,
    pg_catalog.current_database()::text as database,
    pg_catalog.quote_ident(pg_catalog.current_database()) as quoted_database,
    pg_catalog.quote_ident(current_user) as login,
    (select r.rolsuper from pg_catalog.pg_roles as r where r.rolname = current_user) as is_superuser,
    pg_catalog.pg_has_role(current_user, 'pg_read_all_stats', 'usage') as reads_all_statistics,
    pg_catalog.pg_has_role(current_user, 'pg_read_all_settings', 'usage') as reads_all_settings,
    pg_catalog.has_function_privilege('pg_catalog.pg_ls_waldir()', 'execute') as lists_wal,
    pg_catalog.pg_is_in_recovery() as in_recovery,
    extract(epoch from pg_catalog.clock_timestamp()) * 1000 as now_ms,
    pg_catalog.inet_client_port() as client_port,
    pg_catalog.current_setting('max_connections')::int4 as max_connections,
    pg_catalog.current_setting('superuser_reserved_connections')::int4
        + coalesce(pg_catalog.current_setting('reserved_connections', true), '0')::int4 as reserved_connections,
    (
        select count(*)::int4
        from pg_catalog.pg_stat_activity as a
        where
            a.backend_type = 'client backend'
            -- A login without pg_read_all_stats sees others' rows, but not what they are.
            or (a.backend_type is null and a.datid is not null and a.usesysid is not null)
    ) as client_sessions,
    exists (select from pg_catalog.pg_roles as r where r.rolname = 'supabase_admin')
        and exists (select from pg_catalog.pg_roles as r where r.rolname = 'authenticator') as is_supabase,
    (
        select count(*)::int4
        from pg_catalog.pg_stat_replication as s
        where
            s.state in ('startup', 'catchup', 'streaming')
            and s.application_name <> 'pg_receivewal'
            and not exists (
                select
                from pg_catalog.pg_replication_slots as l
                where l.active_pid = s.pid and l.slot_type = 'logical'
            )
    ) as standbys,
    (
        select
            coalesce(
                pg_catalog.json_object_agg(
                    e.extname,
                    pg_catalog.json_build_object(
                        'version', e.extversion,
                        'schema', pg_catalog.quote_ident(n.nspname),
                        'schemaUsable', pg_catalog.has_schema_privilege(n.oid, 'usage')
                    )
                ),
                '{}'
            )
        from pg_catalog.pg_extension as e
        join pg_catalog.pg_namespace as n on n.oid = e.extnamespace
    ) as extensions,
    (
        select
            coalesce(
                pg_catalog.json_agg(
                    pg_catalog.json_build_object(
                        'oid', n.oid::int8,
                        'name', n.nspname,
                        'owner', r.rolname,
                        'extension', (
                            select e.extname
                            from pg_catalog.pg_depend as d
                            join pg_catalog.pg_extension as e on e.oid = d.refobjid
                            where
                                d.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
                                and d.objid = n.oid
                                and d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
                                and d.deptype = 'e'
                        ),
                        -- What the files of sql/setup make, and nothing else.
                        'isHelper', n.nspname = 'preflight' and not exists (
                            select
                            from pg_catalog.pg_class as c
                            where
                                c.relnamespace = n.oid
                                and c.relkind in ('r', 'p', 'm', 'v', 'f')
                                and c.relname not in ('cron_jobs', 'cron_runs', 'autovacuum_before')
                        )
                    )
                    order by n.nspname
                ),
                '[]'
            )
        from pg_catalog.pg_namespace as n
        join pg_catalog.pg_roles as r on r.oid = n.nspowner
        where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    ) as schemas,
    -- The tables of migration tools and of pg_cron, and the owner's views: which are here, and what of them we may read.
    (
        select
            coalesce(
                pg_catalog.json_agg(
                    pg_catalog.json_build_object(
                        'schema', n.nspname,
                        'name', c.relname,
                        'quotedSchema', pg_catalog.quote_ident(n.nspname),
                        'schemaUsable', pg_catalog.has_schema_privilege(n.oid, 'usage'),
                        'filtered', pg_catalog.row_security_active(c.oid),
                        'columns', k.columns,
                        'readable', k.readable
                    )
                    order by n.nspname, c.relname
                ),
                '[]'
            )
        from pg_catalog.pg_class as c
        join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
        cross join lateral (
            select
                pg_catalog.array_agg(a.attname::text order by a.attnum) as columns,
                coalesce(
                    pg_catalog.array_agg(a.attname::text order by a.attnum)
                        filter (where pg_catalog.has_column_privilege(c.oid, a.attnum, 'select')),
                    '{}'
                ) as readable
            from pg_catalog.pg_attribute as a
            where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        ) as k
        where
            c.relname in (
                'schema_migrations', '_prisma_migrations', '__drizzle_migrations', 'flyway_schema_history',
                'ar_internal_metadata', 'job', 'job_run_details', 'cron_jobs', 'cron_runs'
            )
            and c.relkind in ('r', 'p', 'v')
            and (c.relname not in ('job', 'job_run_details') or n.nspname = 'cron')
            and (c.relname not in ('cron_jobs', 'cron_runs') or n.nspname = 'preflight')
    ) as known_relations
order by 1
