/**
 * What has one cause wherever it happens. They come after the project's own rules. Source: sentry/src/sentry/grouping/fingerprinting/configs, where the messages
 * are those of React and webpack
 */
export const builtInFingerprintRules = `
family:javascript error.type:ChunkLoadError -> chunkloaderror
family:javascript error.value:"ChunkLoadError*" -> chunkloaderror
family:javascript tags.transaction:* message:"Text content does not match server-rendered HTML.*" -> hydrationerror, {{ tags.transaction }}
family:javascript tags.transaction:* message:"Hydration failed because the initial UI does not match what was rendered on the server.*" -> hydrationerror, {{ tags.transaction }}
family:javascript tags.transaction:* message:"There was an error while hydrating. Because the error happened outside of a Suspense boundary, the entire root will switch to client rendering.*" -> hydrationerror, {{ tags.transaction }}
family:javascript tags.transaction:* message:"There was an error while hydrating this Suspense boundary. Switched to client rendering.*" -> hydrationerror, {{ tags.transaction }}
family:javascript tags.transaction:* message:"The server could not finish this Suspense boundary*" -> hydrationerror, {{ tags.transaction }}
`;
