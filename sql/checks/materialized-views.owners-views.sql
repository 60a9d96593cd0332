-- The same as materialized-views.sql, with pg_cron's jobs and the newest 200,000 of their runs as the owner's views show
-- them (sql/setup/monitoring-role.sql): what tells when a job last refreshed a view. cron-jobs.sql looks at more of them.
-- base: materialized-views.sql
-- replace:
    ) as s
    group by s.reader
)
-- with:
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
-- replace:
    pg_catalog.current_setting('track_commit_timestamp') as keeps_times
-- with:
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
