-- The same as materialized-views.sql, with pg_cron's jobs and the newest 200,000 of their runs as the owner's views show
-- them (sql/setup/monitoring-role.sql): what tells when a job last refreshed a view. cron-jobs.sql looks at more of them.
with views as (
    select
        pg_catalog.format('%I.%I', n.nspname, c.relname) as name,
        n.nspname || '.' || c.relname as bare_name,
        c.relnamespace = any ($1::oid[]) as is_looked_at,
        c.relispopulated as is_populated,
        c.relpages::int8 * pg_catalog.current_setting('block_size')::int8 as bytes,
        exists (
            select
            from pg_catalog.pg_index as i
            where
                i.indrelid = c.oid
                and i.indisunique
                and i.indisvalid
                and i.indimmediate
                and i.indpred is null
                and i.indexprs is null
        ) as has_key,
        case
            when
                pg_catalog.current_setting('track_commit_timestamp')::boolean
                and not pg_catalog.pg_is_in_recovery()
                then extract(epoch from pg_catalog.pg_xact_commit_timestamp(c.xmin))::float8
        end as changed
    from pg_catalog.pg_class as c
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where
        c.relkind = 'm'
        and not exists (
            select
            from pg_catalog.pg_depend as d
            where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.deptype = 'e'
        )
),
recent as materialized (
    select
        r.jobid,
        r.runid,
        r.status,
        extract(epoch from r.start_time)::float8 as started,
        extract(epoch from r.end_time)::float8 as ended
    from :schema.cron_runs as r
    order by r.runid desc
    limit 200000
),
job_runs as materialized (
    select
        r.jobid,
        max(r.runid) as newest,
        max(r.ended) filter (where r.status = 'succeeded') as last_success_ended,
        min(r.started) as first_started
    from recent as r
    group by r.jobid
),
settings as (
    select pg_catalog.json_object_agg(s.name, s.setting) as by_name
    from pg_catalog.pg_settings as s
    where s.name in ('cron.timezone', 'cron.log_run')
)
select
    (
        select
            coalesce(
                pg_catalog.json_agg(
                    pg_catalog.json_build_object(
                        'name', v.name,
                        'bareName', v.bare_name,
                        'isLookedAt', v.is_looked_at,
                        'isPopulated', v.is_populated,
                        'bytes', v.bytes,
                        'hasKey', v.has_key,
                        'changed', v.changed
                    )
                    order by v.name
                ),
                '[]'
            )
        from views as v
    ) as views,
    pg_catalog.current_setting('track_commit_timestamp') as keeps_times,
    pg_catalog.json_build_object(
        'settings', coalesce((select s.by_name from settings as s), '{}'),
        'has_launcher', true,
        'history_reaches', (select min(r.started) from recent as r),
        'oldest_run', (select min(r.runid) from recent as r),
        'history_rows', null,
        'jobs', (
            select
                coalesce(
                    pg_catalog.json_agg(
                        pg_catalog.json_build_object(
                            'id', j.jobid,
                            'name', j.jobname::text,
                            'schedule', j.schedule,
                            'database', j.database,
                            'user', j.username,
                            'active', j.active,
                            'commandHash', null,
                            'lastSuccess', o.last_success_ended,
                            'failuresInARow', case when n.status = 'failed' then 1 else 0 end,
                            'existedBy', (select min(l.first_started) from job_runs as l where l.jobid >= j.jobid),
                            'runs',
                            case
                                when n.runid is null then '[]'::json
                                else
                                    pg_catalog.json_build_array(
                                        pg_catalog.json_build_object(
                                            'status', n.status, 'started', n.started, 'ended', n.ended, 'failure', null
                                        )
                                    )
                            end
                        )
                        order by j.jobid
                    ),
                    '[]'
                )
            from :schema.cron_jobs as j
            left join job_runs as o on o.jobid = j.jobid
            left join recent as n on n.runid = o.newest
        )
    ) as cron
order by 2
