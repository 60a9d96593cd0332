-- Where pg_cron keeps its jobs, asked in a database that has none of its tables. One row. The name is null when the
-- server does not load pg_cron, and when our login may not see the setting.
select
    (select s.setting from pg_catalog.pg_settings as s where s.name = 'cron.database_name') as database_name
order by 1
