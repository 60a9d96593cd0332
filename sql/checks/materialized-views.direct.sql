-- The same as materialized-views.owners-views.sql for a login that reads pg_cron's own tables and sees all of their rows.
-- No command and no message of a run is looked at.
-- base: materialized-views.owners-views.sql
-- replace:
    from :schema.cron_runs as r
-- with:
    from :schema.job_run_details as r
-- replace:
            from :schema.cron_jobs as j
-- with:
            from :schema.job as j
