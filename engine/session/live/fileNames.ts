/** Names of files as a TraceSource gives them out: Go's below GOROOT/src, a person's own by absolute paths. */

/** Plain data with every `file` in it renamed. */
export function withFileNames<T>(data: T, nameOf: (file: string) => string): T {
  return rename(data, nameOf) as T;
}

function rename(value: unknown, nameOf: (file: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => rename(item, nameOf));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, field]) => {
    const renamed: unknown = key === 'file' && typeof field === 'string' ? nameOf(field) : rename(field, nameOf);
    return [key, renamed];
  });
  return Object.fromEntries(entries) as unknown;
}
