import type { Descriptions } from './description.ts';
import { ofEvents } from './of-events.ts';
import { ofIssues } from './of-issues.ts';

const instead = 'The same as below `/organizations/{org}/`, for an id of an issue in any organization of whoever asks.';
const all = { ...ofIssues, ...ofEvents };

function old<Label extends keyof typeof all>(label: Label): (typeof all)[Label] {
  return { ...all[label], summary: instead };
}

export const ofOldPaths = {
  'GET /issues/:issue/': old('GET /organizations/:org/issues/:issue/'),
  'PUT /issues/:issue/': old('PUT /organizations/:org/issues/:issue/'),
  'DELETE /issues/:issue/': old('DELETE /organizations/:org/issues/:issue/'),
  'GET /issues/:issue/events/': old('GET /organizations/:org/issues/:issue/events/'),
  'GET /issues/:issue/events/:event/': old('GET /organizations/:org/issues/:issue/events/:event/'),
  'GET /issues/:issue/hashes/': old('GET /organizations/:org/issues/:issue/hashes/'),
  'GET /issues/:issue/notes/': old('GET /organizations/:org/issues/:issue/notes/'),
  'POST /issues/:issue/notes/': old('POST /organizations/:org/issues/:issue/notes/'),
  'GET /issues/:issue/tags/': old('GET /organizations/:org/issues/:issue/tags/'),
  'GET /issues/:issue/tags/:tag/': old('GET /organizations/:org/issues/:issue/tags/:tag/'),
  'GET /issues/:issue/tags/:tag/values/': old('GET /organizations/:org/issues/:issue/tags/:tag/values/'),
  'GET /issues/:issue/user-reports/': old('GET /organizations/:org/issues/:issue/user-reports/'),
} satisfies Descriptions;
