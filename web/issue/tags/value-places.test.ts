import { expect, it } from 'vitest';
import { anIssue } from '../../issues/an-issue.fixture.ts';
import { placesOfValue } from './value-places.ts';

const issue = anIssue({ id: '7' });
const queryOf = (href: string): string | null => new URL(href, 'http://x').searchParams.get('query');

it('leads to the events of the issue, and to the issues of the project', () => {
  const places = placesOfValue('acme', issue, 'browser', 'Firefox 140 & "more"#');
  expect(places?.events).toMatch(/^\/organizations\/acme\/issues\/7\/\?tab=events&query=/);
  expect(queryOf(places?.events ?? '')).toBe('browser:"Firefox 140 & \\"more\\"#"');
  expect(queryOf(places?.issues ?? '')).toBe('browser:"Firefox 140 & \\"more\\"#"');
  expect(new URL(places?.issues ?? '', 'http://x').searchParams.get('project')).toBe(issue.project.slug);
});

it('leads nowhere where the key is none that a search could hold', () => {
  expect(placesOfValue('acme', issue, 'javascript:alert(1)//', 'x')).toBeNull();
});
