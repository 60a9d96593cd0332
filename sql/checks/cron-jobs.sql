-- pg_cron's jobs with their newest runs, as the owner's views show them (sql/setup/monitoring-role.sql): no command,
-- no message. One row. Times are seconds since 1970.
-- Of the history the 200,000 newest runs are read, by its primary key, for it has no index on anything else. A run's
-- row stays when its job is unscheduled: it still tells that jobs of smaller numbers existed by then.
with read_runs as materialized (
    select
        r.jobid,
        r.runid,
        r.status,
        extract(epoch from r.start_time)::float8 as started,
        extract(epoch from r.end_time)::float8 as ended,
        r.failure
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
        max(r.runid) filter (where r.status = 'succeeded') as last_success,
        max(r.ended) filter (where r.status = 'succeeded') as last_success_ended,
        min(r.begun_by) as first_begun
    from recent as r
    group by r.jobid
),
failures as (
    select r.jobid, count(*) as in_a_row, min(r.begun_by) as since
    from recent as r
    join job_runs as j on j.jobid = r.jobid
    where r.status = 'failed' and (j.last_success is null or r.runid > j.last_success)
    group by r.jobid
),
newest as (
    select
        n.jobid,
        pg_catalog.json_agg(
            pg_catalog.json_build_object(
                'status', n.status,
                'started', n.started,
                'begunBy', n.begun_by,
                'ended', n.ended,
                'failure', n.failure
            )
            order by n.runid desc
        ) as runs
    from (
        select r.*, row_number() over (partition by r.jobid order by r.runid desc) as place
        from recent as r
    ) as n
    where n.place <= 5
    group by n.jobid
),
settings as (
    select pg_catalog.json_object_agg(s.name, s.setting) as by_name
    from pg_catalog.pg_settings as s
    where s.name in ('cron.database_name', 'cron.timezone', 'cron.log_run', 'cron.launch_active_jobs')
)
select
    coalesce((select s.by_name from settings as s), '{}') as settings,
    exists (select from pg_catalog.pg_stat_activity as a where a.backend_type = 'pg_cron launcher') as has_launcher,
    (select min(r.started) from recent as r) as history_reaches,
    (select min(r.runid)::float8 from recent as r) as oldest_run,
    (
        -- The planner's number is of the last ANALYZE, the counter is lost in a crash: the larger one is nearer.
        select greatest(c.reltuples, pg_catalog.pg_stat_get_live_tuples(c.oid))::float8
        from pg_catalog.pg_class as c
        join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
        where n.nspname = 'cron' and c.relname = 'job_run_details'
    ) as history_rows,
    (
        select
            coalesce(
                pg_catalog.json_agg(
                    pg_catalog.json_build_object(
                        'id', j.jobid,
                        'name', j.jobname,
                        'schedule', j.schedule,
                        'database', j.database,
                        'hasDatabase', exists (select from pg_catalog.pg_database as d where d.datname = j.database),
                        'user', j.username,
                        'quotedUser', pg_catalog.quote_ident(j.username),
                        'hasRole', exists (select from pg_catalog.pg_roles as u where u.rolname = j.username),
                        'active', j.active,
                        'commandHash', j.command_hash,
                        'lastSuccess', o.last_success_ended,
                        'failuresInARow', coalesce(f.in_a_row, 0),
                        'failingSince', f.since,
                        'existedBy', (select min(l.first_begun) from job_runs as l where l.jobid >= j.jobid),
                        'runs', coalesce(w.runs, '[]')
                    )
                    order by j.jobid
                ),
                '[]'
            )
        from :schema.cron_jobs as j
        left join job_runs as o on o.jobid = j.jobid
        left join failures as f on f.jobid = j.jobid
        left join newest as w on w.jobid = j.jobid
    ) as jobs,
    null::json as responses
order by 2
