-- Which cluster this is: a number that a copy of its files shares (a standby, a restored backup) and no other has.
-- One row.
select s.system_identifier::text as system
from pg_catalog.pg_control_system() as s
order by 1
