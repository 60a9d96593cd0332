-- The migrations that Rails, dbmate or an early Supabase CLI noted as applied: one row for each, its version.
select m.version::text as version
from :schema.schema_migrations as m
order by m.version
