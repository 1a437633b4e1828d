/** Rules of one family. */
export function ofFamily(family: string, rules: readonly string[]): string {
  return rules.map((rule) => (rule.startsWith('[') ? rule.replace('] | ', `] | ${family} `) : `${family} ${rule}`)).join('\n');
}

/** One rule for each pattern; patterns are parted by commas. */
export function packages(action: string, patterns: string): string[] {
  return list(patterns).map((pattern) => `package:"${pattern}" ${action}`);
}

export function paths(action: string, patterns: string): string[] {
  return list(patterns).map((pattern) => `path:"${pattern}" ${action}`);
}

export function functions(action: string, patterns: string): string[] {
  return list(patterns).map((pattern) => `function:"${pattern}" ${action}`);
}

export function modules(action: string, patterns: string): string[] {
  return list(patterns).map((pattern) => `module:"${pattern}" ${action}`);
}

/** Names parted by commas and, where a line ends, line breaks. */
export function list(names: string): string[] {
  return names.trim().split(/,\s+/);
}
