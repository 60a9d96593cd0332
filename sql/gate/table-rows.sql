-- The rows of a table whose owner is not trusted. COPY finds the table by its name once and reads it as it lies there: it has
-- no planner, so that no index, statistics, constraint, rule or cast of the owner's is evaluated; a view, a foreign
-- table and a table filtered by row-level security it refuses. It takes the privilege on these columns alone.
copy :table (:columns) to stdout
