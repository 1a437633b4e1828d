import type { Event, Exception, Stacktrace } from '../../event/event.ts';
import { mainThread } from '../stacks.ts';
import type { Variant } from '../mechanisms.ts';
import { parameterize } from './parameterize.ts';
import { stacktraceValues, type FrameScope } from './stacktrace-values.ts';

/**
 * The first of these that an event has decides: chained exceptions, the stack of its thread, its own stack, a template, a security report, a message. Stacks
 * are looked at twice, with the frames of the app and with all frames. Line numbers never count, and messages only where there is no stack.
 */
export function findVariants(event: Event): readonly Variant[] {
  const strategies = [exceptionVariants, threadVariants, stacktraceVariants, templateVariants, securityVariants, messageVariants];
  for (const strategy of strategies) {
    const variants = strategy(event).filter(({ values }) => values.length > 0);
    if (variants.length > 0) return variants;
  }
  return [];
}

function exceptionVariants(event: Event): Variant[] {
  const exceptions = event.exception?.values ?? [];
  if (exceptions.length === 0) return [];

  const app = chainValues(exceptions, 'app', event.platform);
  const all = chainValues(exceptions, 'all', event.platform);
  // A look without any stack says less than one with.
  if (app.hasStack !== all.hasStack) return [{ component: 'stack trace', values: all.values }];
  return distinct(app.hasStack ? 'in-app stack trace' : 'exception', app.values, all.values);
}

function chainValues(exceptions: readonly Exception[], scope: FrameScope, platform: string): { values: string[]; hasStack: boolean } {
  const chain = exceptions.map((exception) => {
    const stack = stacktraceValues(exception.stacktrace, scope, platform);
    const type = exception.type && !exception.mechanism?.synthetic ? [exception.type] : [];
    const reason = stack.length > 0 ? stack : [parameterize(exception.value ?? '')];
    return { values: [...type, ...reason], hasStack: stack.length > 0 };
  });
  return { values: chain.flatMap(({ values }) => values), hasStack: chain.some(({ hasStack }) => hasStack) };
}

function threadVariants(event: Event): Variant[] {
  return stackVariants(mainThread(event)?.stacktrace, event.platform);
}

function stacktraceVariants(event: Event): Variant[] {
  return stackVariants(event.stacktrace, event.platform);
}

function stackVariants(stacktrace: Stacktrace | undefined, platform: string): Variant[] {
  const app = stacktraceValues(stacktrace, 'app', platform);
  const all = stacktraceValues(stacktrace, 'all', platform);
  return app.length === 0 ? [{ component: 'stack trace', values: all }] : distinct('in-app stack trace', app, all);
}

function distinct(component: string, app: readonly string[], all: readonly string[]): Variant[] {
  const isSame = app.length === all.length && app.every((value, index) => value === all[index]);
  return isSame
    ? [{ component, values: app }]
    : [
        { component, values: app },
        { component: 'stack trace', values: all },
      ];
}

function templateVariants({ template }: Event): Variant[] {
  return [{ component: 'template', values: [template?.filename, template?.context_line].filter((value) => value !== undefined) }];
}

function securityVariants(event: Event): Variant[] {
  const { csp } = event;
  if (csp) return [{ component: 'security report', values: texts(csp.effective_directive, hostOf(csp.blocked_uri)) }];
  for (const name of ['hpkp', 'expectstaple', 'expectct', 'nel'] as const) {
    const report = event[name];
    if (report) return [{ component: 'security report', values: texts(name, report.hostname) }];
  }
  return [];
}

/** Which file a page was kept from loading changes all the time; from where, does not. */
function hostOf(uri: unknown): unknown {
  return typeof uri === 'string' ? (/^https?:\/\/([^/?#]+)/.exec(uri)?.[1] ?? uri.split(':', 1)[0]) : undefined;
}

function texts(...values: readonly unknown[]): string[] {
  return values.filter((value) => typeof value === 'string');
}

/** The template, where the client sent it, is the same whatever was filled in. */
function messageVariants({ logentry }: Event): Variant[] {
  const message = logentry?.message ?? logentry?.formatted;
  return message === undefined ? [] : [{ component: 'message', values: [parameterize(message)] }];
}
