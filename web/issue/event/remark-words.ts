/** Whose rule did something, in the middle of a sentence: `rule @creditcard`. Rules of settings are named with their place. */
export function ruleWords(rule: string): string {
  const [, place, id] = /^(project|organization):(.*)$/s.exec(rule) ?? [];
  if (id !== undefined) return `rule ${id} of the ${place}`;
  return rule === 'strip-fields' ? 'the list of sensitive fields' : `rule ${rule}`;
}

/** What a rule did to a value, by the letter in its remark: `Removed by rule @password`. */
export function remarkWords(rule: string, kind: string): string {
  return `${verbOf(kind)} by ${ruleWords(rule)}`;
}

function verbOf(kind: string): string {
  switch (kind) {
    case 'x':
      return 'Removed';
    case 'm':
      return 'Masked';
    case 'p':
      return 'Made a pseudonym';
    case 's':
      return 'Replaced';
    default:
      return 'Scrubbed';
  }
}
