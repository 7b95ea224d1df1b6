import * as vscode from 'vscode';

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export function sayError(error: unknown): void {
  void vscode.window.showErrorMessage(messageOf(error));
}
