import { functions, list, modules, paths } from './write-rules.ts';

/** Rules for what was installed rather than written, by where it lies; for runtimes and for what stands between a caller and the app. */
export const scriptRules = [
  ...paths(
    '-app',
    `
    /lib/**, /usr/lib/**, /usr/local/lib/**, /usr/local/Cellar/**, /opt/homebrew/**, **/.local/share/**, **/site-packages/**, **/dist-packages/**,
    **/node_modules/**, **/bower_components/**, **/vendor/bundle/**, **/vendor/**, **/gems/**, **/.rbenv/**, **/.rvm/**, **/rubygems/**,
    **/go/pkg/mod/**, /usr/local/go/src/**, **/.pub-cache/**, **/.m2/**, **/.nuget/**
  `,
  ),
  ...[
    // Delivered by others
    ...paths(
      '-app',
      `
      *://unpkg.com/**, *://cdnjs.cloudflare.com/**, *://cdn.jsdelivr.net/**, *://esm.run/**, *://esm.sh/**, *://cdn.skypack.dev/**,
      *://ajax.googleapis.com/**, *://code.jquery.com/**, *://browser.sentry-cdn.com/**, *://js.sentry-cdn.com/**
    `,
    ),
    // React, Angular, Vue, Next.js, Express, where they are not below node_modules
    ...paths(
      '-app',
      `
      **/react-dom.*.js, **/react-dom*.production*.js, **/react.production*.js, **/react.development.js, **/zone.js, **/zone.min.js, **/vue.global*.js,
      **/vue.runtime*.js, **/vue.esm*.js, **/next/dist/**, **/_next/static/chunks/framework-*.js, **/_next/static/chunks/polyfills-*.js, **/jquery*.js,
      **/angular.js, **/angular.min.js
    `,
    ),
    ...paths(
      '-app',
      `
      webpack/bootstrap*, **/webpack/runtime/**, **/webpack/bootstrap*, node:*, internal/**, node:internal/**, (webpack)/**
    `,
    ),
    ...list(`
      react-dom, react-dom/**, react, react/**, scheduler, scheduler/**, @angular/**, zone.js, zone.js/**, vue, vue/**, @vue/**, next/dist/**, express,
      express/**, express.lib.**, rxjs/**
    `).map((name) => `module:${name} -app`),
    ...functions(
      '-app',
      `
      ZoneDelegate.*, Zone.runTask, Zone.run, Zone.runGuarded, _ZoneDelegate.*, _Zone.*, callWithErrorHandling, callWithAsyncErrorHandling,
      __webpack_require__
    `,
    ),
    // Compilers and timers put these anywhere
    ...paths(
      '-app -group',
      `
      **/@babel/runtime/**, **/babel-runtime/**, **/core-js/**, **/regenerator-runtime/**, **/tslib/**, **/zone.js/**, **/node_modules/@sentry/**,
      **/node_modules/@sentry-internal/**, **/newrelic/**, **/logrocket/**, *://cdn.logrocket.io/**, *://cdn.lr-*.com/**
    `,
    ),
    ...functions(
      '-app -group',
      `
      processTicksAndRejections, process.processTicksAndRejections, runMicrotasks, process._tickCallback, _tickCallback, process._tickDomainCallback,
      nextTick, asyncGeneratorStep, _asyncToGenerator, _callSuper, _next, regeneratorRuntime*, tryCatch, sentryWrapped, __awaiter, __generator
    `,
    ),
  ].map((rule) => `family:javascript ${rule}`),
  ...[
    // Django, Flask and their servers
    ...list(`
      django, django.*, rest_framework, rest_framework.*, flask, flask.*, werkzeug, werkzeug.*, jinja2, jinja2.*, gunicorn, gunicorn.*, uvicorn.*,
      starlette.*, fastapi.*, celery, celery.*, kombu.*, sqlalchemy.*, sentry_sdk, sentry_sdk.*
    `).map((name) => `module:${name} -app`),
    ...paths('-app', '**/lib/python?.?/**, **/lib/python?.??/**, **/lib64/python?.?/**, **/lib64/python?.??/**'),
    // Rails and Laravel
    ...paths(
      '-app',
      `
      **/lib/ruby/**, **/actionpack-*/**, **/activerecord-*/**, **/activesupport-*/**, **/railties-*/**, **/puma-*/**, **/rack-*/**, **/bin/rails,
      **/bin/bundle, **/artisan, **/public/index.php
    `,
    ),
    ...functions('-app', 'Illuminate?*, Symfony?Component?*, Laravel?*'),
    // Go's runtime and library
    ...list(`
      runtime, runtime/*, net/http, net/http.*, net, reflect, sync, syscall, os, testing, database/sql, encoding/*, io
    `).map((name) => `path:**.go module:${name} -app`),
    ...paths('-app', '**/src/runtime/*.go, **/src/net/http/*.go, **/src/reflect/*.go'),
    // .NET
    ...modules('-app', 'System.*, Microsoft.*, mscorlib*, Interop.*').concat(
      ...list('System.*, Microsoft.*, System, mscorlib').map((name) => `package:${name} -app`),
    ),
    ...modules('-app -group', 'Sentry.AspNetCore.*, Sentry.Internal.*, Sentry.Extensions.*'),
  ].map((rule) => `family:other ${rule}`),
].join('\n');
