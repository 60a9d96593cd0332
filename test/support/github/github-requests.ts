/** What the parts of GitHub's stand-in have in common: a request as a handler gets it, its answer, a refusal. */

export const REPOSITORY_NAME = "acme/app";

export interface Asked {
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly url: URL;
  // biome-ignore lint/suspicious/noExplicitAny: held to the description before a handler gets it.
  readonly body: any;
}

export interface CheckAnswer {
  readonly status: number;
  /** Undefined: none, as with 204. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handler = (asked: Asked) => CheckAnswer;

export class QueryError extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly errors: readonly object[] | undefined;

  constructor(
    status: number,
    message: string,
    { headers = {}, errors }: { headers?: Readonly<Record<string, string>>; errors?: readonly object[] } = {},
  ) {
    super(message);
    this.status = status;
    this.headers = headers;
    this.errors = errors;
  }

  get body(): object {
    const { status, message, errors } = this;
    return {
      message,
      ...(errors === undefined ? {} : { errors }),
      documentation_url: "https://docs.github.com/rest",
      status: String(status),
    };
  }
}

export function notFound(): QueryError {
  return new QueryError(404, "Not Found");
}

/** 422, as GitHub words it. */
export function invalid(resource: string, field: string, code: string, more: object = {}): QueryError {
  return new QueryError(422, "Validation Failed", { errors: [{ resource, field, code, ...more }] });
}

const SMALLEST_PAGE = 30;
const LARGEST_PAGE = 100;

export function page<T>(list: readonly T[], query: Asked["query"]): T[] {
  const { size, number } = place(query);
  return list.slice((number - 1) * size, number * size);
}

/**
 * The pages before and after, as the header Link names them.
 *
 * @param url what was asked
 */
export function links(length: number, query: Asked["query"], url: URL): Record<string, string> {
  const { size, number } = place(query);
  const last = Math.max(1, Math.ceil(length / size));
  const link = (page: number, relation: string): string => {
    const other = new URL(url);
    other.searchParams.set("page", String(page));
    return `<${other.href}>; rel="${relation}"`;
  };
  const found = [
    ...(number > 1 ? [link(number - 1, "prev")] : []),
    ...(number < last ? [link(number + 1, "next"), link(last, "last")] : []),
    ...(number > 1 ? [link(1, "first")] : []),
  ];
  return found.length === 0 ? {} : { link: found.join(", ") };
}

function place({ per_page = String(SMALLEST_PAGE), page: number = "1" }: Asked["query"]) {
  return { size: Math.min(LARGEST_PAGE, Number(per_page)), number: Number(number) };
}
