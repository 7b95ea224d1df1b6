/** The line of `func main` in a Go file of package main, from 0; undefined when it has none. */
export function lineOfMain(text: string): number | undefined {
  if (!/^package\s+main\b/m.test(text)) return undefined;
  const line = text.split('\n').findIndex((candidate) => /^func\s+main\s*\(\s*\)/.test(candidate));
  return line < 0 ? undefined : line;
}
