import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { Issue } from './contract/issue.ts';
import { SharedIssue } from './contract/share.ts';
import { anIssue, aTenant, merge, send, sendEvent, type Tenant } from './fixtures.ts';

const pathOf = ({ organization }: Tenant, issueId: string | number) => `/organizations/${organization.slug}/issues/${issueId}/`;

async function change(tenant: Tenant, issueId: string | number, isPublic: boolean): Promise<Issue> {
  const reply = await send('PUT', pathOf(tenant, issueId), { token: tenant.token, body: { isPublic } });
  return Issue.parse(await reply.json());
}

async function share(tenant: Tenant, issueId: string | number): Promise<string> {
  return (await change(tenant, issueId, true)).shareId ?? '';
}

const open = (shareId: string) => send('GET', `/shared/issues/${shareId}/`);

async function read(shareId: string): Promise<SharedIssue> {
  return SharedIssue.parse(await (await open(shareId)).json());
}

const notFound = { detail: 'The requested resource does not exist' };

describe('a link', () => {
  it('shows the issue to whoever has it, and to no cache or search engine', async () => {
    const tenant = await aTenant();
    const { issueId } = await sendEvent(tenant, { message: 'boom', level: 'warning' });
    const shareId = await share(tenant, issueId);
    const reply = await open(shareId);
    expect(Object.fromEntries(['cache-control', 'x-robots-tag'].map((name) => [name, reply.headers.get(name)]))).toEqual({
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex, nofollow',
    });
    expect(SharedIssue.parse(await reply.json())).toMatchObject({ shareId, title: 'boom', level: 'warning', count: '1', latestEvent: { message: 'boom' } });
  });

  it('cannot be guessed, and is another one each time', async () => {
    const tenant = await aTenant();
    const issue = await anIssue(tenant.project);
    const shareIds = new Set<string>();
    for (let round = 0; round < 5; round += 1) {
      shareIds.add(await share(tenant, issue.id));
      expect(await change(tenant, issue.id, false)).toMatchObject({ isPublic: false, shareId: null });
    }
    expect([...shareIds].filter((id) => /^[0-9a-f]{32}$/.test(id))).toHaveLength(5);
    // Random throughout: no part of it is the same in all.
    const prefixes = new Set([...shareIds].flatMap((id) => [id.slice(0, 8), id.slice(-8)]));
    expect(prefixes.size).toBe(10);
  });

  it('leads nowhere once it was revoked', async () => {
    const tenant = await aTenant();
    const issue = await anIssue(tenant.project);
    const shareId = await share(tenant, issue.id);
    expect((await open(shareId)).status).toBe(200);
    await change(tenant, issue.id, false);
    await share(tenant, issue.id);
    const reply = await open(shareId);
    expect([reply.status, await reply.json()]).toEqual([404, notFound]);
  });

  it('stays the same when an issue is shared twice, and only what changes is remembered', async () => {
    const tenant = await aTenant();
    const issue = await anIssue(tenant.project);
    const shareId = await share(tenant, issue.id);
    const { shareId: again } = await change(tenant, issue.id, true);
    expect(again).toBe(shareId);
    await change(tenant, issue.id, false);
    const { activity } = await change(tenant, issue.id, false);
    expect(activity?.map(({ type }) => type)).toEqual(['set_private', 'set_public', 'first_seen']);
    expect(activity?.[0]?.user?.id).toBe(String(tenant.owner.id));
  });

  it.each(['', 'x', '0'.repeat(32), "' or 1=1", '0'.repeat(31) + 'G', '1'])('%j is none', async (shareId) => {
    const reply = await open(encodeURIComponent(shareId));
    expect([reply.status, await reply.json()]).toEqual([404, notFound]);
  });

  it('shows in the list, too, to members of the organization alone', async () => {
    const tenant = await aTenant();
    const [shared, other] = [await anIssue(tenant.project), await anIssue(tenant.project)];
    const shareId = await share(tenant, shared.id);
    const list: unknown = await (await send('GET', `/organizations/${tenant.organization.slug}/issues/?sort=new`, { token: tenant.token })).json();
    expect(list).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: String(shared.id), isPublic: true, shareId }),
        expect.objectContaining({ id: String(other.id), isPublic: false, shareId: null }),
      ]),
    );
  });

  it('is not taken away by somebody from elsewhere', async () => {
    const [tenant, stranger] = [await aTenant(), await aTenant()];
    const issue = await anIssue(tenant.project);
    const shareId = await share(tenant, issue.id);
    const path = `/organizations/${stranger.organization.slug}/issues/?id=${issue.id}`;
    expect((await send('PUT', path, { token: stranger.token, body: { isPublic: false } })).status).toBe(204);
    expect((await open(shareId)).status).toBe(200);
  });

  it('goes with the issue', async () => {
    const tenant = await aTenant();
    const { issueId } = await sendEvent(tenant);
    const shareId = await share(tenant, issueId);
    await send('DELETE', pathOf(tenant, issueId), { token: tenant.token });
    await expect.poll(async () => (await open(shareId)).status, { timeout: 5_000 }).toBe(404);
  });

  it('goes with the project', async () => {
    const tenant = await aTenant();
    const issue = await anIssue(tenant.project);
    const shareId = await share(tenant, issue.id);
    await env.DB.prepare('delete from projects where id = ?').bind(tenant.project.id).run();
    expect((await open(shareId)).status).toBe(404);
  });

  it('leads to the issue that took it in, and is revoked there', async () => {
    const tenant = await aTenant();
    const [head, part] = [await sendEvent(tenant, { message: 'Head' }), await sendEvent(tenant, { message: 'Part' })];
    const shareId = await share(tenant, part.issueId);
    await merge(tenant, head.issueId, [part.issueId]);
    const short = Issue.parse(await (await send('GET', pathOf(tenant, head.issueId), { token: tenant.token })).json());
    expect(short).toMatchObject({ isPublic: true, shareId });
    expect(await read(shareId)).toMatchObject({ shortId: short.shortId, count: '2' });
    expect((await change(tenant, head.issueId, true)).shareId).toBe(shareId);
    expect(await change(tenant, head.issueId, false)).toMatchObject({ isPublic: false, shareId: null });
    expect((await open(shareId)).status).toBe(404);
  });
});

