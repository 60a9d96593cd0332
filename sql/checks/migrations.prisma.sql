-- The attempts that Prisma noted, one row for each: of which migration, finished or not, taken back or not. Its log,
-- which may quote data, is not read.
select
    m.migration_name::text as version,
    m.finished_at is not null as is_finished,
    m.rolled_back_at is not null as is_rolled_back
from :schema."_prisma_migrations" as m
order by m.migration_name, 2, 3
