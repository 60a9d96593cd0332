import { sql } from "../../generated/sql.ts";
import { fenced, fold } from "../../report/html/blocks.ts";
import { trusted } from "../../report/html/escape.ts";
import { html } from "../../report/html/inline-text.ts";
import { documentation } from "../../report/html/links.ts";

const QUERIES: Readonly<Record<string, string>> = sql;

/** The statement that the check asks, as the server gets it: anybody can see what the verdict rests on. */
export function verifyQuery(check: string): string[] {
  const query = Object.hasOwn(QUERIES, check) ? QUERIES[check] : undefined;
  const page = html`<a href="${trusted(documentation(check))}#verify">the check's page</a>`;
  if (query === undefined) return [html`<p>How to see it for yourself: ${page}.</p>`];
  const placeholders = [
    ...(query.includes("$1")
      ? [
          trusted(
            "<code>$1</code> are the schemas that are looked at, as in <code>array['public'::regnamespace::oid]</code>.",
          ),
        ]
      : []),
    ...(query.includes(":schema")
      ? [trusted("<code>:schema</code> is the schema that holds what it reads.")]
      : []),
  ];
  const ready =
    placeholders.length === 0
      ? html`It only reads. In short: ${page}.`
      : html`It only reads. ${trusted(placeholders.join(" "))} One that runs as it is: ${page}.`;
  return fold("The query that verifies it", [html`<p>${ready}</p>`, fenced(query, "sql")]);
}
