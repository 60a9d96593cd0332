/** What is known without running a workflow: `inputs.suite`, `matrix.target` and their values. */
export type Values = Readonly<Record<string, string>>;

/** `${{ inputs.suite }}` and `${{ inputs.suite || 'health' }}`. */
const SIMPLE = /\$\{\{\s*(?:github\.event\.)?((?:inputs|matrix)\.[\w-]+)\s*(?:\|\|\s*'([^']*)'\s*)?\}\}/g;

const EXPRESSION = /\$\{\{[\s\S]*?\}\}/;

/** The text with what is known put in. A schedule gives no inputs: they are empty. */
export function settleText(text: string, values: Values): string {
  return text.replace(SIMPLE, (expression, name: string, otherwise: string | undefined) => {
    const value = values[name] ?? (name.startsWith("inputs.") ? "" : undefined);
    return value === "" ? (otherwise ?? "") : (value ?? expression);
  });
}

export function hasExpression(text: string): boolean {
  return EXPRESSION.test(text);
}

/** A pattern for the name that GitHub shows: an expression in it may have become any text. */
export function namePattern(name: string): string {
  return name.split(EXPRESSION).map(escapePattern).join(".*");
}

export function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

/** More combinations than these are not distinguished. */
const MOST_COMBINATIONS = 50;

/**
 * What the jobs of a matrix put for its names that the texts use, one entry a combination; `[{}]` when they use
 * none, or when an expression makes the matrix.
 */
export function combinationsOf(matrix: unknown, texts: readonly string[]): Values[] {
  const names = [
    ...new Set(texts.flatMap((text) => [...text.matchAll(SIMPLE)].map(([, name = ""]) => name))),
  ].flatMap((name) => (name.startsWith("matrix.") ? [name.slice("matrix.".length)] : []));
  if (names.length === 0 || typeof matrix !== "object" || matrix === null) return [{}];
  const lists = matrix as Record<string, unknown>;
  const product = names.reduce<Values[]>(
    (combinations, name) =>
      combinations.flatMap((values) =>
        scalarsOf(lists[name]).map((value) => ({ ...values, [`matrix.${name}`]: value })),
      ),
    [{}],
  );
  const included = (Array.isArray(lists.include) ? lists.include : []).flatMap((entry: unknown) => {
    const values = names.map((name) => scalarsOf([(entry as Record<string, unknown> | null)?.[name]])[0]);
    return values.includes(undefined)
      ? []
      : [Object.fromEntries(names.map((name, index) => [`matrix.${name}`, values[index] ?? ""]))];
  });
  const all = [...product, ...included];
  return all.length === 0 || all.length > MOST_COMBINATIONS ? [{}] : all;
}

function scalarsOf(list: unknown): string[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((value: unknown) =>
    ["string", "number", "boolean"].includes(typeof value) ? [String(value)] : [],
  );
}
