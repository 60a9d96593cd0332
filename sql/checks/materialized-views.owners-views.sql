-- The same as materialized-views.sql, with pg_cron's jobs and the newest 200,000 of their runs as the owner's views show
-- them (sql/setup/monitoring-role.sql): what tells when a job last refreshed a view. cron-jobs.sql looks at more of them.
with recursive views as (
    select
        c.oid,
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
-- What the unpopulated ones read, through views too: REFRESH fails while one of these is not populated.
read_by as (
    select v.oid as reader, v.oid as source, 0 as depth
    from views as v
    where not v.is_populated
    union
    select b.reader, c.oid, b.depth + 1
    from read_by as b
    join pg_catalog.pg_rewrite as r on r.ev_class = b.source
    join pg_catalog.pg_depend as d
        on d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
        and d.objid = r.oid
        and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
    join pg_catalog.pg_class as c on c.oid = d.refobjid and (c.relkind = 'v' or not c.relispopulated)
    -- A view's rule depends on the view itself. No chain is longer in practice.
    where c.oid <> b.source and b.depth < 32
),
sources as (
    select s.reader, pg_catalog.json_agg(s.name order by s.depth desc, s.name) as names
    from (
        select b.reader, v.name, max(b.depth) as depth
        from read_by as b
        join views as v on v.oid = b.source
        where not v.is_populated and b.source <> b.reader
        group by b.reader, v.name
    ) as s
    group by s.reader
),
read_runs as materialized (
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
-- Numbers are drawn when a run starts: it had begun by the time at which a run of a larger number began. Of a run that
-- could not connect pg_cron records no time of its own.
recent as materialized (
    select r.*, min(r.started) over (order by r.runid desc) as begun_by
    from read_runs as r
),
job_runs as materialized (
    select
        r.jobid,
        max(r.runid) as newest,
        max(r.runid) filter (where r.status in ('succeeded', 'failed')) as newest_over,
        max(r.ended) filter (where r.status = 'succeeded') as last_success_ended,
        min(r.begun_by) as first_begun
    from recent as r
    group by r.jobid
),
newest as (
    select
        r.jobid,
        pg_catalog.json_agg(
            pg_catalog.json_build_object(
                'status', r.status, 'started', r.started, 'begunBy', r.begun_by, 'ended', r.ended, 'failure', null
            )
            order by r.runid desc
        ) as runs
    from job_runs as j
    join recent as r on r.jobid = j.jobid and r.runid in (j.newest, j.newest_over)
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
                        'changed', v.changed,
                        'unpopulatedSources', coalesce(s.names, '[]')
                    )
                    order by v.name
                ),
                '[]'
            )
        from views as v
        left join sources as s on s.reader = v.oid
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
                            'hasDatabase', true,
                            'user', j.username,
                            'quotedUser', pg_catalog.quote_ident(j.username),
                            'hasRole', true,
                            'active', j.active,
                            'commandHash', null,
                            'lastSuccess', o.last_success_ended,
                            'failuresInARow', case when p.status = 'failed' then 1 else 0 end,
                            'failingSince', null,
                            'existedBy', (select min(l.first_begun) from job_runs as l where l.jobid >= j.jobid),
                            'runs', coalesce(n.runs, '[]')
                        )
                        order by j.jobid
                    ),
                    '[]'
                )
            from :schema.cron_jobs as j
            left join job_runs as o on o.jobid = j.jobid
            left join recent as p on p.runid = o.newest_over
            left join newest as n on n.jobid = j.jobid
        )
    ) as cron
order by 2
