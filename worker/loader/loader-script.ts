import type { LoaderOptions } from '../settings/loader-options.ts';
import { bundleUrl, sdkConfig } from './bundle.ts';

export interface LoaderFacts {
  publicKey: string;
  dsn: string;
  /** Where the SDK's bundles are, without a slash at the end. */
  cdn: string;
  options: LoaderOptions;
}

const names = `['init', 'captureException', 'captureMessage', 'captureEvent', 'addBreadcrumb', 'configureScope', 'withScope', 'showReportDialog']`;

/** The script that a page includes in place of the SDK. */
export function loaderScript({ publicKey, dsn, cdn, options }: LoaderFacts): string {
  const facts = { publicKey, bundle: bundleUrl(options, cdn), config: sdkConfig(options, dsn), isLazy: !options.hasPerformance && !options.hasReplay };
  // Inside a script of its own nothing needs to be escaped but what JSON allows and old JavaScript does not.
  return `${source}(window, document, ${JSON.stringify(facts).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')});\n`;
}

/** For a key that nobody knows: calls do nothing but say so, since a page must not break because of its monitoring. */
export const emptyScript = `(function () {
  var Sentry = (window.Sentry = window.Sentry || {});
  ${names}.concat(['onLoad', 'forceLoad']).forEach(function (name) {
    Sentry[name] = function () {
      if (window.console) console.warn('Sentry.' + name + ' does nothing: the key in the address of the loader is not known, or turned off.');
    };
  });
})();
`;

/**
 * JavaScript of before 2015, since it runs before the page knows what the browser can. Until the SDK is here, errors and calls wait in a queue; then they go to it
 * in their order.
 *
 *   error, capture… ─▶ queue ─▶ load ─▶ sentryOnLoad(), onLoad callbacks ─▶ init, by the page or with the baked config ─▶ queue
 */
const source = `(function (window, document, facts) {
  'use strict';
  var queue = [];
  var callbacks = [];
  var isLazy = facts.isLazy;
  var isLoading = false;
  var Sentry = (window.Sentry = window.Sentry || {});

  for (var index = 0; index < document.scripts.length; index += 1) {
    var own = document.scripts[index];
    if (own.src.indexOf(facts.publicKey) < 0) continue;
    var lazy = own.getAttribute('data-lazy');
    if (lazy === 'no') isLazy = false;
    else if (lazy !== null) isLazy = true;
    break;
  }

  window.SENTRY_SDK_SOURCE = 'loader';

  ${names}.forEach(function (name) {
    Sentry[name] = function () {
      queue.push({ name: name, args: arguments });
      // What is done with a scope is to capture something.
      if (/^capture|^withScope$|Dialog$/.test(name)) load();
    };
  });
  Sentry.onLoad = function (callback) {
    callbacks.push(callback);
    if (!isLazy) load();
  };
  Sentry.forceLoad = function () {
    load();
  };

  function onError(event) {
    // What only failed to load has no message, and its event does not belong to the window.
    if (!('message' in event)) return;
    queue.push({ error: [event.message, event.filename, event.lineno, event.colno, event.error] });
    load();
  }
  function onRejection(event) {
    queue.push({ rejection: event });
    load();
  }
  window.addEventListener('error', onError);
  window.addEventListener('unhandledrejection', onRejection);

  function load() {
    if (isLoading) return;
    isLoading = true;
    var script = document.createElement('script');
    script.src = facts.bundle;
    script.crossOrigin = 'anonymous';
    script.addEventListener('load', begin, { once: true, passive: true });
    script.addEventListener('error', function () {
      if (window.console) console.error('The Sentry SDK could not be loaded from ' + facts.bundle);
    });
    (document.head || document.documentElement).appendChild(script);
  }

  function begin() {
    try {
      window.removeEventListener('error', onError);
      window.removeEventListener('unhandledrejection', onRejection);
      var SDK = window.Sentry;
      var init = SDK.init;
      var isInitialized = false;
      SDK.init = function (options) {
        isInitialized = true;
        SDK.init = init;
        return init(completed(SDK, options || {}));
      };
      SDK.onLoad = function (callback) {
        callback();
      };
      SDK.forceLoad = function () {};

      if (typeof window.sentryOnLoad === 'function') {
        var onLoad = window.sentryOnLoad;
        window.sentryOnLoad = undefined;
        onLoad();
      }
      callbacks.forEach(function (callback) {
        callback();
      });
      queue.forEach(function (waiting) {
        if (waiting.name === 'init') SDK.init.apply(SDK, waiting.args);
      });
      if (!isInitialized) SDK.init({});
      queue.forEach(function (waiting) {
        replay(SDK, waiting);
      });
    } catch (error) {
      if (window.console) console.error(error);
    }
  }

  function completed(SDK, options) {
    var whole = {};
    for (var known in facts.config) whole[known] = facts.config[known];
    for (var own in options) whole[own] = options[own];
    var given = whole.integrations;
    if (typeof given === 'function') return whole;
    var integrations = (given || []).slice();
    add(integrations, whole.tracesSampleRate, 'BrowserTracing', SDK.browserTracingIntegration, SDK.BrowserTracing);
    add(integrations, whole.replaysSessionSampleRate || whole.replaysOnErrorSampleRate, 'Replay', SDK.replayIntegration, SDK.Replay);
    whole.integrations = integrations;
    return whole;
  }

  function add(integrations, rate, name, make, Old) {
    var isThere = integrations.some(function (integration) {
      return integration.name === name;
    });
    if (!rate || isThere) return;
    if (make) integrations.push(make());
    else if (Old) integrations.push(new Old());
  }

  function replay(SDK, waiting) {
    // The SDK's own handlers know what browsers differ in.
    if (waiting.error) {
      if (window.onerror && window.onerror.__SENTRY_INSTRUMENTED__) window.onerror.apply(window, waiting.error);
      else SDK.captureException(waiting.error[4] || waiting.error[0]);
    } else if (waiting.rejection) {
      if (window.onunhandledrejection && window.onunhandledrejection.__SENTRY_INSTRUMENTED__) window.onunhandledrejection(waiting.rejection);
      else SDK.captureException(waiting.rejection.reason);
    } else if (waiting.name !== 'init' && SDK[waiting.name]) {
      SDK[waiting.name].apply(SDK, waiting.args);
    }
  }

  if (!isLazy)
    setTimeout(function () {
      load();
    });
})`;
