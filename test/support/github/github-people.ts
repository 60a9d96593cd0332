/** The stand-in's answers about people and Apps: whose token it is, and who has which role in the repository. */
import type { FakePerson } from "./github-issues.ts";
import { type CheckAnswer, type Handler, notFound, QueryError } from "./github-requests.ts";
import type { Description } from "./openapi.ts";

/** Roles of a repository, the lowest first. */
const ROLES = ["none", "read", "triage", "write", "maintain", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** What the REST API calls `permission`: it knows the older roles only. */
const OLDER: Readonly<Record<Role, string>> = {
  none: "none",
  read: "read",
  triage: "read",
  write: "write",
  maintain: "write",
  admin: "admin",
};

interface Surroundings {
  readonly api: Description;
  /** Whose token it is. */
  readonly actor: () => FakePerson;
  /** Whoever wrote something here. */
  readonly known: () => readonly FakePerson[];
  readonly isPublic: () => boolean;
}

export function peopleHandlers({ api, actor, known, isPublic }: Surroundings): Record<string, Handler> {
  const roleOf = ({ role, association }: FakePerson): Role => {
    if (role !== undefined) return role;
    if (association === "OWNER") return "admin";
    if (association === "MEMBER") return "write";
    return isPublic() ? "read" : "none";
  };
  const has = (person: FakePerson, role: Role): boolean =>
    ROLES.indexOf(roleOf(person)) >= ROLES.indexOf(role);
  return {
    "users/get-authenticated": () => {
      if (actor().type === "Bot") throw new QueryError(403, "Resource not accessible by integration");
      return { status: 200, body: api.fill("public-user", { login: actor().login, type: "User" }) };
    },
    "repos/get-collaborator-permission-level": ({ parameters: { username = "" } }) => {
      if (actor().type === "User" && !has(actor(), "write")) {
        throw new QueryError(403, "Must have push access to view collaborator permission.");
      }
      const person = known().find(({ login }) => login.toLowerCase() === username.toLowerCase());
      // Apps have permissions and no role.
      if (person === undefined || person.type === "Bot") throw notFound();
      const role = roleOf(person);
      const permissions = {
        pull: has(person, "read"),
        triage: has(person, "triage"),
        push: has(person, "write"),
        maintain: has(person, "maintain"),
        admin: has(person, "admin"),
      };
      const user = api.fill("nullable-collaborator", {
        login: person.login,
        type: "User",
        role_name: person.customRole ?? role,
        permissions,
      });
      const body = { permission: OLDER[role], role_name: person.customRole ?? role, user };
      return { status: 200, body };
    },
  };
}

const VIEWER = /^\s*(?:query\s*)?\{\s*viewer\s*\{\s*login\s*\}\s*\}\s*$/;

/** GraphQL, as far as we use it. It is in no OpenAPI description: any other query is a violation. */
export function graphqlAnswer(
  body: unknown,
  actor: FakePerson,
  violate: (text: string) => void,
): CheckAnswer {
  const { query = "", ...others } = body as { readonly query?: string };
  if (!VIEWER.test(query) || Object.keys(others).length > 0) {
    violate(`the stand-in knows no GraphQL query ${JSON.stringify(body)}`);
  }
  // Seen in GitHub's answers to the tokens of Apps and jobs: the login as the REST API has it, `[bot]` included.
  return { status: 200, body: { data: { viewer: { login: actor.login } } } };
}
