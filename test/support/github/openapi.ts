/** An API's description, as a judge of requests and answers. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
// biome-ignore lint/suspicious/noExplicitAny: a description is a tree of anything.
type Tree = any;

export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly pattern: RegExp;
  /** What is wrong with a request of this operation; empty when nothing is. Undefined is a request without a body. */
  requestProblems(parameters: Record<string, string>, query: Record<string, string>, body?: unknown): string;
  /** Is an answer of this status described at all? */
  answers(status: number): boolean;
  /** What is wrong with an answer; empty when nothing is. */
  answerProblems(status: number, body: unknown): string;
}

export class Description {
  readonly #tree: Tree;
  readonly #ajv = new Ajv({ strict: false, allErrors: true });
  readonly #coercing = new Ajv({ strict: false, allErrors: true, coerceTypes: true });
  readonly operations: readonly Operation[];

  constructor(file: string) {
    this.#tree = JSON.parse(readFileSync(join(import.meta.dirname, "openapi", file), "utf8"));
    for (const ajv of [this.#ajv, this.#coercing]) {
      addFormats.default(ajv);
      ajv.addFormat("repo.nwo", true);
      ajv.addSchema({ $id: "api", components: toJsonSchema(this.#tree.components) });
    }
    this.operations = Object.entries<Tree>(this.#tree.paths).flatMap(([path, methods]) =>
      Object.entries<Tree>(methods).map(([method, operation]) => this.#operation(path, method, operation)),
    );
  }

  #operation(path: string, method: string, operation: Tree): Operation {
    const parameters = ((operation.parameters ?? []) as Tree[]).map((parameter) => this.#resolve(parameter));
    const group = (place: string, isClosed: boolean) => {
      const list = parameters.filter((parameter) => parameter.in === place);
      return this.#compile(this.#coercing, {
        type: "object",
        required: list.filter(({ required }) => required).map(({ name }) => name),
        properties: Object.fromEntries(list.map(({ name, schema }) => [name, loosen(schema)])),
        // The server itself passes over what it does not know; a test must not.
        ...(isClosed ? { additionalProperties: false } : {}),
      });
    };
    // Most of a test file's operations are never asked for.
    const inPath = once(() => group("path", false));
    const inQuery = once(() => group("query", true));
    const bodySchema = this.#resolve(operation.requestBody)?.content?.["application/json"]?.schema;
    const inBody = once(() => this.#compile(this.#ajv, closed(bodySchema)));
    const bodyProblems = (body: unknown): string => {
      if (bodySchema === undefined) return body === undefined ? "" : "a body where none belongs";
      if (body === undefined) return operation.requestBody.required === true ? "no body" : "";
      return told(inBody(), body);
    };
    const answers = new Map<number, ValidateFunction>();
    return {
      id: operation.operationId,
      method: method.toUpperCase(),
      pattern: patternOf(path, parameters),
      requestProblems: (given, query, body) =>
        [told(inPath(), given), told(inQuery(), { ...query }), bodyProblems(body)]
          .filter((text) => text !== "")
          .join("; "),
      answers: (status) => String(status) in operation.responses,
      answerProblems: (status, body) => {
        const answer = this.#resolve(operation.responses[String(status)]);
        if (answer === undefined) return `no answer ${status} is described`;
        const schema = answer.content?.["application/json"]?.schema;
        if (schema === undefined) return body === undefined ? "" : "a body where none is described";
        const validate = answers.get(status) ?? this.#compile(this.#ajv, schema);
        answers.set(status, validate);
        return told(validate, body);
      },
    };
  }

  /** The least that a schema of the description allows, with `given` in it. */
  fill(schema: string, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const { nullable: _, ...wanted } = this.#tree.components.schemas[schema];
    return { ...(this.#least(wanted) as object), ...given };
  }

  #least(schema: Tree): Json {
    const {
      type,
      nullable,
      properties = {},
      required = [],
      allOf,
      anyOf,
      oneOf,
      format,
      ...rest
    } = this.#resolve(schema);
    if (nullable) return null;
    if (rest.enum) return rest.enum[0];
    if (allOf) return Object.assign({}, ...allOf.map((part: Tree) => this.#least(part)));
    const choice = (anyOf ?? oneOf)?.[0];
    if (choice) return this.#least(choice);
    if (type === "integer" || type === "number") return 1;
    if (type === "boolean") return false;
    if (type === "array") return [];
    if (type === "string") return format === undefined ? "" : (LEAST[format] ?? "");
    return Object.fromEntries(
      (required as string[]).map((name) => [name, this.#least(properties[name] ?? {})]),
    );
  }

  #compile(ajv: Ajv, schema: Tree): ValidateFunction {
    return ajv.compile(
      JSON.parse(JSON.stringify(toJsonSchema(schema)).replaceAll('"$ref":"#/', '"$ref":"api#/')),
    );
  }

  #resolve(value: Tree): Tree {
    if (typeof value?.$ref !== "string") return value;
    const parts: string[] = value.$ref.slice(2).split("/");
    return this.#resolve(parts.reduce((tree, part) => tree[part], this.#tree));
  }
}

const LEAST: Record<string, string> = {
  uri: "https://example.com/",
  "date-time": "2026-01-01T00:00:00Z",
  email: "a@example.com",
};

/** Octokit leaves out the last slash where a path of many parts is empty: the root folder. */
function patternOf(path: string, parameters: readonly Tree[]): RegExp {
  const pattern = path.replace(/\/\{([^}]+)\}/g, (_, name: string) => {
    const group = `?<${name.replaceAll("-", "_")}>`;
    return isLong(parameters, name) ? `(?:/|$)(${group}.*)` : `/(${group}[^/]+)`;
  });
  return new RegExp(`^${pattern}$`);
}

function isLong(parameters: readonly Tree[], name: string): boolean {
  return parameters.some((parameter) => parameter.name === name && parameter["x-multi-segment"] === true);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The server itself passes over fields that it does not know; a test must not. */
function closed(schema: Tree): Tree {
  if (Array.isArray(schema)) return schema.map(closed);
  if (schema === null || typeof schema !== "object") return schema;
  const parts = Object.fromEntries(
    Object.entries<Tree>(schema).map(([key, value]) => [
      key,
      key === "properties"
        ? Object.fromEntries(Object.entries<Tree>(value).map(([name, part]) => [name, closed(part)]))
        : closed(value),
    ]),
  );
  return "properties" in schema ? { additionalProperties: false, ...parts } : parts;
}

/** In an address `7` is a number and a text at once. */
function loosen({ oneOf, ...schema }: Tree): Tree {
  return oneOf === undefined ? schema : { anyOf: oneOf, ...schema };
}

function told(validate: ValidateFunction, value: unknown): string {
  if (validate(value)) return "";
  return (validate.errors ?? [])
    .map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`)
    .join("; ");
}

/** OpenAPI 3.0 says `nullable`, JSON Schema says null among the types. */
function toJsonSchema(tree: Tree): Tree {
  if (Array.isArray(tree)) return tree.map(toJsonSchema);
  if (tree === null || typeof tree !== "object") return tree;
  const { nullable, ...schema } = Object.fromEntries(
    Object.entries<Tree>(tree).map(([key, value]) => [key, key === "enum" ? value : toJsonSchema(value)]),
  );
  if (nullable !== true) return nullable === undefined ? schema : { nullable, ...schema };
  if (typeof schema.type !== "string") return { anyOf: [schema, { type: "null" }] };
  return { ...schema, type: [schema.type, "null"], ...(schema.enum ? { enum: [...schema.enum, null] } : {}) };
}
