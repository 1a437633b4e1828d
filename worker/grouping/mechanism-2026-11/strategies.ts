import type { Event, Exception, Stacktrace } from '../../event/event.ts';
import { type Component, component, contributingTexts, hashOf, holdsContributing } from '../component.ts';
import type { JudgedStacks } from '../judge-stacks.ts';
import type { Finding, Variant } from '../mechanisms.ts';
import { mainThread } from '../stacks.ts';
import { exceptionComponents, type ExceptionComponents } from './exception-component.ts';
import { chooseExceptions } from './exception-groups.ts';
import { mainExceptionOf } from './main-exception.ts';
import { parameterize } from './parameterize.ts';
import { securityComponent } from './security-component.ts';
import { stackComponents } from './stacktrace-component.ts';

/**
 * The first of these that an event has decides: chained exceptions, the stack of its thread, its own stack, a template, a security report, a message. Stacks
 * are looked at twice, with the frames of the app and with all frames. Line numbers never count, and messages only where there is no stack.
 *
 * Source: sentry/src/sentry/grouping/strategies/{configurations,newstyle,message,security,template}.py
 */
export function findVariants(event: Event, stacks: JudgedStacks): Finding {
  const chain = chainOf(event, stacks);
  const strategies = [
    () => chain?.variants ?? [],
    () => stackVariants('thread stack trace', mainThread(event)?.stacktrace, stacks),
    () => stackVariants('stack trace', event.stacktrace, stacks),
    () => single('template', templateComponent(event)),
    () => single('security report', securityComponent(event)),
    () => single('message', messageComponent(event)),
  ];
  const passedOver: Variant[] = [];
  for (const strategy of strategies) {
    const variants = strategy();
    if (variants.some(({ root }) => root.contributes)) return { variants, main: chain?.main ?? null };
    passedOver.push(...variants);
  }
  return { variants: passedOver, main: chain?.main ?? null };
}

function chainOf(event: Event, stacks: JudgedStacks): { variants: Variant[]; main: Exception | null } | null {
  const listed = event.exception?.values ?? [];
  if (listed.length === 0) return null;
  const components = new Map<Exception, ExceptionComponents>();
  for (const exception of listed) components.set(exception, exceptionComponents(exception, exception.stacktrace && stacks.get(exception.stacktrace)));
  const hashBy = (look: 'app' | 'system') => (exception: Exception) => hashOf(textsOf(components.get(exception)?.[look]));
  const chosen = chooseExceptions(event, hashBy('app'));
  const [only, ...others] = chosen.exceptions;
  const assemble = (look: 'app' | 'system') => {
    const parts = chosen.exceptions.map((exception) => components.get(exception)?.[look]).filter((part) => part !== undefined);
    return only && others.length === 0 && parts[0] ? parts[0] : component('chained-exception', parts);
  };
  return { variants: byBothLooks('exception', assemble('app'), assemble('system')), main: mainExceptionOf(listed, chosen.main) };
}

function textsOf(of: Component | undefined): readonly string[] {
  return of ? contributingTexts(of) : [];
}

function stackVariants(name: string, stacktrace: Stacktrace | undefined, stacks: JudgedStacks): Variant[] {
  const judged = stacktrace && stacks.get(stacktrace);
  if (!stacktrace || !judged) return [];
  const { app, system } = stackComponents(stacktrace, judged);
  return byBothLooks(name, app, system);
}

/** A look without any stack says less than one with, and counts only where neither has one. */
function byBothLooks(name: string, app: Component, system: Component): Variant[] {
  const appHasStack = holdsContributing(app, 'stacktrace');
  const systemHasStack = holdsContributing(system, 'stacktrace');
  const isRooted = name === 'exception';
  const describe = (hasStack: boolean) => (isRooted && hasStack ? 'exception stack trace' : name);
  const precedence = (other: string) => `${isRooted ? 'exception' : 'stack trace'} of ${other} takes precedence`;
  return [
    {
      name: 'app',
      description: appHasStack ? `in-app ${describe(true)}` : describe(false),
      root: systemHasStack && !appHasStack ? off(app, precedence('system')) : app,
    },
    { name: 'system', description: describe(systemHasStack), root: appHasStack && !systemHasStack ? off(system, precedence('app')) : system },
  ];
}

function off(root: Component, hint: string): Component {
  return { ...root, contributes: false, hint };
}

function single(description: string, root: Component | null): Variant[] {
  return root ? [{ name: 'default', description, root }] : [];
}

function templateComponent({ template }: Event): Component | null {
  if (!template) return null;
  const parts = [
    template.filename ? component('filename', [template.filename]) : null,
    template.context_line ? component('context-line', [template.context_line]) : null,
  ];
  return component(
    'template',
    parts.filter((part) => part !== null),
  );
}

/** The template, where the client sent it, is the same whatever was filled in. */
function messageComponent({ logentry }: Event): Component | null {
  const written = logentry?.message ?? logentry?.formatted;
  if (!written) return null;
  const text = parameterize(written);
  return { ...component('message', text === '' ? [] : [text]), hint: text === written ? null : 'stripped event-specific values' };
}
