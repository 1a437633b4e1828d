import { Health, Index, Regions, Setup, SetupReply, SignIn, User } from '../contract/organization.ts';
import { SharedIssue } from '../contract/share.ts';
import type { Descriptions } from './description.ts';

export const ofInstallation = {
  'GET /': { topic: 'Installation', summary: 'The version, and who is asking.', replies: { 200: Index } },
  'POST /setup/': {
    topic: 'Installation',
    summary: 'Makes the first organization, its owner, a project and an API token. Once there is an organization, this is not found.',
    body: Setup,
    replies: { 201: SetupReply },
  },
  'POST /auth/': { topic: 'Installation', summary: 'Signs a browser in, by a cookie.', body: SignIn, replies: { 200: User } },
  'GET /auth/': { topic: 'Installation', summary: 'Who is signed in, or whose token it is.', replies: { 200: User } },
  'DELETE /auth/': { topic: 'Installation', summary: 'Ends the session of this browser.', replies: { 204: null } },
  'GET /internal/health/': { topic: 'Installation', summary: 'Whether it answers.', replies: { 200: Health } },
  'GET /users/me/regions/': { topic: 'Installation', summary: 'Where the data is kept: an installation is one region.', replies: { 200: Regions } },
  'GET /shared/issues/:share/': {
    topic: 'Issues',
    summary: 'An issue that was made public, as anybody with its link sees it.',
    replies: { 200: SharedIssue },
  },
} satisfies Descriptions;
