/** The stand-in's issues, pull requests among them: their state, what the API does to it, and what people do. */
import type { FakeRepository } from "./github-files.ts";
import type { Role } from "./github-people.ts";
import {
  type Asked,
  type CheckAnswer,
  type Handler,
  invalid,
  links,
  notFound,
  page,
  QueryError,
  REPOSITORY_NAME,
} from "./github-requests.ts";
import type { Description } from "./openapi.ts";

export interface FakePerson {
  readonly login: string;
  readonly type: "User" | "Bot";
  readonly association: "OWNER" | "MEMBER" | "CONTRIBUTOR" | "NONE";
  /** In this repository. Default: an owner's is admin, a member's write, and others have none. */
  readonly role?: Role;
  /** The name of a role that the organization defined, which includes `role`. */
  readonly customRole?: string;
}

export interface FakeComment {
  readonly id: number;
  readonly author: FakePerson;
  body: string;
  readonly createdAt: number;
  updatedAt: number;
}

export interface FakeIssue {
  readonly number: number;
  readonly id: number;
  readonly isPullRequest: boolean;
  author: FakePerson;
  title: string;
  body: string | null;
  state: "open" | "closed";
  stateReason: "completed" | "reopened" | "not_planned" | "duplicate" | null;
  /** The id of the issue that this one repeats. */
  duplicateOf: number | null;
  labels: string[];
  assignees: string[];
  /** The number of the milestone. */
  milestone: number | null;
  locked: boolean;
  comments: FakeComment[];
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  updatedAt: number;
  closedAt: number | null;
}

/** A request that took effect. */
export interface FakeWrite {
  readonly operation: string;
  /** Of the issue or pull request. */
  readonly number: number;
  // biome-ignore lint/suspicious/noExplicitAny: as it was sent.
  readonly body: any;
}

interface Opened {
  readonly title?: string;
  readonly body?: string | null;
  readonly labels?: readonly string[];
  readonly author?: FakePerson;
  readonly isPullRequest?: boolean;
}

/** What people do in the browser. */
export interface People {
  /** @returns the number */
  opens(issue?: Opened): number;
  closes(number: number, reason?: "completed" | "not_planned" | "duplicate"): void;
  reopens(number: number): void;
  renames(number: number, title: string): void;
  labels(number: number, ...names: readonly string[]): void;
  unlabels(number: number, ...names: readonly string[]): void;
  assigns(number: number, ...logins: readonly string[]): void;
  setsMilestone(number: number, milestone: number | null): void;
  /** The editor of the browser ends lines with \r\n. */
  edits(number: number, edit: (body: string) => string): void;
  /** @returns the comment's id */
  comments(number: number, text: string, author?: FakePerson): number;
  deletesComment(id: number): void;
  deletes(number: number): void;
  locks(number: number): void;
}

export const BOT: FakePerson = { login: "github-actions[bot]", type: "Bot", association: "NONE" };
export const MAINTAINER: FakePerson = { login: "octocat", type: "User", association: "MEMBER" };
export const STRANGER: FakePerson = { login: "stranger", type: "User", association: "NONE" };

const MAX_TITLE = 256;
const MAX_BODY = 65_536;
const MAX_LABEL = 50;
const MAX_LABELS = 100;

/** What a handler of the list knows to filter by: other filters would be passed over without a word. */
const FILTERS = new Set(["state", "labels", "sort", "direction", "since", "creator", "per_page", "page"]);

export interface Surroundings {
  readonly api: Description;
  readonly repository: () => FakeRepository;
  readonly clock: () => number;
  /** Whose token it is. */
  readonly actor: () => FakePerson;
  /** Labels, assignees and milestones of somebody without triage rights are dropped without a word. */
  readonly canTriage: () => boolean;
  /** The API's address without a slash at its end. */
  readonly url: () => string;
  readonly violate: (text: string) => void;
}

export class FakeIssues {
  readonly all: FakeIssue[] = [];
  readonly changes: FakeWrite[] = [];
  readonly writes: string[] = [];
  readonly people: People;
  readonly #around: Surroundings;
  readonly #deleted = new Set<number>();
  #lastNumber = 0;
  #lastId = 1_000_000;

