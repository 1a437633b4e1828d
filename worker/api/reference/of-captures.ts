import * as z from 'zod/mini';
import { Capture, CaptureDetail, CaptureFate, CaptureSettings, CaptureSettingsChange } from '../contract/capture.ts';
import type { Description, Descriptions, Parameter } from './description.ts';
import { paging } from './parameters.ts';

const filter = {
  status: { text: 'Only those that were kept, kept in part, or refused.', values: CaptureFate.options },
  sdk: { text: 'Only clients that begin so.' },
  key: { text: 'Only those whose key ends with these four digits.' },
  ...paging,
} satisfies Record<string, Parameter>;

const list = { topic: 'Captures', query: filter, replies: { 200: z.array(Capture) } } satisfies Partial<Description>;
const detail = { topic: 'Captures', replies: { 200: CaptureDetail } } satisfies Partial<Description>;
const removal = { topic: 'Captures', replies: { 204: null } } satisfies Partial<Description>;
const body = {
  topic: 'Captures',
  query: { decoded: { text: 'With any value: as it was before compression, 20 MB at most.' } },
  replies: { 200: null, 206: null },
  textType: 'application/octet-stream',
} satisfies Partial<Description>;
const download = {
  topic: 'Captures',
  query: {
    format: { text: 'The envelope by default; a command, or a tar of a folder with the request and its body.', values: ['envelope', 'curl', 'fixture'] },
  },
  replies: { 200: null },
  textType: 'application/octet-stream',
} satisfies Partial<Description>;

export const ofCaptures = {
  'GET /projects/:org/:project/captures/': { ...list, summary: 'Requests that were captured, newest first.' },
  'DELETE /projects/:org/:project/captures/': { ...removal, summary: 'Deletes all captured requests.' },
  'GET /projects/:org/:project/captures/settings/': {
    topic: 'Captures',
    summary: 'What is captured now, what is kept, and who began it.',
    replies: { 200: CaptureSettings },
  },
  'PUT /projects/:org/:project/captures/settings/': {
    topic: 'Captures',
    summary: 'Begins to capture, or ends it. Bodies are kept unscrubbed only for who administers the project, and for a day.',
    body: CaptureSettingsChange,
    replies: { 200: CaptureSettings },
  },
  'GET /projects/:org/:project/captures/:capture/': { ...detail, summary: 'A captured request, item by item, with what became of each.' },
  'DELETE /projects/:org/:project/captures/:capture/': { ...removal, summary: 'Deletes a captured request.' },
  'GET /projects/:org/:project/captures/:capture/body/': { ...body, summary: 'The body as it is kept; takes a `Range`.' },
  'GET /projects/:org/:project/captures/:capture/download/': { ...download, summary: 'A captured request to take away.' },
  'GET /organizations/:org/captures/': { ...list, summary: 'Requests that no project could be found for, newest first.' },
  'DELETE /organizations/:org/captures/': { ...removal, summary: 'Deletes all requests that no project could be found for.' },
  'GET /organizations/:org/captures/:capture/': { ...detail, summary: 'A request that no project could be found for.' },
  'DELETE /organizations/:org/captures/:capture/': { ...removal, summary: 'Deletes a request that no project could be found for.' },
  'GET /organizations/:org/captures/:capture/body/': { ...body, summary: 'The body of a request that no project could be found for.' },
  'GET /organizations/:org/captures/:capture/download/': { ...download, summary: 'A request that no project could be found for, to take away.' },
} satisfies Descriptions;
