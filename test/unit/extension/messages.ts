import fs from 'node:fs';
import ts from 'typescript';
import { filesUnder } from '../../../extension/tools/project.mjs';

/** The English of every message in the extension's code: the first argument of `t(…)` and `vscode.l10n.t(…)`. */
export function messagesIn(folder: string): string[] {
  const messages = new Set<string>();
  for (const file of filesUnder(folder, (name: string) => /\.tsx?$/.test(name))) {
    const source = ts.createSourceFile(file, fs.readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && isTranslate(node.expression)) {
        const [message] = node.arguments;
        if (!message || !ts.isStringLiteralLike(message)) {
          throw new Error(`${file}: a message must be a literal: ${node.getText()}`);
        }
        messages.add(message.text);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return [...messages].sort();
}

const isTranslate = (callee: ts.Expression): boolean => ['t', 'vscode.l10n.t'].includes(callee.getText());
