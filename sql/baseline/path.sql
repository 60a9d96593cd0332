-- The schemas in which a name without a schema is looked up, in their order, as the login or its role sees them.
-- One row. Nothing but functions: this is asked in the query's own frame, where an operator may be anybody's.
select pg_catalog.to_jsonb(pg_catalog.current_schemas(true)) as schemas
order by 1