  constructor(around: Surroundings) {
    this.#around = around;
    this.people = this.#people();
  }

  issue(number: number): FakeIssue {
    const found = this.all.find((issue) => issue.number === number);
    if (found === undefined) throw new Error(`There is no issue #${number}.`);
    return found;
  }

  handlers(): Record<string, Handler> {
    return {
      "issues/list-for-repo": (asked) => this.#list(asked),
      "issues/get": (asked) => this.#ok(this.#found(asked)),
      "issues/create": (asked) => this.#create(asked),
      "issues/update": (asked) => this.#update(asked),
      "issues/list-comments": (asked) => {
        const issue = this.#found(asked);
        const since = Date.parse(asked.query.since ?? "1970-01-01T00:00:00Z");
        const all = issue.comments.filter(({ updatedAt }) => updatedAt >= since);
        const shown = page(all, asked.query).map((comment) => this.#commentJson(issue, comment));
        return { status: 200, body: shown, headers: links(all.length, asked.query, asked.url) };
      },
      "issues/create-comment": (asked) => this.#createComment(asked),
      "issues/update-comment": (asked) => {
        const { issue, comment } = this.#foundComment(asked);
        checkText("IssueComment", asked.body);
        comment.body = asked.body.body;
        comment.updatedAt = this.#around.clock();
        this.#wrote("issues/update-comment", issue, asked.body, `PATCH #${issue.number} comment`);
        return { status: 200, body: this.#commentJson(issue, comment) };
      },
      "issues/delete-comment": (asked) => {
        const { issue, comment } = this.#foundComment(asked);
        issue.comments = issue.comments.filter((other) => other !== comment);
        this.#wrote("issues/delete-comment", issue, undefined, `DELETE #${issue.number} comment`);
        return { status: 204 };
      },
      "issues/list-labels-on-issue": (asked) => {
        const { labels } = this.#found(asked);
        const shown = page(labels, asked.query).map((name) => this.#labelJson(name));
        return { status: 200, body: shown, headers: links(labels.length, asked.query, asked.url) };
      },
      "issues/add-labels": (asked) => {
        const issue = this.#found(asked);
        const names = checkLabels(asked.body.labels);
        if (!this.#around.canTriage()) throw new QueryError(403, "Must have triage rights to Repository.");
        issue.labels = checkLabels(union(issue.labels, names));
        this.#touch(issue);
        this.#wrote(
          "issues/add-labels",
          issue,
          asked.body,
          `POST #${issue.number} labels ${names.join(", ")}`,
        );
        return { status: 200, body: issue.labels.map((name) => this.#labelJson(name)) };
      },
      "issues/remove-label": (asked) => {
        const issue = this.#found(asked);
        const name = asked.parameters.name ?? "";
        const left = issue.labels.filter((label) => !isSameName(label, name));
        if (left.length === issue.labels.length) throw new QueryError(404, "Label does not exist");
        if (!this.#around.canTriage()) throw new QueryError(403, "Must have triage rights to Repository.");
        issue.labels = left;
        this.#touch(issue);
        this.#wrote("issues/remove-label", issue, undefined, `DELETE #${issue.number} label ${name}`);
        return { status: 200, body: left.map((label) => this.#labelJson(label)) };
      },
      "issues/check-user-can-be-assigned": ({ parameters: { assignee = "" } }) => {
        if (!this.#isAssignable(assignee)) throw notFound();
        return { status: 204 };
      },
      "issues/add-assignees": (asked) => {
        const issue = this.#found(asked);
        // Whom nothing can be assigned to is passed over without a word.
        const names = (asked.body.assignees as string[]).filter((login) => this.#isAssignable(login));
        issue.assignees = union(issue.assignees, names);
        this.#touch(issue);
        this.#wrote(
          "issues/add-assignees",
          issue,
          asked.body,
          `POST #${issue.number} assignees ${asked.body.assignees.join(", ")}`,
        );
        return { ...this.#ok(issue), status: 201 };
      },
    };
  }

  #list(asked: Asked): CheckAnswer {
    const { query } = asked;
    this.#mustHaveIssues();
    for (const name of Object.keys(query)) {
      if (!FILTERS.has(name)) this.#around.violate(`the stand-in knows no filter ${name}`);
    }
    const { state = "open", labels = "", creator, since, sort = "created", direction = "desc" } = query;
    const wanted = labels.split(",").filter((name) => name !== "");
    const all = this.all
      .filter((issue) => state === "all" || issue.state === state)
      .filter((issue) => wanted.every((name) => issue.labels.some((label) => isSameName(label, name))))
      .filter((issue) => creator === undefined || isSameName(issue.author.login, creator))
      .filter((issue) => since === undefined || seconds(issue.updatedAt) >= Date.parse(since))
      .sort(
        (a, b) => (direction === "asc" ? 1 : -1) * (rank(a, sort) - rank(b, sort) || a.number - b.number),
      );
    const shown = page(all, query).map((issue) => this.#json(issue));
    return { status: 200, body: shown, headers: links(all.length, query, asked.url) };
  }

  #create(asked: Asked): CheckAnswer {
    this.#mustHaveIssues();
    const { title, body = null, labels = [], assignees = [] } = asked.body;
    checkText("Issue", asked.body);
    const names = checkLabels(labels);
    this.#checkAssignees(assignees);
    const isTaken = this.#around.canTriage();
    const issue = this.#open({
      title: String(title),
      body,
      labels: isTaken ? names : [],
      author: this.#around.actor(),
    });
    issue.assignees = isTaken ? [...assignees] : [];
    this.#wrote("issues/create", issue, asked.body, "POST issues");
    return { ...this.#ok(issue), status: 201 };
  }

  #update(asked: Asked): CheckAnswer {
    const issue = this.#found(asked);
    const sent = asked.body ?? {};
    checkText("Issue", sent);
    const { title, body, state, state_reason: reason, labels, assignees, milestone } = sent;
    const names = labels === undefined ? undefined : checkLabels(labels);
    if (assignees !== undefined) this.#checkAssignees(assignees);
    if (reason === "duplicate" && !this.all.some(({ id }) => id === sent.duplicate_issue_id)) {
      throw invalid("Issue", "duplicate_issue_id", "invalid");
    }
    if (title !== undefined && title !== null) issue.title = String(title);
    if (body !== undefined) issue.body = body;
    if (names !== undefined) issue.labels = names;
    if (assignees !== undefined) issue.assignees = [...assignees];
    if (milestone !== undefined) issue.milestone = milestone;
    if (state !== undefined) this.#setState(issue, state, reason);
    if (reason === "duplicate") issue.duplicateOf = sent.duplicate_issue_id;
    this.#touch(issue);
    const fields = Object.keys(sent).filter((key) => key !== "state_reason" && key !== "duplicate_issue_id");
    this.#wrote("issues/update", issue, sent, `PATCH #${issue.number} ${fields.sort().join(" ")}`);
    return this.#ok(issue);
  }

  #createComment(asked: Asked): CheckAnswer {
    const issue = this.#found(asked);
    checkText("IssueComment", asked.body);
    if (issue.locked) throw new QueryError(403, "Unable to create comment because issue is locked.");
    const comment = this.#comment(issue, asked.body.body, this.#around.actor());
    this.#wrote("issues/create-comment", issue, asked.body, `POST #${issue.number} comment`);
    return { status: 201, body: this.#commentJson(issue, comment) };
  }

  #setState(issue: FakeIssue, state: FakeIssue["state"], reason?: FakeIssue["stateReason"]): void {
    const isChange = issue.state !== state;
    if (state === "closed" && (isChange || reason != null)) issue.stateReason = reason ?? "completed";
    if (state === "open" && isChange) issue.stateReason = "reopened";
    if (isChange) issue.closedAt = state === "closed" ? this.#around.clock() : null;
    if (state === "open") issue.duplicateOf = null;
    issue.state = state;
  }

  #mustHaveIssues(): void {
    if (this.#around.repository().hasIssues === false) {
      throw new QueryError(410, "Issues has been disabled in this repository.");
    }
  }

  /** A repository without issues still has pull requests. */
  #found({ parameters }: Asked): FakeIssue {
    const number = Number(parameters.issue_number);
    if (this.#deleted.has(number)) throw new QueryError(410, "This issue was deleted");
    const issue = this.all.find((other) => other.number === number);
    if (issue?.isPullRequest !== true) this.#mustHaveIssues();
    if (issue === undefined) throw notFound();
    return issue;
  }

  #foundComment({ parameters }: Asked): { issue: FakeIssue; comment: FakeComment } {
    for (const issue of this.all) {
      const comment = issue.comments.find(({ id }) => id === Number(parameters.comment_id));
      if (comment !== undefined) return { issue, comment };
    }
    throw notFound();
  }

  #isAssignable(login: string): boolean {
    return (this.#around.repository().assignable ?? []).some((name) => isSameName(name, login));
  }

  #checkAssignees(logins: readonly string[]): void {
    const refused = logins.find((login) => !this.#isAssignable(login));
    if (refused !== undefined) throw invalid("Issue", "assignees", "invalid", { value: refused });
  }

  #open({ title = "A title", body = null, labels = [], author, isPullRequest = false }: Opened): FakeIssue {
    this.#lastNumber += 1;
    this.#lastId += 1;
    const now = this.#around.clock();
    const issue: FakeIssue = {
      number: this.#lastNumber,
      id: this.#lastId,
      isPullRequest,
      author: author ?? MAINTAINER,
      title,
      body,
      state: "open",
      stateReason: null,
      duplicateOf: null,
      labels: [...labels],
      assignees: [],
      milestone: null,
      locked: false,
      comments: [],
      createdAt: now,
      updatedAt: now,
      closedAt: null,
    };
    this.all.push(issue);
    return issue;
  }

  #comment(issue: FakeIssue, body: string, author: FakePerson): FakeComment {
    this.#lastId += 1;
    const now = this.#around.clock();
    const comment = { id: this.#lastId, author, body, createdAt: now, updatedAt: now };
    issue.comments.push(comment);
    this.#touch(issue);
    return comment;
  }

  #touch(issue: FakeIssue): void {
    issue.updatedAt = this.#around.clock();
  }

  #wrote(operation: string, { number }: FakeIssue, body: unknown, text: string): void {
    this.changes.push({ operation, number, body });
    this.writes.push(text);
  }

  #people(): People {
    const change = (number: number, what: (issue: FakeIssue) => void): void => {
      const issue = this.issue(number);
      what(issue);
      this.#touch(issue);
    };
    return {
      opens: (issue = {}) => this.#open(issue).number,
      closes: (number, reason) => change(number, (issue) => this.#setState(issue, "closed", reason)),
      reopens: (number) => change(number, (issue) => this.#setState(issue, "open")),
      renames: (number, title) => change(number, (issue) => Object.assign(issue, { title })),
      labels: (number, ...names) =>
        change(number, (issue) => Object.assign(issue, { labels: union(issue.labels, names) })),
      unlabels: (number, ...names) =>
        change(number, (issue) => {
          issue.labels = issue.labels.filter((label) => !names.some((name) => isSameName(name, label)));
        }),
      assigns: (number, ...logins) =>
        change(number, (issue) => Object.assign(issue, { assignees: union(issue.assignees, logins) })),
      setsMilestone: (number, milestone) => change(number, (issue) => Object.assign(issue, { milestone })),
      edits: (number, edit) =>
        change(number, (issue) => {
          issue.body = edit((issue.body ?? "").replaceAll("\r\n", "\n")).replaceAll("\n", "\r\n");
        }),
      comments: (number, text, author = MAINTAINER) => this.#comment(this.issue(number), text, author).id,
      deletesComment: (id) => {
        for (const issue of this.all) issue.comments = issue.comments.filter((comment) => comment.id !== id);
      },
      deletes: (number) => {
        this.all.splice(this.all.indexOf(this.issue(number)), 1);
        this.#deleted.add(number);
      },
      locks: (number) => change(number, (issue) => Object.assign(issue, { locked: true })),
    };
  }

  #ok(issue: FakeIssue): CheckAnswer {
    return { status: 200, body: this.#json(issue) };
  }

  get #api(): string {
    return `${this.#around.url()}/repos/${REPOSITORY_NAME}`;
  }

  #json(issue: FakeIssue): Record<string, unknown> {
    const { number, id, author, isPullRequest } = issue;
    const { api } = this.#around;
    const url = `${this.#api}/issues/${number}`;
    const html = `https://github.com/${REPOSITORY_NAME}/${isPullRequest ? "pull" : "issues"}/${number}`;
    const pull = `${this.#api}/pulls/${number}`;
    const people = issue.assignees.map((login) => this.#personJson({ ...MAINTAINER, login }));
    return api.fill("issue", {
      id,
      number,
      url,
      html_url: html,
      repository_url: this.#api,
      title: issue.title,
      body: issue.body,
      state: issue.state,
      state_reason: issue.stateReason,
      user: this.#personJson(author),
      author_association: author.association,
      labels: issue.labels.map((name) => this.#labelJson(name)),
      assignee: people[0] ?? null,
      assignees: people,
      milestone:
        issue.milestone === null ? null : api.fill("nullable-milestone", { number: issue.milestone }),
      locked: issue.locked,
      comments: issue.comments.length,
      closed_at: issue.closedAt === null ? null : iso(issue.closedAt),
      created_at: iso(issue.createdAt),
      updated_at: iso(issue.updatedAt),
      ...(isPullRequest
        ? {
            pull_request: { url: pull, html_url: html, diff_url: `${html}.diff`, patch_url: `${html}.patch` },
          }
        : {}),
    });
  }

  #commentJson(issue: FakeIssue, comment: FakeComment): Record<string, unknown> {
    const { id, author, body } = comment;
    return this.#around.api.fill("issue-comment", {
      id,
      body,
      url: `${this.#api}/issues/comments/${id}`,
      issue_url: `${this.#api}/issues/${issue.number}`,
      html_url: `https://github.com/${REPOSITORY_NAME}/issues/${issue.number}#issuecomment-${id}`,
      user: this.#personJson(author),
      author_association: author.association,
      created_at: iso(comment.createdAt),
      updated_at: iso(comment.updatedAt),
    });
  }

  #personJson({ login, type }: FakePerson): Record<string, unknown> {
    return this.#around.api.fill("simple-user", { login, type });
  }

  #labelJson(name: string): Record<string, unknown> {
    const url = `${this.#api}/labels/${encodeURIComponent(name)}`;
    // A label that did not exist is made on the fly in this colour.
    return this.#around.api.fill("label", { name, url, color: "ededed", default: false, description: null });
  }
}

