import { z } from "zod";
import { count } from "../../../core/run-stamp.ts";

/** One node of a plan's outline, in which the root comes first; `depth` is the number of nodes above it. */
export const outlineNodeSchema = z.object({
  depth: z.int().min(0),
  type: z.string(),
  strategy: z.string().optional(),
  relation: z.string().optional(),
  index: z.string().optional(),
  label: z.string().optional(),
  rows: count,
  expectedRows: count,
  blocks: count,
});

export type OutlineNode = z.infer<typeof outlineNodeSchema>;

/** The outline of a plan, and the tables of the indexes that it names. */
export interface RecordedPlan {
  readonly plan: readonly OutlineNode[];
  readonly indexes: readonly {
    readonly name: string;
    readonly table: string;
    readonly definition: string | null;
  }[];
}
