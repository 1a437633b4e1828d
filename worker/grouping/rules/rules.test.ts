import { describe, expect, it } from 'vitest';
import { normalized } from '../../event/normalize.fixture.ts';
import { describeEvent } from '../describe.ts';
import { type Grouping, groupEvent } from '../group.ts';
import { noteGrouping } from '../note-grouping.ts';
import { projectRules } from './project-rules.ts';

function grouped(payload: Record<string, unknown>, texts: { fingerprintingRules?: string; groupingEnhancements?: string } = {}): Grouping {
  const rules = projectRules({ fingerprintingRules: '', groupingEnhancements: '', ...texts });
  if (!rules.ok) throw new Error(JSON.stringify(rules.error));
  return groupEvent(normalized(payload), rules.value);
}

function error(frames: readonly unknown[], platform = 'python'): Record<string, unknown> {
  return { platform, exception: [{ type: 'ValueError', value: 'bad', mechanism: { type: 'wsgi' }, stacktrace: { frames } }] };
}

/** Functions of the frames that count, by the first look that counts. */
function counting({ variants }: Grouping): (string | undefined)[] {
  const texts: string[] = [];
  const visit = (component: NonNullable<Grouping['variants'][number]['component']>) => {
    for (const value of component.values) {
      if (typeof value === 'string') continue;
      if (value.contributes && value.id === 'function') texts.push(value.values.join(''));
      else if (value.contributes) visit(value);
    }
  };
  const root = variants.find(({ contributes }) => contributes)?.component;
  if (root) visit(root);
  return texts;
}

const frames = ['a', 'b', 'c', 'd'].map((name, at) => ({ function: name, module: `shop.${name}`, filename: `/srv/${name}.py`, lineno: at, in_app: true }));

describe('stack-trace rules', () => {
  it.each([
    ['function:b -group', ['a', 'c', 'd']],
    ['function:b -app', ['a', 'c', 'd']],
    ['function:b ^-group', ['a', 'b']],
    ['function:b v-group', ['b', 'c', 'd']],
    ['function:b ^-group -group', ['a']],
    ['family:other max-frames=2', ['c', 'd']],
    ['family:all min-frames=4', ['a', 'b', 'c', 'd']],
    ['[ function:a ] | function:* -group', ['a', 'c', 'd']],
    ['function:* | [ function:d ] -group', ['a', 'b', 'd']],
    ['function:a category=x\ncategory:x -group', ['b', 'c', 'd']],
    ['function:* -group\nmodule:shop.c +group', ['c']],
    ['error.type:Value* error.mechanism:wsgi function:a -group', ['b', 'c', 'd']],
    ['error.type:KeyError function:a -group', ['a', 'b', 'c', 'd']],
    ['!path:/srv/[ab].py -group', ['a', 'b']],
    ['family:native function:* -group', ['a', 'b', 'c', 'd']],
    ['family:other invert-stacktrace=yes', ['d', 'c', 'b', 'a']],
  ])('%j', (groupingEnhancements, functions) => expect(counting(grouped(error(frames), { groupingEnhancements }))).toEqual(functions));

  it('turn a stack off that is too short', () => {
    const { variants } = grouped(error(frames), { groupingEnhancements: 'family:all min-frames=5' });
    expect(variants[0]).toMatchObject({ description: 'exception', contributes: true });
  });

  it('tell the rule by which a frame does not count', () => {
    expect(JSON.stringify(grouped(error(frames), { groupingEnhancements: 'function:b -app' }).variants)).toContain(
      'marked out of app by stack trace rule (function:b -app)',
    );
  });

  it('are asked again of an event that is stored as they changed it', () => {
    const event = normalized(error(frames));
    const rules = projectRules({ fingerprintingRules: '', groupingEnhancements: 'function:b -app' });
    if (!rules.ok) throw new Error('unreadable');
    noteGrouping(event, groupEvent(event, rules.value));
    expect(event.exception?.values[0]?.stacktrace?.frames[1]).toMatchObject({ in_app: false, data: { orig_in_app: 1 } });
    expect(groupEvent(event).hashes).toEqual(grouped(error(frames)).hashes);
  });
});

