-- The migrations that Drizzle noted as applied: one row for each, with the time of its entry in the journal. That time
-- is all that Drizzle itself compares.
select m.created_at::text as version
from :schema."__drizzle_migrations" as m
order by m.created_at
