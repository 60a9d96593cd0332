-- The migrations that the Supabase CLI noted as applied: one row for each, its version and its name. The statements
-- that it keeps with them are not read.
select m.version::text as version, m.name::text as name
from :schema.schema_migrations as m
order by m.version
