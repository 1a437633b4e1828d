import { expect, it } from 'vitest';
import { readScrubbing } from './scrubbing-fields.tsx';

const readFrom = (entered: Record<string, string>) => readScrubbing((name) => entered[name] ?? '');

it('sends a field a line, without blank ones, and the ticked switches', () => {
  expect(readFrom({ dataScrubber: 'on', sensitiveFields: ' pin \n\niban\r\n', relayPiiConfig: '\n{}' })).toEqual({
    dataScrubber: true,
    dataScrubberDefaults: false,
    scrubIPAddresses: false,
    sensitiveFields: ['pin', 'iban'],
    safeFields: [],
    relayPiiConfig: '\n{}',
  });
});

it('sends no rules where the text is blank', () => {
  expect(readFrom({ relayPiiConfig: ' \n' }).relayPiiConfig).toBeNull();
});
