/** Parses Go files. Bodies of function declarations are only skipped at first, and parsed when somebody asks for them. */
import type * as ast from './ast.ts';
import type { BlockStmt, Decl, Field, FuncType, Ident, ImportSpec, Pos, SourceFile } from './ast.ts';
import { checkEncoding } from './encoding.ts';
import { SyntaxErrors } from './errors.ts';
import { FileSet } from './fileSet.ts';
import * as nodes from './nodes.ts';
import { skipBlock } from './skip.ts';
import { StatementParser } from './statementParser.ts';
import * as t from './tokens.ts';

export interface ParseOptions {
  /** Parse all bodies at once, so that every error is reported. */
  eager?: boolean;
}

/**
 * Parses a file and adds it to the file set. The text is a byte string (read with 'latin1').
 * Throws SyntaxErrors; without `eager`, those within a function appear when its body is asked for.
 */
export function parseFile(fileSet: FileSet, path: string, text: string, options: ParseOptions = {}): SourceFile {
  const base = fileSet.addFile(path, text);
  const parser = new FileParser(fileSet, path, text, base, options.eager ?? false);
  const file = parser.file();
  if (file === null || parser.errors.length > 0) throw new SyntaxErrors(fileSet, parser.errors, file);
  return file;
}

/** The package clause and imports of a file, and the directives before the package clause (`//go:build` and `// +build` among them). */
export interface Header {
  packageName: string;
  imports: { name: string | null; path: string }[];
  directives: string[];
}

/** Reads what a build needs to know of a file without parsing the rest of it. Throws SyntaxErrors. */
export function readHeader(text: string, path = ''): Header {
  const fileSet = new FileSet();
  const parser = new FileParser(fileSet, path, text, fileSet.addFile(path, text), false);
  const header = parser.fileHeader();
  if (header === null || parser.errors.length > 0) throw new SyntaxErrors(fileSet, parser.errors);
  return header;
}

class FileParser extends StatementParser {
  readonly #fileSet: FileSet;
  readonly #path: string;
  readonly #eager: boolean;

  constructor(fileSet: FileSet, path: string, text: string, base: Pos, eager: boolean, offset = 0) {
    super(text, base, offset);
    this.#fileSet = fileSet;
    this.#path = path;
    this.#eager = eager;
  }

