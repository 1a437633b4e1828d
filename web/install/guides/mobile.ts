import { command, type Guide, installStep, startStep, throwStep } from '../guide.ts';

/* Source: https://docs.sentry.io/platforms/, as of the SDKs of November 2026. */

export const flutter: Guide = ({ dsn, project }) => [
  installStep('flutter pub add sentry_flutter'),
  startStep(
    'lib/main.dart',
    'dart',
    `import 'package:flutter/widgets.dart';
import 'package:sentry_flutter/sentry_flutter.dart';

Future<void> main() async {
  await SentryFlutter.init(
    (options) {
      options.dsn = '${dsn}';
    },
    appRunner: () => runApp(SentryWidget(child: MyApp())),
  );
}`,
  ),
  throwStep('dart', `throw StateError('Hello from ${project}');`),
];

export const dart: Guide = ({ dsn, project }) => [
  installStep('dart pub add sentry'),
  startStep(
    'bin/main.dart',
    'dart',
    `import 'package:sentry/sentry.dart';

Future<void> main() async {
  await Sentry.init(
    (options) {
      options.dsn = '${dsn}';
    },
    appRunner: run,
  );
}

void run() {
  throw StateError('Hello from ${project}');
}`,
  ),
  { title: 'Run it once', text: 'Remove the throw when the event is here.', snippets: [command('dart run', 'run command')] },
];

export const android: Guide = ({ dsn, project }) => [
  {
    title: 'Install the SDK',
    snippets: [
      { label: 'dependency', file: 'app/build.gradle.kts', language: 'kt', code: 'dependencies {\n    implementation("io.sentry:sentry-android:8.53.0")\n}' },
    ],
  },
  {
    title: 'Say where to send',
    text: 'The SDK starts by itself. The address (DSN) may be public: it can only send.',
    snippets: [
      {
        label: 'manifest',
        file: 'app/src/main/AndroidManifest.xml',
        language: 'xml',
        code: `<application>
    <meta-data
        android:name="io.sentry.dsn"
        android:value="${dsn}" />
</application>`,
      },
    ],
  },
  throwStep('kt', `throw RuntimeException("Hello from ${project}")`, 'In an activity. A crash is sent at the next start of the app.'),
];

export const ios: Guide = ({ dsn, project }) => [
  {
    title: 'Install the SDK',
    text: 'In Xcode: File, Add Package Dependencies, then this address.',
    snippets: [command('https://github.com/getsentry/sentry-cocoa.git', 'package address')],
  },
  startStep(
    'MyApp.swift',
    'swift',
    `import Sentry
import SwiftUI

@main
struct MyApp: App {
    init() {
        SentrySDK.start { options in
            options.dsn = "${dsn}"
        }
    }

    var body: some Scene {
        WindowGroup { ContentView() }
    }
}`,
  ),
  throwStep('swift', `SentrySDK.capture(message: "Hello from ${project}")`),
];