function checkText(resource: string, { title, body }: { title?: unknown; body?: unknown }): void {
  if (title !== undefined && String(title).trim() === "") throw invalid(resource, "title", "missing_field");
  for (const [field, text, limit] of [
    ["title", title, MAX_TITLE],
    ["body", body, MAX_BODY],
  ] as const) {
    if (typeof text !== "string") continue;
    if (text.length > limit) {
      const message = `${field} is too long (maximum is ${limit} characters)`;
      throw invalid(resource, field, "custom", { message });
    }
    if (text.includes("\0")) {
      throw invalid(resource, field, "custom", { message: `${field} contains a null byte` });
    }
  }
}

/** Labels that do not exist are made; some names can't be. */
function checkLabels(labels: readonly (string | { readonly name: string })[]): string[] {
  const names = labels.map((label) => (typeof label === "string" ? label : label.name));
  const refused = names.find((name) => name === "" || name !== name.trim() || name.length > MAX_LABEL);
  if (refused !== undefined) throw invalid("Label", "name", "invalid", { value: refused });
  if (names.length > MAX_LABELS) throw invalid("Issue", "labels", "custom", { message: "too many labels" });
  return union([], names);
}

/** Names of labels and people are told apart without regard to case; the first spelling stays. */
function union(some: readonly string[], more: readonly string[]): string[] {
  const all = [...some];
  for (const name of more) if (!all.some((other) => isSameName(other, name))) all.push(name);
  return all;
}

function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function rank(issue: FakeIssue, sort: string): number {
  if (sort === "comments") return issue.comments.length;
  return seconds(sort === "updated" ? issue.updatedAt : issue.createdAt);
}

/** GitHub's times are whole seconds. */
function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000) * 1000;
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
}