describe('what it shows of an event', () => {
  /** Every text of it is a mark of its own. */
  const frame = {
    filename: 'https://cdn.example/MARK_filename.js?MARK_filename_query#MARK_filename_fragment',
    abs_path: '/home/MARK_abs_path/app.js',
    module: 'MARK_frame_module',
    package: '/Users/MARK_package_folder/MARK_package.dylib',
    function: 'MARK_function',
    raw_function: 'MARK_raw_function',
    symbol: 'MARK_symbol',
    platform: 'native',
    lineno: 7,
    colno: 3,
    pre_context: ['MARK_before'],
    context_line: 'MARK_line',
    post_context: ['MARK_after'],
    in_app: true,
    vars: { MARK_var: 'MARK_var_value' },
    lock: { address: 'MARK_lock', thread_id: 'MARK_lock_thread' },
  };
  const stacktrace = { frames: [frame], registers: { MARK_register: '0x1' } };
  const everything = {
    logentry: { message: 'MARK_template %s', formatted: 'MARK_message', params: ['MARK_param'] },
    exception: {
      values: [
        {
          type: 'MARK_type',
          value: 'MARK_value',
          module: 'MARK_exception_module',
          thread_id: 'MARK_thread_id',
          mechanism: {
            type: 'MARK_mechanism',
            handled: false,
            description: 'MARK_description',
            help_link: 'https://MARK_help.example',
            source: 'MARK_source',
            data: { MARK_mechanism_data: 'MARK_mechanism_data_value' },
            meta: { signal: { number: 6, name: 'MARK_signal' } },
          },
          stacktrace,
          raw_stacktrace: { frames: [{ function: 'MARK_raw_stack' }] },
        },
      ],
    },
    threads: { values: [{ id: 'MARK_thread', name: 'MARK_thread_name', crashed: true, stacktrace: { frames: [{ function: 'MARK_thread_function' }] } }] },
    transaction: 'MARK_transaction',
    logger: 'MARK_logger',
    release: 'MARK_release',
    dist: 'MARK_dist',
    environment: 'MARK_environment',
    server_name: 'MARK_server',
    user: {
      id: 'MARK_user_id',
      email: 'MARK_user@example.com',
      username: 'MARK_username',
      name: 'MARK_name',
      ip_address: '203.0.113.77',
      MARK_user_key: 'MARK_user_data',
    },
    request: {
      url: 'https://shop.example/MARK_url',
      query_string: 'MARK_query=MARK_query_value',
      data: { MARK_body: 'MARK_body_value' },
      cookies: { MARK_cookie: 'MARK_cookie_value' },
      headers: { 'X-Mark': 'MARK_header', 'User-Agent': 'MARK_agent' },
      env: { REMOTE_ADDR: '203.0.113.78', MARK_env: 'MARK_env_value' },
      fragment: 'MARK_fragment',
    },
    contexts: { device: { name: 'MARK_device' }, MARK_context: { MARK_context_key: 'MARK_context_value' } },
    tags: { MARK_tag: 'MARK_tag_value' },
    extra: { MARK_extra: 'MARK_extra_value' },
    breadcrumbs: { values: [{ message: 'MARK_crumb', category: 'MARK_crumb_category', data: { MARK_crumb_data: 'MARK_crumb_data_value' } }] },
    modules: { MARK_module: '1.0' },
    sdk: { name: 'MARK.sdk', version: '1.0', packages: [{ name: 'MARK_sdk_package', version: '1' }] },
    debug_meta: { images: [{ type: 'macho', code_file: '/Users/MARK_image/app', debug_id: '6f9619ff-8b86-d011-b42d-00c04fc964ff' }] },
    fingerprint: ['MARK_fingerprint'],
    MARK_unknown: 'MARK_unknown_value',
  };

  async function shownOf(event: Record<string, unknown>): Promise<{ text: string; shown: SharedIssue }> {
    const tenant = await aTenant();
    const { issueId } = await sendEvent(tenant, event);
    const text = await (await open(await share(tenant, issueId))).text();
    return { text, shown: SharedIssue.parse(JSON.parse(text)) };
  }

  const marksOf = (text: string) => [...new Set(text.match(/MARK_\w+/g))].toSorted();

  it('is its message, its exceptions and their stacks, and nothing of whom it met', async () => {
    const { text, shown } = await shownOf(everything);
    expect(shown.latestEvent?.exceptions[0]?.stacktrace?.frames).toEqual([
      {
        filename: 'https://cdn.example/MARK_filename.js',
        module: 'MARK_frame_module',
        package: 'MARK_package.dylib',
        function: 'MARK_function',
        lineNo: 7,
        colNo: 3,
        inApp: true,
        context: [
          [6, 'MARK_before'],
          [7, 'MARK_line'],
          [8, 'MARK_after'],
        ],
      },
    ]);
    expect(marksOf(text)).toEqual(
      [
        'MARK_after',
        'MARK_before',
        'MARK_exception_module',
        'MARK_filename',
        'MARK_frame_module',
        'MARK_function',
        'MARK_line',
        'MARK_message',
        'MARK_package',
        // The culprit.
        'MARK_transaction',
        'MARK_type',
        'MARK_value',
      ].toSorted(),
    );
    expect(text).not.toMatch(/203\.0\.113|shop\.example|6f9619ff/);
  });

  it('is no address, no folder of a person and no question of an address, wherever a text has one', async () => {
    const said = 'MARK_ada@example.com at 203.0.113.77 asked https://api.example/orders?card=MARK_card&id=7 from /Users/MARK_home/app';
    const { text, shown } = await shownOf({
      message: said,
      transaction: '/orders/7?session=MARK_session',
      exception: {
        values: [
          {
            type: 'NoSuchUser',
            value: said,
            stacktrace: {
              frames: [
                {
                  filename: '/home/MARK_home/shop/app.py',
                  module: 'Users/MARK_home/app',
                  function: 'f',
                  lineno: 1,
                  context_line: `raise NoSuchUser("${said}")`,
                },
                { filename: 'C:\\Users\\MARK_home\\shop\\app.cs', function: 'UsersController#show' },
              ],
            },
          },
        ],
      },
    });
    expect(marksOf(text)).toEqual([]);
    expect(text).not.toContain('203.0.113');
    expect(shown.culprit).toBe('/orders/7');
    expect(shown.title).toBe('NoSuchUser: [email] at [ip] asked https://api.example/orders from /Users/[user]/app');
    expect(shown.latestEvent?.exceptions[0]?.stacktrace?.frames.map(({ filename, function: name }) => [filename, name])).toEqual([
      ['/home/[user]/shop/app.py', 'f'],
      ['C:\\Users\\[user]\\shop\\app.cs', 'UsersController#show'],
    ]);
  });

  it('is every field that the contract names, and none beside', async () => {
    const { text, shown } = await shownOf(everything);
    expect(JSON.parse(text)).toEqual(shown);
  });

  it('is the stack of the thread that crashed, where no exception has one, without its name', async () => {
    const { exception, ...rest } = everything;
    const { text, shown } = await shownOf({ ...rest, exception: { values: [{ type: 'MARK_type', value: 'MARK_value' }] } });
    expect(exception.values).toHaveLength(1);
    expect(shown.latestEvent?.stacktrace?.frames).toMatchObject([{ function: 'MARK_thread_function' }]);
    expect(marksOf(text)).toEqual(['MARK_message', 'MARK_thread_function', 'MARK_transaction', 'MARK_type', 'MARK_value']);
  });

  it('is nothing of who wrote a feedback', async () => {
    const feedback = { message: 'MARK_words', contact_email: 'MARK_email@example.com', name: 'MARK_person', url: 'https://MARK_url.example' };
    const { text } = await shownOf({ type: 'feedback', message: undefined, contexts: { feedback }, user: { email: 'MARK_user@example.com' } });
    expect(marksOf(text)).toEqual([]);
  });
});
