-- The same as cron-jobs.sql for a login that reads pg_cron's own tables and sees all of their rows. The command and
-- the message of a run hold secrets: they are only looked at here, and never come back. What is done to them is what
-- the owner's views do (sql/setup/monitoring-role.sql).
-- base: cron-jobs.sql
-- replace:
        r.failure
    from :schema.cron_runs as r
-- with:
        case
            when r.status is distinct from 'failed' then null
            when r.return_message in (
                'job startup timeout', 'server restarted', 'connection failed', 'connection lost', 'job canceled'
            ) then r.return_message
            when r.return_message like 'could not start background process%' then 'could not start background process'
            when r.return_message like '%canceling statement due to statement timeout%' then 'statement timeout'
            else 'error'
        end as failure
    from :schema.job_run_details as r
-- replace:
                        'name', j.jobname,
-- with:
                        'name', j.jobname::text,
-- replace:
                        'commandHash', j.command_hash,
-- with:
                        'commandHash', pg_catalog.encode(
                            pg_catalog.sha256(
                                pg_catalog.convert_to(
                                    pg_catalog.ltrim(
                                        pg_catalog.regexp_replace(
                                            pg_catalog.regexp_replace(j.command, E'[ \\t\\n\\r\\f\\v]+', ' ', 'g'),
                                            '[ ;]+$', ''
                                        ),
                                        ' '
                                    ),
                                    'UTF8'
                                )
                            ),
                            'hex'
                        ),
-- replace:
        from :schema.cron_jobs as j
-- with:
        from :schema.job as j