  /** The whole file; null when it does not even have a package clause. */
  file(): SourceFile | null {
    if (this.#eager) checkEncoding(this.text, (offset, message) => this.errorAt(offset, message));
    const packageName = this.packageClause();
    if (packageName === null) return null;
    const imports: ImportSpec[] = [];
    const decls: Decl[] = [];
    const directives: SourceFile['directives'] = [];
    const file: SourceFile = {
      kind: 'SourceFile', path: this.#path, text: this.text, base: this.base, packageName, imports, decls, directives,
    }; // prettier-ignore
    let previous: t.Token = t.IMPORT;
    while (this.tok !== t.EOF) {
      if (this.tok === t.IMPORT && previous !== t.IMPORT) {
        this.syntaxError('imports must appear before other declarations');
      }
      previous = this.tok;
      const decl = this.declOrNull(file);
      if (decl === null) continue;
      decls.push(decl);
      if (decl.kind === 'GenDecl' && decl.token === 'import') imports.push(...(decl.specs as ImportSpec[]));
      if (this.tok !== t.EOF && !this.got(t.SEMI)) {
        this.syntaxError('after top level declaration');
        this.advance(t.IMPORT, t.CONST, t.TYPE, t.VAR, t.FUNC);
      }
    }
    for (const { offset, text } of this.directives) directives.push({ pos: this.base + offset, text });
    return file;
  }

  /** Package clause, imports and leading directives; null when there is no package clause. */
  fileHeader(): Header | null {
    const packageName = this.packageClause();
    if (packageName === null) return null;
    const before = packageName.pos - this.base;
    const imports: Header['imports'] = [];
    while (this.tok === t.IMPORT) {
      for (const spec of this.genDecl('import').specs as ImportSpec[]) {
        imports.push({ name: spec.name?.name ?? null, path: spec.path });
      }
      if (!this.got(t.SEMI)) break;
    }
    const directives = this.directives.filter(({ offset }) => offset < before).map(({ text }) => text);
    return { packageName: packageName.name, imports, directives };
  }

  /** The body at the current offset of a function declaration whose `{` stands there. */
  body(): BlockStmt {
    this.next();
    const body = this.funcBody();
    if (this.errors.length > 0) throw new SyntaxErrors(this.#fileSet, this.errors);
    return body;
  }

  private packageClause(): Ident | null {
    this.next();
    if (!this.got(t.PACKAGE)) {
      this.syntaxError('package statement must be first');
      return null;
    }
    const name = this.name();
    this.want(t.SEMI);
    return this.errors.length > 0 ? null : name;
  }

  private declOrNull(file: SourceFile): Decl | null {
    switch (this.tok) {
      case t.IMPORT:
        return this.genDecl('import');
      case t.CONST:
        return this.genDecl('const');
      case t.TYPE:
        return this.genDecl('type');
      case t.VAR:
        return this.genDecl('var');
      case t.FUNC:
        return this.funcDecl(file);
    }
    const last = file.decls[file.decls.length - 1];
    if (this.tok === t.LBRACE && last?.kind === 'FuncDecl' && !last.hasBody) {
      this.syntaxError('unexpected semicolon or newline before {');
    } else this.syntaxError('non-declaration statement outside function body');
    this.advance(t.IMPORT, t.CONST, t.TYPE, t.VAR, t.FUNC);
    return null;
  }

  private funcDecl(file: SourceFile): ast.FuncDecl {
    const pos = this.pos();
    this.next();
    let receiver: Field | null = null;
    const hasReceiver = this.got(t.LPAREN);
    if (hasReceiver) {
      const receivers = this.paramList(null, null, t.RPAREN, false, false);
      receiver = receivers[0] ?? null;
      if (receiver === null) this.error('method has no receiver');
      else if (receivers.length > 1 || receiver.names.length > 1) this.error('method has multiple receivers');
    }
    let name: Ident;
    let signature: FuncType;
    if (this.tok === t.NAME) {
      name = this.name();
      signature = this.funcType(pos, '');
    } else {
      name = this.bad();
      signature = nodes.funcType(this.pos(), this.pos(), [], [], []);
      this.syntaxError(hasReceiver ? 'expected name' : 'expected name or (');
      this.advance(t.LBRACE, t.SEMI);
    }
    const decl = new FuncDeclaration(pos, name, receiver, signature, file, this.#fileSet);
    if (this.tok === t.LBRACE) {
      decl.hasBody = true;
      decl.bodyPos = this.pos();
      const behind = this.#eager ? -1 : skipBlock(this.text, this.start);
      if (behind < 0) decl.setBody(this.funcBody());
      else this.resumeBehindBlock(behind);
      decl.bodyEnd = this.endPos();
    }
    decl.end = this.endPos();
    return decl;
  }
}

class FuncDeclaration implements ast.FuncDecl {
  readonly kind = 'FuncDecl';
  pos: Pos;
  end: Pos = 0;
  name: Ident;
  receiver: Field | null;
  signature: FuncType;
  hasBody = false;
  bodyPos: Pos = 0;
  bodyEnd: Pos = 0;
  file: SourceFile;
  readonly #fileSet: FileSet;
  #body: BlockStmt | null = null;

  constructor(pos: Pos, name: Ident, receiver: Field | null, signature: FuncType, file: SourceFile, fileSet: FileSet) {
    this.pos = pos;
    this.name = name;
    this.receiver = receiver;
    this.signature = signature;
    this.file = file;
    this.#fileSet = fileSet;
  }

  setBody(body: BlockStmt): void {
    this.#body = body;
  }

  body(): BlockStmt | null {
    if (this.#body === null && this.hasBody) {
      const { path, text, base } = this.file;
      this.#body = new FileParser(this.#fileSet, path, text, base, false, this.bodyPos - base).body();
    }
    return this.#body;
  }
}
