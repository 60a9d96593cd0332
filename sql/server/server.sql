-- What the server is and what our login may see: the facts that every check may rest on.
-- One row. The port tells whether the server sees our own socket or a pooler's.
-- trusted: roles whose code a reader may run: the database's owner, and who can act as that role by a grant. Superusers
-- are added below. pg_has_role() is not used: it says yes for every superuser, and from PostgreSQL 16 on for who created the
-- role, by a grant of the ADMIN option alone, which is none to act as it.
with recursive trusted as (
    select d.datdba as role_oid
    from pg_catalog.pg_database as d
    where d.datname = pg_catalog.current_database()
    union
    select m.member
    from trusted as t
    join pg_catalog.pg_auth_members as m on m.roleid = t.role_oid
    where
        -- Before PostgreSQL 16 each grant is one to act as the role.
        coalesce((pg_catalog.to_jsonb(m) ->> 'set_option')::boolean, true)
        or coalesce((pg_catalog.to_jsonb(m) ->> 'inherit_option')::boolean, true)
),
roles as (
    select
        r.oid,
        r.rolname,
        r.rolsuper
            or r.oid in (select t.role_oid from trusted as t)
            -- The database's owner is its only member, and no other can be granted it.
            or r.rolname = 'pg_database_owner' as is_trusted
    from pg_catalog.pg_roles as r
),
-- The relations of users and extensions that statements of pg-preflight read by their names; $1 has those that the
-- configuration names.
known as materialized (
    select c.oid, c.relname, c.relkind, c.relowner, c.relam, c.relrowsecurity, c.relchecks, n.oid as schema_oid, n.nspname, n.nspowner, e.extowner
    from pg_catalog.pg_class as c
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    left join pg_catalog.pg_depend as d
        on d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
        and d.objid = c.oid
        and d.objsubid = 0
        and d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
        and d.deptype = 'e'
    left join pg_catalog.pg_extension as e on e.oid = d.refobjid
    where
        (
            n.nspname || '.' || c.relname = any ($1::text[])
            or c.relname in (
                'schema_migrations', '_prisma_migrations', '__drizzle_migrations', 'flyway_schema_history',
                'ar_internal_metadata', 'job', 'job_run_details', 'cron_jobs', 'cron_runs', 'http_responses',
                'pg_stat_statements', 'pg_stat_statements_info'
            )
        )
        and c.relkind in ('r', 'p', 'v')
        and c.relpersistence <> 't'
        and (c.relname not in ('job', 'job_run_details') or n.nspname = 'cron')
        and (c.relname not in ('cron_jobs', 'cron_runs', 'http_responses') or n.nspname = 'preflight')
        and (
            c.relname not in ('pg_stat_statements', 'pg_stat_statements_info')
            or e.extname = 'pg_stat_statements' and e.extnamespace = n.oid
        )
),
descendants as (
    select k.oid as root, i.inhrelid as oid
    from known as k
    join pg_catalog.pg_inherits as i on i.inhparent = k.oid
    union
    select d.root, i.inhrelid
    from descendants as d
    join pg_catalog.pg_inherits as i on i.inhparent = d.oid
),
-- What runs when such a relation is read belongs to others too: a view's tables and functions, a column's type, what
-- an index or a CHECK calls. Left out: policies, which nothing evaluates where row_security is off, defaults and triggers.
used as (
    select k.oid as root, 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid as class_oid, k.oid
    from known as k
    union
    select d.root, 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, d.oid
    from descendants as d
    union
    select u.root, more.class_oid, more.oid
    from used as u
    cross join lateral (
        select d.refclassid, d.refobjid
        from pg_catalog.pg_depend as d
        where
            d.classid = u.class_oid
            and d.objid = u.oid
            and d.refclassid in (
                'pg_catalog.pg_class'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass,
                'pg_catalog.pg_type'::pg_catalog.regclass, 'pg_catalog.pg_operator'::pg_catalog.regclass,
                'pg_catalog.pg_opclass'::pg_catalog.regclass
            )
        union all
        select part.class_oid::pg_catalog.oid, part.oid
        from (
            select 'pg_catalog.pg_rewrite'::pg_catalog.regclass as class_oid, w.oid
            from pg_catalog.pg_rewrite as w
            where w.ev_class = u.oid
            union all
            select 'pg_catalog.pg_class'::pg_catalog.regclass, i.indexrelid
            from pg_catalog.pg_index as i
            where i.indrelid = u.oid
            union all
            select 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass, s.oid
            from pg_catalog.pg_statistic_ext as s
            where s.stxrelid = u.oid
            union all
            select 'pg_catalog.pg_constraint'::pg_catalog.regclass, o.oid
            from pg_catalog.pg_constraint as o
            where o.conrelid = u.oid and o.contype = 'c'
            union all
            select 'pg_catalog.pg_attrdef'::pg_catalog.regclass, f.oid
            from pg_catalog.pg_attrdef as f
            join pg_catalog.pg_attribute as a on a.attrelid = f.adrelid and a.attnum = f.adnum
            where f.adrelid = u.oid and a.attgenerated <> ''
        ) as part
        where u.class_oid = 'pg_catalog.pg_class'::pg_catalog.regclass
    ) as more (class_oid, oid)
),
owners as (
    select u.root, 'table or view' as what, c.relowner as role_oid
    from used as u
    join pg_catalog.pg_class as c on c.oid = u.oid and u.class_oid = 'pg_catalog.pg_class'::pg_catalog.regclass
    where u.oid <> u.root
    union
    select u.root, 'function', p.proowner
    from used as u
    join pg_catalog.pg_proc as p on p.oid = u.oid and u.class_oid = 'pg_catalog.pg_proc'::pg_catalog.regclass
    union
    select u.root, 'type', t.typowner
    from used as u
    join pg_catalog.pg_type as t on t.oid = u.oid and u.class_oid = 'pg_catalog.pg_type'::pg_catalog.regclass
    union
    select u.root, 'operator', o.oprowner
    from used as u
    join pg_catalog.pg_operator as o on o.oid = u.oid and u.class_oid = 'pg_catalog.pg_operator'::pg_catalog.regclass
    union
    select u.root, 'operator class', o.opcowner
    from used as u
    join pg_catalog.pg_opclass as o on o.oid = u.oid and u.class_oid = 'pg_catalog.pg_opclass'::pg_catalog.regclass
),
-- Everybody who can change what the name of such a relation leads to, or what runs when it is read.
controllers as (
    select k.oid, 'relation' as what, k.relowner as role_oid from known as k
    union
    select k.oid, 'schema', k.nspowner from known as k
    union
    select k.oid, 'extension', k.extowner from known as k where k.extowner is not null
    union
    select d.root, 'partition', c.relowner
    from descendants as d
    join pg_catalog.pg_class as c on c.oid = d.oid
    union
    -- The function behind the view, which statements call too. Its signature is the extension's own.
    select k.oid, 'function', f.proowner
    from known as k
    join pg_catalog.pg_proc as f on f.pronamespace = k.schema_oid and f.proname = k.relname
    where
        k.relname = 'pg_stat_statements'
        and f.pronargs = 1
        and f.proargtypes[0] = 'pg_catalog.bool'::pg_catalog.regtype
    union
    select o.root, 'underlying ' || o.what, o.role_oid
    from owners as o
    join roles as r on r.oid = o.role_oid
    join known as k on k.oid = o.root
    -- Its own owner counts as such, and is the first to be named.
    where not r.is_trusted and o.role_oid <> k.relowner
),
-- Once for all of them: who can create schemas can make thousands of such relations.
controlled as materialized (
    select
        o.oid,
        pg_catalog.json_agg(
            pg_catalog.json_build_object('what', o.what, 'role', r.rolname, 'isTrusted', r.is_trusted)
            order by o.what, r.rolname
        ) as controllers
    from controllers as o
    join roles as r on r.oid = o.role_oid
    group by o.oid
)
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
                                and c.relname not in ('cron_jobs', 'cron_runs', 'http_responses', 'autovacuum_before')
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
    (
        select pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(d.datdba))
        from pg_catalog.pg_database as d
        where d.datname = pg_catalog.current_database()
    ) as database_owner,
    -- Which of the known relations are here, what of them our login may read, who controls them, and what in them can run.
    (
        select
            coalesce(
                pg_catalog.json_agg(
                    pg_catalog.json_build_object(
                        'schema', c.nspname,
                        'name', c.relname,
                        'quotedSchema', pg_catalog.quote_ident(c.nspname),
                        'schemaUsable', pg_catalog.has_schema_privilege(c.schema_oid, 'usage'),
                        'filtered', pg_catalog.row_security_active(c.oid),
                        'columns', k.columns,
                        'readable', k.readable,
                        'qualifiedName', pg_catalog.format('%I.%I', c.nspname, c.relname),
                        -- As sql/gate/unchanged.sql writes it.
                        'identity', pg_catalog.format('%I.%I %s %s %s', c.nspname, c.relname, c.oid, c.relowner, c.nspowner),
                        'kind', c.relkind,
                        'controllers', o.controllers,
                        'columnTypes', k.types,
                        'highestOid', x.highest,
                        'parts', pg_catalog.array_remove(
                            array[
                                case when exists (select from pg_catalog.pg_rewrite as w where w.ev_class = c.oid) then 'a rule' end,
                                case
                                    when c.relrowsecurity or exists (select from pg_catalog.pg_policy as p where p.polrelid = c.oid)
                                        then 'row-level security'
                                end,
                                case
                                    when exists (select from pg_catalog.pg_inherits as i where i.inhparent = c.oid)
                                        then 'an inheritance child'
                                end,
                                case when x.has_expression then 'an index on an expression' end,
                                case when x.has_predicate then 'an index with a predicate' end,
                                case
                                    when exists (
                                        select
                                        from pg_catalog.pg_statistic_ext as s
                                        -- From PostgreSQL 14 on.
                                        where s.stxrelid = c.oid and pg_catalog.to_jsonb(s) ->> 'stxexprs' is not null
                                    )
                                        then 'extended statistics on an expression'
                                end,
                                case
                                    when exists (
                                        select from pg_catalog.pg_constraint as h where h.conrelid = c.oid and h.contype = 'c'
                                    )
                                        then 'a CHECK constraint'
                                end
                            ],
                            null
                        )
                    )
                    order by c.nspname, c.relname
                ),
                '[]'
            )
        from known as c
        left join controlled as o on o.oid = c.oid
        cross join lateral (
            select
                pg_catalog.array_agg(a.attname::text order by a.attnum) as columns,
                coalesce(
                    pg_catalog.array_agg(a.attname::text order by a.attnum)
                        -- A column's own privilege is read from the catalog for each column: the table's first.
                        filter (
                            where
                                pg_catalog.has_table_privilege(c.oid, 'select')
                                or pg_catalog.has_column_privilege(c.oid, a.attnum, 'select')
                        ),
                    '{}'
                ) as readable,
                -- Of an ordinary table alone: all else is never read without its controllers' being trusted.
                coalesce(
                    pg_catalog.json_object_agg(
                        a.attname,
                        pg_catalog.json_build_object(
                            'oid', a.atttypid::int8,
                            'kind', (select t.typtype from pg_catalog.pg_type as t where t.oid = a.atttypid),
                            'generated', a.attgenerated
                        )
                    ) filter (where c.relkind = 'r'),
                    '{}'
                ) as types
            from pg_catalog.pg_attribute as a
            where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        ) as k
        cross join lateral (
            select
                coalesce(pg_catalog.bool_or(i.indexprs is not null), false) as has_expression,
                coalesce(pg_catalog.bool_or(i.indpred is not null), false) as has_predicate,
                -- Of the access methods of the relation and its indexes, and the indexes' operator classes.
                greatest(
                    c.relam::int8,
                    max(y.relam::int8),
                    max((select max(o.class::int8) from pg_catalog.unnest(i.indclass::oid[]) as o (class)))
                ) as highest
            from pg_catalog.pg_index as i
            join pg_catalog.pg_class as y on y.oid = i.indexrelid
            where i.indrelid = c.oid
        ) as x
    ) as known_relations
order by 1
