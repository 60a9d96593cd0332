/** The roles that Supabase makes in every project and that a team's own settings apply to. */

/** The Data API logs in as this role and then becomes the role of the request. */
export const DATA_API_LOGIN = "authenticator";

/** The roles that people and the Data API log in as. A team can change their settings, but not those of the database. */
export const LOGIN_ROLES = ["postgres", DATA_API_LOGIN];

/** The roles that requests of end users run as. service_role and postgres have no time limit by design. */
export const END_USER_ROLES = ["authenticated", "anon"];
