import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { aDump } from '../minidump/minidump.fixture.ts';
import { listAttachments, openAttachment } from '../storage/attachments.ts';
import { builtInRules } from '../scrubbing/rules.ts';
import { putScrubbed } from './put-scrubbed.ts';
import { anEventId, eventually, type TestProject } from './ingest.fixture.ts';
import { aProjectWith, sendItems, sendTo, storedLines, type TestItem } from './telemetry.fixture.ts';

/** A project with a rule for `$attachments.'my.log'`. */
function aProjectThatScrubs(rule: Record<string, unknown>): Promise<TestProject> {
  return aProjectWith({ relayPiiConfig: JSON.stringify({ rules: { 0: rule }, applications: { "$attachments.'my.log'": ['0'] } }) });
}

async function contentsOf({ projectId }: TestProject, eventId: string): Promise<Record<string, string>> {
  const contents: Record<string, string> = {};
  for (const { id, name } of await listAttachments(env.FILES, projectId, eventId)) {
    const opened = await openAttachment(env.FILES, projectId, eventId, id);
    contents[name] = await new Response(opened?.body).text();
  }
  return contents;
}

function anAttachment(filename: string, content: string, type = 'event.attachment'): TestItem {
  return [{ type: 'attachment', filename, attachment_type: type }, new TextEncoder().encode(content)];
}

const email = { type: 'email', redaction: { method: 'replace', text: '[email]' } };

describe('an attachment that an advanced rule names', () => {
  it('is stored scrubbed and at its length; others stay as they are', async () => {
    const project = await aProjectThatScrubs(email);
    const eventId = anEventId();
    const text = 'mail from me@example.com\n';
    await sendItems(project, [[{ type: 'event' }, {}], anAttachment('my.log', text), anAttachment('other.log', text), anAttachment('my.log', 'bye')], {
      event_id: eventId,
    });
    const scrubbed = 'mail from [email]*******\n';
    expect(await contentsOf(project, eventId)).toEqual({ 'my.log': expect.stringMatching(/^(mail|bye)/), 'other.log': text });
    const [first] = (await listAttachments(env.FILES, project.projectId, eventId)).filter(({ bytes }) => bytes === text.length);
    expect(first?.bytes).toBe(scrubbed.length);

    const large = `${'. '.repeat(300_000)}me@example.com${' .'.repeat(300_000)}`;
    const other = anEventId();
    await sendItems(project, [anAttachment('my.log', large)], { event_id: other });
    expect((await contentsOf(project, other))['my.log'] === large.replace('me@example.com', '[email]*******')).toBe(true);
  });

  it('is scrubbed as well where it comes in a form, or belongs to a trace', async () => {
    const project = await aProjectThatScrubs(email);
    const eventId = anEventId();
    const form = new FormData();
    form.set('any', new File(['to me@example.com'], 'my.log'));
    expect((await sendTo(project, `events/${eventId}/attachments/`, form)).status).toBe(201);
    expect(await contentsOf(project, eventId)).toEqual({ 'my.log': 'to [email]*******' });

    const meta = JSON.stringify({
      trace_id: anEventId(),
      attachment_id: anEventId(),
      timestamp: Date.now() / 1000,
      filename: 'my.log',
      content_type: 'text/plain',
    });
    const header = { type: 'attachment', content_type: 'application/vnd.sentry.trace-attachment', meta_length: meta.length };
    await sendItems(project, [[header, new TextEncoder().encode(`${meta}to me@example.com`)]]);
    for (let part = 0; part < 8; part += 1) await env.TELEMETRY.getByName(`${project.projectId}:${part}`).flush();
    const [line] = await storedLines(project, 'trace_attachment');
    expect(await (await env.FILES.get(String(line?.key)))?.text()).toBe('to [email]*******');
  });

  it.each([
    ['by a rule for anything', { type: 'anything', redaction: { method: 'replace', text: '[gone]' } }, '[gone]'],
    ['by a word at its very end', { type: 'password', redaction: { method: 'replace', text: '[gone]' } }, '[gone]'],
    ['by a pattern for names', { type: 'redact_pair', keyPattern: 'my pass' }, '******'],
  ])('is taken as a whole %s', async (_name, rule, replacement) => {
    const project = await aProjectThatScrubs(rule);
    const eventId = anEventId();
    const text = `${'secret stuff '.repeat(20_000)} my password`.slice(rule.type === 'redact_pair' ? 0 : 7 * 13);
    await sendItems(project, [anAttachment('my.log', text), anAttachment('next.log', 'is read all the same')], { event_id: eventId });
    const contents = await contentsOf(project, eventId);
    expect(contents['my.log']).toBe(replacement.padEnd(text.length, '*'));
    expect(contents['next.log']).toBe('is read all the same');
  });

  it('is left alone where it is a minidump, in which only some memory may be changed', async () => {
    const project = await aProjectThatScrubs({ type: 'anything' });
    const eventId = anEventId();
    await sendItems(project, [anAttachment('my.log', 'MDMP me@example.com', 'event.minidump')], { event_id: eventId });
    expect(await contentsOf(project, eventId)).toEqual({ 'my.log': 'MDMP me@example.com' });
  });

  it('is never stored, not even for a moment, where its end tells that all of it goes', async () => {
    const bytes = new TextEncoder().encode(`${'x'.repeat(200_000)} password`);
    const stored: string[] = [];
    const attempts: string[] = [];
    await putScrubbed(
      builtInRules('@password:replace') ?? [],
      { steps: 1_000, searches: 1_000_000 },
      new Blob([bytes]).stream(),
      bytes.length,
      async (payload) => {
        attempts.push('begun');
        stored.push(await new Response(payload).text());
      },
    );
    expect([attempts, stored]).toEqual([['begun', 'begun'], ['[password]'.padEnd(bytes.length, '*')]]);
  });
});

describe('a minidump of a project with rules for memory', () => {
  const rules = { rules: { 0: email }, applications: { $heap_memory: ['0'] } };
  // More than is held: it is put aside in storage while its regions are looked for.
  const padding = Buffer.alloc(7 * 1024 * 1024, '. ');
  const dump = aDump({ crash: { code: 11 }, memory: [Buffer.concat([padding, Buffer.from('me@example.com')])] });
  const scrubbed = Buffer.from(Buffer.from(dump).toString('latin1').replace('me@example.com', '[email]*******'), 'latin1');

  it('loses what is in its memory, wherever it was posted, and leaves nothing aside', async () => {
    const project = await aProjectWith({ relayPiiConfig: JSON.stringify(rules) });
    const inEnvelope = anEventId();
    await sendItems(project, [[{ type: 'attachment', filename: 'a.dmp', attachment_type: 'event.minidump' }, dump]], { event_id: inEnvelope });
    const bare = await sendTo(project, 'minidump/', dump, { headers: { 'content-type': 'application/x-dmp' } });
    for (const eventId of [inEnvelope, (await bare.text()).replaceAll('-', '')]) {
      const [attachment] = await listAttachments(env.FILES, project.projectId, eventId);
      const opened = await openAttachment(env.FILES, project.projectId, eventId, attachment?.id ?? '');
      expect(Buffer.compare(Buffer.from(await new Response(opened?.body).arrayBuffer()), scrubbed)).toBe(0);
    }
    await eventually(
      () => env.FILES.list({ prefix: 'spool/' }),
      ({ objects }) => objects.length === 0,
    );
  }, 20_000);
});
