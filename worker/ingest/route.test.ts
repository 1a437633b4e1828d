import { expect, it } from 'vitest';
import { routeIngest } from './route.ts';

it.each([
  ['/api/42/envelope/', { endpoint: 'envelope', projectId: '42' }],
  ['/api/42/envelope', { endpoint: 'envelope', projectId: '42' }],
  ['//api//42//envelope//', { endpoint: 'envelope', projectId: '42' }],
  ['/api/42/store/', { endpoint: 'store', projectId: '42' }],
  ['/api/42/security/', { endpoint: 'security', projectId: '42' }],
  ['/api/42/csp-report/', { endpoint: 'security', projectId: '42' }],
  ['/api/42/nel', { endpoint: 'nel', projectId: '42' }],
  ['/api/42/minidump', { endpoint: 'minidump', projectId: '42' }],
  ['/api/42/unreal/abc/', { endpoint: 'unreal', projectId: '42', parameters: { key: 'abc' } }],
  ['/api/42/events/abc/attachments/', { endpoint: 'eventAttachments', projectId: '42', parameters: { eventId: 'abc' } }],
  ['/api/store/', { endpoint: 'store', projectId: null }],
  ['/api/envelope/', { endpoint: 'envelope', projectId: null }],
  ['/tunnel', { endpoint: 'envelope', projectId: null }],
  ['/api/42/', { endpoint: 'unknown', projectId: '42' }],
  ['/api/42/hologram/', { endpoint: 'unknown', projectId: '42' }],
  ['/api/42/envelope/more/', { endpoint: 'unknown', projectId: '42' }],
  ['/api/0/projects/', null],
  ['/api/0/', null],
  ['/api/', null],
  ['/api/x42/envelope/', null],
  ['/', null],
  ['/tunnel/more', null],
])('routes %s', (pathname, route) => {
  expect(routeIngest(pathname)).toEqual(route && { parameters: {}, ...route });
});
