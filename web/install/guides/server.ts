import { type Guide, installStep, startStep, throwStep, command } from '../guide.ts';

/* Source: https://docs.sentry.io/platforms/, as of the SDKs of November 2026. */

export const python: Guide = ({ dsn, project }) => [
  installStep('pip install --upgrade sentry-sdk'),
  startStep(
    'main.py',
    'py',
    `import sentry_sdk

sentry_sdk.init(
    dsn="${dsn}",
    environment="production",
)`,
  ),
  throwStep('py', `raise RuntimeError("Hello from ${project}")`),
];

export const django: Guide = ({ dsn, project }) => [
  installStep('pip install --upgrade "sentry-sdk[django]"'),
  startStep(
    'settings.py',
    'py',
    `import sentry_sdk

sentry_sdk.init(
    dsn="${dsn}",
    environment="production",
)`,
    'The SDK finds Django by itself. The address (DSN) is in it already; it may be public: it can only send.',
  ),
  {
    title: 'Throw once',
    text: 'Open /hello/. Remove it when the event is here.',
    snippets: [
      {
        label: 'test error',
        file: 'urls.py',
        language: 'py',
        code: `from django.urls import path

def hello(request):
    raise RuntimeError("Hello from ${project}")

urlpatterns = [
    path("hello/", hello),
]`,
      },
    ],
  },
];

export const flask: Guide = ({ dsn, project }) => [
  installStep('pip install --upgrade "sentry-sdk[flask]"'),
  startStep(
    'app.py',
    'py',
    `import sentry_sdk
from flask import Flask

sentry_sdk.init(
    dsn="${dsn}",
    environment="production",
)

app = Flask(__name__)`,
    'Before the app is made. The address (DSN) is in it already; it may be public: it can only send.',
  ),
  throwStep('py', `@app.route("/hello")\ndef hello():\n    raise RuntimeError("Hello from ${project}")`, 'Open /hello. Remove it when the event is here.'),
];

export const ruby: Guide = ({ dsn, project }) => [
  installStep('bundle add sentry-ruby'),
  startStep(
    'app.rb',
    'rb',
    `require "sentry-ruby"

Sentry.init do |config|
  config.dsn = "${dsn}"
  config.environment = "production"
end`,
  ),
  throwStep('rb', `begin\n  raise "Hello from ${project}"\nrescue => error\n  Sentry.capture_exception(error)\nend`),
];

export const rails: Guide = ({ dsn, project }) => [
  installStep('bundle add sentry-ruby sentry-rails'),
  startStep(
    'config/initializers/sentry.rb',
    'rb',
    `Sentry.init do |config|
  config.dsn = "${dsn}"
  config.breadcrumbs_logger = [:active_support_logger, :http_logger]
end`,
  ),
  throwStep('rb', `raise "Hello from ${project}"`, 'In an action of a controller. Remove it when the event is here.'),
];

export const php: Guide = ({ dsn, project }) => [
  installStep('composer require sentry/sentry'),
  startStep(
    'index.php',
    'php',
    `require __DIR__ . '/vendor/autoload.php';

\\Sentry\\init([
    'dsn' => '${dsn}',
    'environment' => 'production',
]);`,
  ),
  throwStep('php', `throw new \\Exception('Hello from ${project}');`),
];

export const laravel: Guide = ({ dsn }) => [
  installStep('composer require sentry/sentry-laravel'),
  {
    title: 'Report what Laravel catches',
    snippets: [
      {
        label: 'app code',
        file: 'bootstrap/app.php',
        language: 'php',
        code: `use Illuminate\\Foundation\\Application;
use Illuminate\\Foundation\\Configuration\\Exceptions;
use Sentry\\Laravel\\Integration;

return Application::configure(basePath: dirname(__DIR__))
    ->withExceptions(function (Exceptions $exceptions) {
        Integration::handles($exceptions);
    })->create();`,
      },
    ],
  },
  {
    title: 'Say where to send',
    text: 'The address (DSN) may be public: it can only send.',
    snippets: [{ label: 'environment', file: '.env', language: 'sh', code: `SENTRY_LARAVEL_DSN=${dsn}` }],
  },
  { title: 'Send a test event', snippets: [command('php artisan sentry:test', 'test command')] },
];

