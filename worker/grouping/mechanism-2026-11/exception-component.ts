import type { Exception } from '../../event/event.ts';
import { type Component, component } from '../component.ts';
import type { JudgedStack } from '../judge-stacks.ts';
import { parameterize } from './parameterize.ts';
import { stackComponents } from './stacktrace-component.ts';

/** An exception by both looks at its stack. */
export interface ExceptionComponents {
  app: Component;
  system: Component;
}

/** `judged` is what rules made of its stack. Source: sentry/src/sentry/grouping/strategies/newstyle.py */
export function exceptionComponents(exception: Exception, judged: JudgedStack | undefined): ExceptionComponents {
  const { type, value, mechanism, stacktrace } = exception;
  const stacks = stacktrace && judged ? stackComponents(stacktrace, judged) : undefined;
  const typeLeaf = type ? component('type', [type], mechanism?.synthetic ? 'ignored because exception is synthetic' : null) : undefined;
  const nsError = nsErrorComponent(exception);
  let parameterized: string | null = null;
  return { app: assemble(stacks?.app), system: assemble(stacks?.system) };

  function assemble(stack: Component | undefined): Component {
    const parts = [typeLeaf, valueLeaf(stack), nsError, stack];
    return component(
      'exception',
      parts.filter((part) => part !== undefined),
    );
  }

  /** A message counts only where there is nothing better, and only then is it worth the time to look for numbers in it. */
  function valueLeaf(stack: Component | undefined): Component | undefined {
    if (!value) return undefined;
    if (stack?.contributes) return component('value', [value], 'ignored because stack trace takes precedence');
    if (nsError?.contributes) return component('value', [value], 'ignored because ns-error info takes precedence');
    parameterized ??= parameterize(value);
    return { ...component('value', parameterized === '' ? [] : [parameterized]), hint: parameterized === value ? null : 'stripped event-specific values' };
  }
}

/** Domain and code, by which Apple's systems tell errors apart. */
function nsErrorComponent({ mechanism }: Exception): Component | undefined {
  const nsError = mechanism?.meta?.ns_error;
  if (typeof nsError !== 'object' || nsError === null) return undefined;
  const domain = 'domain' in nsError ? nsError.domain : undefined;
  const code = 'code' in nsError ? nsError.code : undefined;
  if (typeof domain !== 'string' || (typeof code !== 'number' && typeof code !== 'string')) return undefined;
  return component('ns-error', [domain, String(code)]);
}
