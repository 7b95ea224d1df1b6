/**
 * What this host's workbench says on its error console with no extension at all (native modules that are not compiled,
 * no gallery, pictures it asks for in vain). Everything else counts.
 */
const noise = [
  /Could not locate the bindings file/,
  /build\/Release\/watchdog/,
  /waiting for authentication provider 'github'/,
  // Saving before a start asks the extensions, which have no time on a busy machine.
  /Aborted onWillSaveTextDocument-event/,
  // What the workbench calls off itself, when it is slow.
  /^%c {2}ERR color: #f33 Canceled: Canceled\n/,
  /^%c {2}ERR color: #f33 CodeExpectedError: cancelled\n[^]*provideCompletionItems/,
  /127\.0\.0\.1:9\/none|ECONNREFUSED 127\.0\.0\.1:9/,
  /Failed to load resource: the server responded with a status of 404/,
  /^\[(trace|debug|info)\]/,
];

/** Whether a message on the console says nothing about the extension under test. */
export const isNoise = (message: string): boolean => noise.some((pattern) => pattern.test(message));
