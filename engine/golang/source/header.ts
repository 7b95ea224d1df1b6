/** What stands before the declarations of a Go file (go/build's readGoInfo): the package clause and the imports. */
export interface FileHeader {
  /** The package's name; '' when there is no package clause. */
  package: string;
  imports: string[];
}

/** Reads the head of a file without parsing the rest. A malformed head gives what was readable; the parser reports it. */
export function readHeader(text: string): FileHeader {
  const tokens = tokenize(text);
  const next = (): string => tokens.next().value ?? '';
  const header: FileHeader = { package: '', imports: [] };
  if (next() !== 'package') return header;
  header.package = next();
  let token = next();
  for (;;) {
    while (token === ';') token = next();
    if (token !== 'import') return header;
    token = next();
    if (token === '(') {
      for (token = next(); token !== ')' && token !== ''; token = next()) addImport(header, token);
      token = next();
    } else {
      while (token !== '' && token !== ';' && !addImport(header, token)) token = next();
      token = next();
    }
  }
}

function addImport(header: FileHeader, token: string): boolean {
  if (!/^["`]/.test(token)) return false;
  header.imports.push(token.slice(1, -1));
  return true;
}

/** Names, strings and single characters; white space and comments are left out. */
function* tokenize(text: string): Generator<string, undefined> {
  const pattern = /\s+|\/\/[^\n]*|\/\*[^]*?\*\/|([\w.\x80-\xff]+|"[^"\n]*"|`[^`]*`|[^])/gy;
  if (text.startsWith('\xef\xbb\xbf')) pattern.lastIndex = 3;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    if (match[1] !== undefined) yield match[1];
  }
}
