import { z } from "zod";
import { directoryOption } from "../shared/migration-files/directory.ts";
import { TOOL_IDS } from "../shared/migration-files/tools/index.ts";

export const options = z.strictObject({
  directory: directoryOption,
  tool: z
    .enum(["auto", ...TOOL_IDS])
    .default("auto")
    .describe("The tool that applies the migrations; auto recognises it by its table."),
  table: z
    .string()
    .regex(/^[^.]+\.[^.]+$/, "write the schema and the table, like app.flyway_schema_history")
    .optional()
    .describe(
      "The table in which the tool notes what it applied, when it has another name or there are several: schema.table.",
    ),
  pending: z
    .enum(["expected", "forbidden"])
    .default("expected")
    .describe(
      "Before migrating, files newer than the last applied one are expected; after it they are forbidden.",
    ),
});

export type Options = z.infer<typeof options>;
