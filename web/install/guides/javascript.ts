import { type Guide, installStep, startStep, throwStep, command } from '../guide.ts';

/* Source: https://docs.sentry.io/platforms/javascript/, version 11 of the SDKs. */

export const browser: Guide = ({ dsn, project }) => [
  installStep('npm install @sentry/browser'),
  startStep(
    'src/instrument.js',
    'js',
    `import * as Sentry from "@sentry/browser";

Sentry.init({
  dsn: "${dsn}",
  environment: "production",
});`,
    'Import this file first. The address (DSN) is in it already; it may be public: it can only send.',
  ),
  throwStep('js', `throw new Error("Hello from ${project}");`),
];

export const react: Guide = ({ dsn, project }) => [
  installStep('npm install @sentry/react'),
  startStep(
    'src/instrument.js',
    'js',
    `import * as Sentry from "@sentry/react";

Sentry.init({
  dsn: "${dsn}",
  environment: "production",
});`,
  ),
  {
    title: 'Report what React catches',
    text: 'The import of the file above comes first.',
    snippets: [
      {
        label: 'root code',
        file: 'src/main.jsx',
        language: 'js',
        code: `import "./instrument";
import * as Sentry from "@sentry/react";
import { createRoot } from "react-dom/client";
import App from "./App";

createRoot(document.getElementById("root"), {
  onUncaughtError: Sentry.reactErrorHandler(),
  onCaughtError: Sentry.reactErrorHandler(),
  onRecoverableError: Sentry.reactErrorHandler(),
}).render(<App />);`,
      },
    ],
  },
  throwStep('js', `<button onClick={() => { throw new Error("Hello from ${project}"); }}>Throw</button>`),
];

export const vue: Guide = ({ dsn, project }) => [
  installStep('npm install @sentry/vue'),
  startStep(
    'src/main.js',
    'js',
    `import { createApp } from "vue";
import * as Sentry from "@sentry/vue";
import App from "./App.vue";

const app = createApp(App);

Sentry.init({
  app,
  dsn: "${dsn}",
  environment: "production",
});

app.mount("#app");`,
    'Between making the app and mounting it. The address (DSN) is in it already; it may be public: it can only send.',
  ),
  throwStep('js', `throw new Error("Hello from ${project}");`),
];

export const nextjs: Guide = ({ dsn, project }) => [
  installStep('npm install @sentry/nextjs'),
  {
    title: 'Start it on both sides',
    text: 'The first two beside the app folder: at the root of the project, or in src/ where there is one.',
    snippets: [
      {
        label: 'start code of the browser',
        file: 'instrumentation-client.ts',
        language: 'ts',
        code: `import * as Sentry from "@sentry/nextjs";

Sentry.init({
  dsn: "${dsn}",
});

export const onRouterTransitionStart = Sentry.captureRouterTransitionStart;`,
      },
      {
        label: 'start code of the server',
        file: 'instrumentation.ts',
        language: 'ts',
        code: `import * as Sentry from "@sentry/nextjs";

export function register() {
  Sentry.init({
    dsn: "${dsn}",
  });
}

export const onRequestError = Sentry.captureRequestError;`,
      },
      {
        label: 'code of the error page',
        file: 'app/global-error.tsx',
        language: 'ts',
        code: `"use client";

import * as Sentry from "@sentry/nextjs";
import NextError from "next/error";
import { useEffect } from "react";

export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  useEffect(() => {
    Sentry.captureException(error);
  }, [error]);

  return (
    <html lang="en">
      <body>
        <NextError statusCode={0} />
      </body>
    </html>
  );
}`,
      },
    ],
  },
  {
    title: 'Let the build know',
    snippets: [
      {
        label: 'build configuration',
        file: 'next.config.ts',
        language: 'ts',
        code: `import { withSentryConfig } from "@sentry/nextjs";
import type { NextConfig } from "next";

const nextConfig: NextConfig = {};

export default withSentryConfig(nextConfig);`,
      },
    ],
  },
  throwStep('ts', `throw new Error("Hello from ${project}");`, 'In a page or a route handler. Remove it when the event is here.'),
];

export const node: Guide = ({ dsn, project }) => [
  installStep('npm install @sentry/node'),
  startStep(
    'instrument.mjs',
    'js',
    `import * as Sentry from "@sentry/node";

Sentry.init({
  dsn: "${dsn}",
  environment: "production",
});`,
  ),
  { title: 'Load it first', snippets: [command('node --import ./instrument.mjs app.mjs', 'run command')] },
  throwStep('js', `setTimeout(() => {\n  throw new Error("Hello from ${project}");\n});`),
];

export const express: Guide = ({ dsn, project }) => [
  installStep('npm install @sentry/node'),
  startStep(
    'instrument.mjs',
    'js',
    `import * as Sentry from "@sentry/node";

Sentry.init({
  dsn: "${dsn}",
  environment: "production",
});`,
  ),
  {
    title: 'Report what Express catches',
    text: 'After all routes, before any other error handler.',
    snippets: [
      {
        label: 'app code',
        file: 'app.mjs',
        language: 'js',
        code: `import * as Sentry from "@sentry/node";
import express from "express";

const app = express();

app.get("/hello", () => {
  throw new Error("Hello from ${project}");
});

Sentry.setupExpressErrorHandler(app);

app.listen(3000);`,
      },
    ],
  },
  {
    title: 'Throw once',
    text: 'Remove the route when the event is here.',
    snippets: [command('node --import ./instrument.mjs app.mjs', 'run command'), command('curl http://localhost:3000/hello', 'test request')],
  },
];

export const workers: Guide = ({ dsn, project }) => [
  installStep('npm install @sentry/cloudflare'),
  {
    title: 'Allow what the SDK needs of the runtime',
    snippets: [{ label: 'configuration', file: 'wrangler.toml', language: 'toml', code: 'compatibility_flags = ["nodejs_compat"]' }],
  },
  {
    title: 'Wrap your Worker',
    text: 'The address (DSN) is in it already. It may be public: it can only send.',
    snippets: [
      {
        label: 'Worker code',
        file: 'src/index.ts',
        language: 'ts',
        code: `import * as Sentry from "@sentry/cloudflare";

export default Sentry.withSentry(
  () => ({
    dsn: "${dsn}",
    environment: "production",
  }),
  {
    async fetch(request, env, ctx) {
      return new Response("Hello");
    },
  },
);`,
      },
    ],
  },
  throwStep('ts', `throw new Error("Hello from ${project}");`, 'Inside a handler. Remove it when the event is here.'),
];

export const reactNative: Guide = ({ dsn, project }) => [
  installStep('npm install @sentry/react-native\ncd ios && pod install'),
  startStep(
    'App.tsx',
    'ts',
    `import * as Sentry from "@sentry/react-native";

Sentry.init({
  dsn: "${dsn}",
});

export default Sentry.wrap(App);`,
  ),
  throwStep('ts', `<Button title="Throw" onPress={() => { throw new Error("Hello from ${project}"); }} />`),
];
