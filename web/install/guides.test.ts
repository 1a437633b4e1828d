import { describe, expect, it } from 'vitest';
import { guides } from './guides.ts';
import { platforms } from './platforms.ts';

const dsn = 'https://f051f8816f01b30af2fb3768a2507fc1@picket.shop.example/4';

describe.each(platforms)('the guide for $name', ({ id }) => {
  const steps = guides[id]({ dsn, project: 'storefront' });
  const code = steps.flatMap(({ snippets }) => snippets.map((snippet) => snippet.code)).join('\n');

  it('carries the address to send to', () => {
    expect(code).toContain(id === 'other' ? 'https://picket.shop.example/api/4/store/?sentry_key=f051f8816f01b30af2fb3768a2507fc1' : dsn);
  });

  it('says each thing once', () => {
    for (const { snippets } of steps) expect(new Set(snippets.map(({ label }) => label)).size).toBe(snippets.length);
    expect(new Set(steps.map(({ title }) => title)).size).toBe(steps.length);
  });

  it('leaves nothing to fill in', () => {
    expect(code).not.toMatch(/undefined|YOUR_|___|<dsn>/i);
  });
});
