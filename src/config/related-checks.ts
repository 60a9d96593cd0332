import { checks } from "../checks/index.ts";

/** The options of all checks, each with what the declarations of related checks say about it. */
export function linkRelatedChecks<Options extends Record<string, unknown>>(options: Options): Options {
  const linked = checks.flatMap(({ id, link }) =>
    link === undefined || options[id] === undefined
      ? []
      : [[id, link(options[id], (check) => options[check])] as const],
  );
  return { ...options, ...Object.fromEntries(linked) };
}
