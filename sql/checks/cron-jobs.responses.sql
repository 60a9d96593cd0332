-- The same as cron-jobs.sql with how the requests of pg_net ended, as the helper view counts them: how many responses of each
-- status. pg_net keeps them for some hours (pg_net.ttl). No body, no header and no address is in the view.
-- base: cron-jobs.sql
-- replace:
    null::json as responses
-- with:
    (
        select
            pg_catalog.json_agg(
                pg_catalog.json_build_object(
                    'status', h.status_code,
                    'timedOut', h.timed_out,
                    'responses', h.responses,
                    'oldest', extract(epoch from h.oldest)::float8
                )
                order by h.status_code, h.timed_out
            )
        from :schema.http_responses as h
    ) as responses
