-- The migrations that Drizzle 1.0 and later noted as applied: one row for each, with the name of its folder, and the time
-- that the folder's name begins with. Rows that an older version wrote may have no name.
select m.created_at::text as version, m.name::text as name
from :schema."__drizzle_migrations" as m
order by m.created_at, m.name
