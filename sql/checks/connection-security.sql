-- How our own connection reaches the server, as the server sees it, and what our login may do beyond looking at
-- statistics. One row. Through a pooler the server sees the pooler's connection.
select
    coalesce(s.ssl, false) as is_encrypted,
    s.version as tls_version,
    s.cipher as tls_cipher,
    pg_catalog.inet_client_addr() is null
        or pg_catalog.inet_client_addr() = pg_catalog.inet_server_addr()
        or pg_catalog.host(pg_catalog.inet_client_addr()) ~ '^(127[.]|::1$|::ffff:127[.])' as is_local,
    pg_catalog.array_remove(
        array[
            case when r.rolsuper then 'SUPERUSER' end,
            case when r.rolbypassrls then 'BYPASSRLS' end,
            case when r.rolcreaterole then 'CREATEROLE' end,
            case when r.rolcreatedb then 'CREATEDB' end,
            case when r.rolreplication then 'REPLICATION' end
        ],
        null
    ) as attributes,
    array(
        select m.rolname::text
        from pg_catalog.pg_roles as m
        where
            not r.rolsuper
            and m.oid <> r.oid
            and m.rolname in (
                'pg_read_all_data', 'pg_write_all_data', 'pg_maintain', 'pg_database_owner',
                'pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program', 'pg_signal_backend',
                'postgres', 'supabase_admin', 'rds_superuser', 'cloudsqlsuperuser', 'azure_pg_admin', 'neon_superuser'
            )
            and pg_catalog.pg_has_role(r.oid, m.oid, 'member')
        order by m.rolname
    ) as memberships,
    (
        -- By what depends on the role, not by walking all tables. Of the role that initdb made, a superuser, nothing
        -- is written down.
        select count(*)
        from pg_catalog.pg_shdepend as d
        join pg_catalog.pg_class as c on c.oid = d.objid
        where
            d.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass
            and d.refobjid = r.oid
            and d.deptype = 'o'
            and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
            and d.dbid = (select b.oid from pg_catalog.pg_database as b where b.datname = pg_catalog.current_database())
            and c.relkind in ('r', 'p', 'm', 'f')
            and c.relpersistence <> 't'
    ) as owned_tables
from pg_catalog.pg_roles as r
left join pg_catalog.pg_stat_ssl as s on s.pid = pg_catalog.pg_backend_pid()
where r.rolname = session_user
order by r.rolname
