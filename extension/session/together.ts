import path from 'node:path';
import * as vscode from 'vscode';
import { debugType } from './sessions.ts';
import { listensAt, TogetherAdapter } from './togetherAdapter.ts';

/** The configuration of a listener and a dialer that are walked together. */
export function walkTogether(): vscode.DebugConfiguration {
  return { type: debugType, request: 'launch', name: vscode.l10n.t('Listen and Dial'), together: true };
}

/** The adapter of the session above both; it runs in this process, since it does nothing but to start them. */
export function togetherAdapter(session: vscode.DebugSession, extensionPath: string): vscode.DebugAdapterDescriptor {
  const sent = new vscode.EventEmitter<vscode.DebugProtocolMessage>();
  const adapter = new TogetherAdapter(
    {
      programs: path.join(extensionPath, 'engine', 'session', 'programs'),
      send: (message) => sent.fire(message as vscode.DebugProtocolMessage),
      start: async ({ name, program, args }) =>
        vscode.debug.startDebugging(
          session.workspaceFolder,
          { type: debugType, request: 'launch', name, program, args: [...args] },
          { parentSession: session, lifecycleManagedByParent: true },
        ),
    },
    'hello\n',
  );
  const isChild = (other: vscode.DebugSession): boolean => other.parentSession?.id === session.id;
  const subscriptions = [
    sent,
    vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session: from, event, body }) => {
      const address = isChild(from) ? listensAt(event, body) : undefined;
      if (address !== undefined) void adapter.listening(address);
    }),
    vscode.debug.onDidTerminateDebugSession((ended) => {
      if (isChild(ended)) adapter.childEnded();
    }),
  ];
  return new vscode.DebugAdapterInlineImplementation({
    onDidSendMessage: sent.event,
    handleMessage: (message) => void adapter.handle(message),
    dispose: () => subscriptions.forEach((each) => void each.dispose()),
  });
}
