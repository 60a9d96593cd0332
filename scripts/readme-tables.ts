/** Fills the tables of README.md from what they describe: action.yml and the registry of checks. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { markdownTable } from "markdown-table";
import { parse } from "yaml";
import { z } from "zod";
import type { Check } from "../src/core/check.ts";

const root = join(import.meta.dirname, "..");

const actionSchema = z.object({
  inputs: z.record(
    z.string(),
    z.object({ description: z.string(), required: z.boolean().optional(), default: z.string().optional() }),
  ),
  outputs: z.record(z.string(), z.object({ description: z.string() })),
});

export type ActionMetadata = z.infer<typeof actionSchema>;

/** The parts of action.yml that are documented. Throws when an input or output has no description. */
export function readAction(): ActionMetadata {
  return actionSchema.parse(parse(readFileSync(join(root, "action.yml"), "utf8")));
}

/** README.md with its tables of inputs, outputs and checks renewed. Throws when a marker is missing. */
export function fillReadme(readme: string, action: ActionMetadata, checks: readonly Check[]): string {
  const tables = {
    inputs: markdownTable([
      ["Input", "What it is", "Default"],
      ...Object.entries(action.inputs).map(([name, input]) => [
        code(name),
        oneLine(input.description),
        input.required === true ? "**required**" : code(input.default ?? ""),
      ]),
    ]),
    outputs: markdownTable([
      ["Output", "What it holds"],
      ...Object.entries(action.outputs).map(([name, output]) => [code(name), oneLine(output.description)]),
    ]),
    checks: markdownTable([
      ["Check", "What is good", "Priority", "Category"],
      ...checks.map((check) => [
        `[${code(check.id)}](src/checks/${check.id}/README.md)`,
        oneLine(check.title),
        check.measures === true ? "measured" : check.priority,
        check.category,
      ]),
    ]),
  };
  return Object.entries(tables).reduce((text, [name, table]) => fill(text, name, table), readme);
}

function fill(text: string, name: string, table: string): string {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from === -1 || to < from) {
    throw new Error(`README.md: the table of ${name} belongs between the lines ${start} and ${end}.`);
  }
  return `${text.slice(0, from + start.length)}\n\n${table}\n\n${text.slice(to)}`;
}

/** Inline code, or nothing for nothing. */
function code(text: string): string {
  return text === "" ? "" : `\`${text}\``;
}

/** A cell holds one line, and a bar would end it. */
function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, " ").replaceAll("|", "\\|");
}
