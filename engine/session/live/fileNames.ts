/** Names of files as a TraceSource gives them out: Go's below GOROOT/src, a person's own by absolute paths. */

/** Plain data with every `file` in it renamed. */
export function withFileNames<T>(data: T, nameOf: (file: string) => string): T {
  return rename(data, nameOf) as T;
}

function rename(value: unknown, nameOf: (file: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => rename(item, nameOf));
  if (typeof value !== 'object' || value === null) return value;
  // Each event of a program that is watched passes here.
  const renamed: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(value)) {
    renamed[key] = key === 'file' && typeof field === 'string' ? nameOf(field) : rename(field, nameOf);
  }
  return renamed;
}
