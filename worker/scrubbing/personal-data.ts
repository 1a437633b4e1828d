import type { Budget } from './pattern-machine.ts';
import { redactText } from './redact.ts';
import { builtInRules } from './rules.ts';

/** All of `@common` but passwords: a text that speaks of one is taken out as a whole, and many a message speaks of an unexpected token. */
const rules = ['iban', 'ip', 'email', 'creditcard', 'pemkey', 'urlauth', 'userpath', 'bearer', 'usssn', 'mac'].flatMap(
  (name) => builtInRules(`@${name}`) ?? [],
);

/** Of all texts together, some 10 MB; what is beyond is taken out as a whole. */
const maxSearches = 6_000_000;

/** What to put texts through that strangers will see, whatever the project scrubs: it takes addresses, folders of people and the like out. */
export function personalDataRemover(): (text: string) => string {
  const budget: Budget = { steps: 0, searches: maxSearches };
  return (text) => {
    const redacted = redactText(text, null, rules, budget);
    return redacted === null ? text : (redacted.text ?? '');
  };
}
