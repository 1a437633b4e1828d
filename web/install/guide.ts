/** One thing to do: a sentence or two, then code to copy. */
export interface Step {
  title: string;
  text?: string;
  snippets: readonly Snippet[];
}

export interface Snippet {
  /** What it is, for those who do not see it: `install command`. */
  label: string;
  /** Where it goes. */
  file?: string;
  /** File ending of its language, `sh` for a shell. */
  language: string;
  code: string;
}

/** What a guide puts into its code. */
export interface Names {
  dsn: string;
  /** Slug of the project. */
  project: string;
}

/** The steps from nothing to a first event. */
export type Guide = (names: Names) => readonly Step[];

export function command(code: string, label = 'install command'): Snippet {
  return { label, language: 'sh', code };
}

export function installStep(code: string): Step {
  return { title: 'Install the SDK', snippets: [command(code)] };
}

/** Starting the SDK: nothing else changes in the application. */
export function startStep(
  file: string,
  language: string,
  code: string,
  text = 'The address (DSN) is in it already. It may be public: it can only send.',
): Step {
  return { title: 'Start it before your app', text, snippets: [{ label: 'start code', file, language, code }] };
}

export function throwStep(language: string, code: string, text = 'Anywhere after the start. Remove it when the event is here.'): Step {
  return { title: 'Throw once', text, snippets: [{ label: 'test error', language, code }] };
}