describe('built-in rules', () => {
  const script = (absPath: string, name: string) => ({ function: name, abs_path: absPath, filename: absPath, in_app: true });
  it.each([
    ['React', 'javascript', script('webpack:///./node_modules/react-dom/cjs/react-dom.production.min.js', 'commitRoot')],
    ['React from a CDN', 'javascript', script('https://unpkg.com/react-dom@18/umd/react-dom.production.min.js', 'commitRoot')],
    ['Angular', 'javascript', script('webpack:///node_modules/@angular/core/fesm2015/core.mjs', 'callHook')],
    ['zone.js', 'javascript', script('https://shop.example/zone.js', 'onInvoke')],
    ['Vue', 'javascript', script('https://shop.example/assets/vue.global.prod.js', 'callWithErrorHandling')],
    ['Next.js', 'node', script('/app/.next/server/next/dist/server/render.js', 'renderToHTML')],
    ['Express', 'node', script('/app/node_modules/express/lib/router/layer.js', 'handle')],
    ['Node', 'node', script('node:internal/process/task_queues', 'x')],
    ['Django', 'python', { function: 'get_response', module: 'django.core.handlers.base', filename: 'django/core/handlers/base.py', in_app: true }],
    ['Flask', 'python', { function: 'dispatch_request', module: 'flask.app', abs_path: '/x/lib/python3.12/site-packages/flask/app.py', in_app: true }],
    ['Rails', 'ruby', { function: 'process_action', abs_path: '/usr/local/bundle/gems/actionpack-7.1.2/lib/abstract_controller/base.rb', in_app: true }],
    ['Laravel', 'php', { function: 'Illuminate\\Routing\\Router::dispatch', abs_path: '/var/www/vendor/laravel/framework/src/Router.php', in_app: true }],
    ['Spring', 'java', { function: 'doDispatch', module: 'org.springframework.web.servlet.DispatcherServlet', in_app: true }],
    ['Go', 'go', { function: 'gopanic', module: 'runtime', abs_path: '/usr/local/go/src/runtime/panic.go', in_app: true }],
    ['.NET', 'csharp', { function: 'InvokeAsync', module: 'Microsoft.AspNetCore.Mvc.Infrastructure.ResourceInvoker', in_app: true }],
  ])('keep an issue together whatever %s does', (_name, platform, frame) => {
    const app = { function: 'pay', module: 'shop.pay', filename: 'pay.x', in_app: true };
    expect(grouped(error([frame, app], platform)).hashes[0]).toBe(grouped(error([app], platform)).hashes[0]);
  });

  it('make one issue of all chunks that are gone', () => {
    const gone = (value: string) => ({ platform: 'javascript', exception: [{ type: 'ChunkLoadError', value }] });
    expect(grouped(gone('Loading chunk 1 failed.')).hashes).toEqual(grouped(gone('Loading chunk b failed.')).hashes);
  });
});

describe('fingerprint rules', () => {
  const event = { ...error(frames), level: 'error', logger: 'shop', release: 'shop@1.2', tags: { plan: 'Pro' }, message: 'Order 17', transaction: 'GET /' };
  it.each([
    ['tags.plan:Pro -> {{ tags.plan }}, {{ tags.none }}', ['Pro', '<no-value-for-tag-none>']],
    ['level:ERROR logger:shop -> {{ level }}, {{ logger }}', ['error', 'shop']],
    ['release:shop@1.* -> {{ transaction }}, {{ message }}', ['GET /', 'Order 17']],
    ['message:"order *" -> {{ type }}, {{ value }}', ['ValueError', 'bad']],
    ['function:c module:shop.c -> {{ function }}, {{ module }}, {{ stack.filename }}, {{ path }}', ['d', 'shop.d', '/srv/d.py', '/srv/d.py']],
    ['family:other !sdk:sentry.java -> {{ package }}, {{ wrong }}', ['<no-package>', '<unrecognized-variable-wrong>']],
    ['function:c module:shop.d -> never\nerror.type:ValueError -> first\nerror.type:* -> second', ['first']],
  ])('%j', (fingerprintingRules, values) => {
    expect(grouped(event, { fingerprintingRules }).variants[0]).toMatchObject({ key: 'custom-fingerprint', values });
  });

  it('give a title, with the variables in it', () => {
    const rules = projectRules({ fingerprintingRules: 'error.type:* -> x title="{{ error.type }} of {{ tags.plan }}"', groupingEnhancements: '' });
    if (!rules.ok) throw new Error('unreadable');
    const titled = normalized(event);
    noteGrouping(titled, groupEvent(titled, rules.value));
    expect(describeEvent(titled)).toMatchObject({ title: 'ValueError of Pro', metadata: { title: 'ValueError of Pro', type: 'ValueError' } });
  });

  it('refine what is found', () => {
    const refined = (plan: string) =>
      grouped({ ...event, tags: { plan } }, { fingerprintingRules: 'error.type:* -> {{ default }}, {{ tags.plan }}' }).hashes[0];
    expect(refined('Pro')).not.toBe(refined('Free'));
    expect(refined('Pro')).toBe(refined('Pro'));
  });
});