export const go: Guide = ({ dsn, project }) => [
  installStep('go get github.com/getsentry/sentry-go'),
  startStep(
    'main.go',
    'go',
    `package main

import (
	"errors"
	"log"
	"time"

	"github.com/getsentry/sentry-go"
)

func main() {
	err := sentry.Init(sentry.ClientOptions{
		Dsn:         "${dsn}",
		Environment: "production",
	})
	if err != nil {
		log.Fatalf("sentry.Init: %s", err)
	}
	defer sentry.Flush(2 * time.Second)

	sentry.CaptureException(errors.New("Hello from ${project}"))
}`,
  ),
  { title: 'Run it once', text: 'Remove the last line when the event is here.', snippets: [command('go run .', 'run command')] },
];

export const java: Guide = ({ dsn, project }) => [
  { title: 'Install the SDK', snippets: [{ label: 'dependency', file: 'build.gradle', language: 'java', code: 'implementation "io.sentry:sentry:8.53.0"' }] },
  startStep(
    'Main.java',
    'java',
    `import io.sentry.Sentry;

Sentry.init(options -> {
  options.setDsn("${dsn}");
  options.setEnvironment("production");
});`,
  ),
  throwStep('java', `try {\n  throw new Exception("Hello from ${project}");\n} catch (Exception e) {\n  Sentry.captureException(e);\n}`),
];

export const springBoot: Guide = ({ dsn, project }) => [
  {
    title: 'Install the SDK',
    text: 'For Spring Boot 3. Spring Boot 4 takes sentry-spring-boot-4 instead.',
    snippets: [{ label: 'dependency', file: 'build.gradle', language: 'java', code: 'implementation "io.sentry:sentry-spring-boot-starter-jakarta:8.53.0"' }],
  },
  {
    title: 'Say where to send',
    text: 'The address (DSN) may be public: it can only send.',
    snippets: [
      { label: 'configuration', file: 'src/main/resources/application.properties', language: 'sh', code: `sentry.dsn=${dsn}\nsentry.environment=production` },
    ],
  },
  throwStep(
    'java',
    `@GetMapping("/hello")\nString hello() {\n  throw new IllegalStateException("Hello from ${project}");\n}`,
    'In a controller; then open /hello. Remove it when the event is here.',
  ),
];

export const dotnet: Guide = ({ dsn, project }) => [
  installStep('dotnet add package Sentry'),
  startStep(
    'Program.cs',
    'cs',
    `using Sentry;

SentrySdk.Init(options =>
{
    options.Dsn = "${dsn}";
    options.Environment = "production";
});`,
  ),
  throwStep('cs', `throw new Exception("Hello from ${project}");`),
];

export const aspnet: Guide = ({ dsn, project }) => [
  installStep('dotnet add package Sentry.AspNetCore'),
  startStep(
    'Program.cs',
    'cs',
    `var builder = WebApplication.CreateBuilder(args);

builder.WebHost.UseSentry(options =>
{
    options.Dsn = "${dsn}";
});

var app = builder.Build();`,
  ),
  throwStep('cs', `app.MapGet("/hello", string () => throw new Exception("Hello from ${project}"));`, 'Then open /hello. Remove it when the event is here.'),
];

export const rust: Guide = ({ dsn, project }) => [
  installStep('cargo add sentry'),
  startStep(
    'src/main.rs',
    'rs',
    `fn main() {
    let _guard = sentry::init((
        "${dsn}",
        sentry::ClientOptions {
            release: sentry::release_name!(),
            ..Default::default()
        },
    ));

    panic!("Hello from ${project}");
}`,
    'The guard sends what is left when it goes out of scope, so it must live as long as main.',
  ),
  { title: 'Run it once', text: 'Remove the panic when the event is here.', snippets: [command('cargo run', 'run command')] },
];

export const shell: Guide = ({ dsn, project }) => {
  const { origin, username, pathname } = new URL(dsn);
  return [
    {
      title: 'Send an event with curl',
      text: 'Anything that speaks HTTP can send.',
      snippets: [
        command(
          `curl '${origin}/api${pathname}/store/?sentry_key=${username}' \\
  -H 'content-type: application/json' \\
  -d '{"platform": "other", "level": "error", "message": "Hello from ${project}"}'`,
          'curl command',
        ),
      ],
    },
    {
      title: 'Or with sentry-cli',
      text: 'It also reports what goes wrong in a shell script.',
      snippets: [
        command('npm install --global @sentry/cli'),
        command(`export SENTRY_DSN='${dsn}'\nsentry-cli send-event --message 'Hello from ${project}'`, 'send command'),
        command(`eval "$(sentry-cli bash-hook)"`, 'hook for a bash script'),
      ],
    },
  ];
};
