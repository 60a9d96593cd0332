/** What GitHub's runner makes of the lines that a step writes. */

export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly message: string;
  readonly title?: string;
  readonly file?: string;
  readonly line?: string;
}

const COMMANDS = new Set(
  (
    "add-mask add-matcher add-path debug echo endgroup error group internal-set-repo-path notice remove-matcher " +
    "save-state set-env set-output stop-commands warning"
  ).split(" "),
);
const ANNOTATIONS_OF_A_KIND = 10;
const ANNOTATION_CHARACTERS = 4096;
const MASK = "***";

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

export class RunnerLog {
  readonly annotations: Annotation[] = [];
  readonly warnings: string[] = [];
  droppedAnnotations = 0;
  /** Masked. */
  text = "";
  raw = "";
  #masks = new Set<string>();
  #stopToken: string | undefined;
  #flushes: (() => void)[] = [];

  constructor(secrets: readonly string[]) {
    for (const secret of secrets) this.#addMask(secret);
  }

  get masks(): string[] {
    return [...this.#masks];
  }

  mask(text: string): string {
    // The longest first: a secret may hold another.
    const longestFirst = [...this.#masks].sort((a, b) => b.length - a.length);
    return longestFirst.reduce((masked, secret) => masked.replaceAll(secret, MASK), text);
  }

  /** Takes one stream's chunks; each stream has lines of its own. */
  listener(): (chunk: string) => void {
    let rest = "";
    this.#flushes.push(() => rest !== "" && this.#line(rest));
    return (chunk) => {
      this.raw += chunk;
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) this.#line(line.replace(/\r$/, ""));
    };
  }

  /** The streams have ended: the last lines may have no line feed. */
  end(): void {
    for (const flush of this.#flushes) flush();
  }

  #line(line: string): void {
    const isCommand = (name: string) =>
      this.#stopToken === undefined ? COMMANDS.has(name) : name === this.#stopToken;
    const command = parseCommand(line, isCommand);
    if (command === undefined) this.#write(line);
    else if (this.#stopToken !== undefined) this.#stopToken = undefined;
    else this.#applyPlan(command);
  }

  #applyPlan({ name, properties, data }: Command): void {
    switch (name) {
      case "add-mask":
        this.#addMask(data);
        break;
      case "stop-commands":
        this.#stopToken = data;
        break;
      case "error":
      case "warning":
      case "notice":
        this.#annotate(name, properties, data);
        break;
      case "set-output":
      case "save-state":
      case "set-env":
      case "add-path":
        this.warnings.push(`The \`${name}\` command is deprecated`);
        break;
      case "debug":
        break;
      default:
        this.#write(`##[${name}]${data}`);
    }
  }

  #annotate(level: Annotation["level"], properties: Readonly<Record<string, string>>, data: string): void {
    const message = this.mask(data).slice(0, ANNOTATION_CHARACTERS);
    this.#write(`##[${level}]${data}`);
    const ofThisKind = this.annotations.filter((annotation) => annotation.level === level).length;
    if (ofThisKind < ANNOTATIONS_OF_A_KIND) this.annotations.push({ level, message, ...properties });
    else this.droppedAnnotations++;
  }

  #addMask(value: string): void {
    for (const part of [value, ...value.split(/\r?\n/)]) if (part.trim() !== "") this.#masks.add(part);
  }

  #write(line: string): void {
    this.text += `${this.mask(line)}\n`;
  }
}

/** `::name a=b,c=d::data` at a line's beginning, or `##[name a=b;c=d]data` anywhere in it. */
function parseCommand(line: string, isCommand: (name: string) => boolean): Command | undefined {
  const modern = /^\s*::([^\s:]+)(?:\s(.*?))?::(.*)$/s.exec(line);
  if (modern?.[1] !== undefined && isCommand(modern[1])) {
    return commandOf(modern[1], modern[2], ",", modern[3]);
  }
  const old = /##\[([^\s\]]+)(?:\s([^\]]*))?\](.*)$/s.exec(line);
  if (old?.[1] !== undefined && isCommand(old[1])) return commandOf(old[1], old[2], ";", old[3]);
  return undefined;
}

function commandOf(name: string, properties = "", separator: string, data = ""): Command {
  const pairs = properties
    .split(separator)
    .filter((pair) => pair.includes("="))
    .map((pair) => {
      const equals = pair.indexOf("=");
      return [pair.slice(0, equals).trim(), unescapeProperty(pair.slice(equals + 1))];
    });
  return { name, properties: Object.fromEntries(pairs), data: unescapeData(data) };
}

function unescapeData(text: string): string {
  return text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
}

function unescapeProperty(text: string): string {
  const plain = text
    .replaceAll("%3A", ":")
    .replaceAll("%2C", ",")
    .replaceAll("%3B", ";")
    .replaceAll("%5D", "]");
  return unescapeData(plain);
}
