import { readInputs } from "./inputs.ts";
import { RunEnd } from "./run-end.ts";
import { workflowCommands } from "./workflow-commands.ts";

const runner = workflowCommands();
const end = new RunEnd(runner);

try {
  const inputs = readInputs();
  // Loaded late: wrong inputs are reported without it.
  const { main } = await import("./main.ts");
  await end.finish(await main(inputs, process.env, runner, end));
} catch (error) {
  await end.fail(error);
}
