-- Where golang-migrate says the database stands: one row, the last version and whether it ended in an error. No row
-- before the first migration.
select m.version::text as version, m.dirty as is_dirty
from :schema.schema_migrations as m
order by m.version
