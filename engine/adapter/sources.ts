/** Names of source files and positions, between trace (`net/dial.go`, from 1) and client (real paths, as it counts). */
import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Place, TraceSource } from '../trace/source.ts';
import { RequestError, type Fields } from './requests.ts';

/** What the client said in `initialize`. */
export interface Client {
  linesStartAt1: boolean;
  columnsStartAt1: boolean;
  variablePaging: boolean;
  progress: boolean;
  locale: string;
}

interface Position {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

export class Sources {
  readonly client: Client;
  readonly #trace: TraceSource;
  readonly #root: string;
  readonly #realRoot: string;

  constructor(trace: TraceSource, goroot: string, client: Client) {
    this.#trace = trace;
    this.client = client;
    this.#root = path.join(goroot, 'src');
    this.#realRoot = real(this.#root);
  }

  /** GOROOT, with its `src` where it really is: Debian's is a link. */
  get realRoot(): string {
    return path.dirname(this.#realRoot);
  }

  /** The real path of a file of the trace. */
  pathOf(file: string): string {
    return path.isAbsolute(file) ? file : path.join(this.#realRoot, file);
  }

  /** The trace's name of a client's path: Go's source may be reached through links, as Debian's is. */
  nameOf(clientPath: string): string {
    for (const root of [this.#root, this.#realRoot]) {
      if (clientPath.startsWith(root + path.sep)) return clientPath.slice(root.length + 1);
    }
    const realPath = real(clientPath);
    return realPath.startsWith(this.#realRoot + path.sep) ? realPath.slice(this.#realRoot.length + 1) : clientPath;
  }

  /** Never with a presentationHint: VS Code would skip frames of the runtime, and the focus would jump out of it. */
  sourceOf(file: string): DebugProtocol.Source {
    return { name: path.basename(file), path: this.pathOf(file) };
  }

  start(place: Place): { line: number; column: number } {
    return { line: this.lineToClient(place.line), column: this.columnToClient(place.column) };
  }

  position(place: Place): Position {
    return {
      ...this.start(place),
      endLine: this.lineToClient(place.endLine),
      endColumn: this.columnToClient(place.endColumn),
    };
  }

  lineToClient(line: number): number {
    return this.client.linesStartAt1 ? line : line - 1;
  }

  lineFromClient(line: number): number {
    return this.client.linesStartAt1 ? line : line + 1;
  }

  columnFromClient(column: number): number {
    return this.client.columnsStartAt1 ? column : column + 1;
  }

  columnToClient(column: number): number {
    return this.client.columnsStartAt1 ? column : column - 1;
  }

  /** The file that the arguments of a request name by `source.path`. */
  named(args: Fields): string {
    return this.nameOf(args.child('source').text('path'));
  }

  /** DAP: loadedSources. */
  async loadedSources(): Promise<object> {
    const files = await this.#trace.loadedSources();
    return { sources: files.map(({ file }) => this.sourceOf(file)) };
  }

  /** DAP: source; for clients that cannot read files themselves. Only files of this program are given out. */
  async source(args: Fields): Promise<object> {
    if (!args.has('source')) throw new RequestError('source: only files with a path are known, no sourceReference');
    const { text } = await this.#trace.source(this.named(args));
    return { content: text, mimeType: 'text/x-go' };
  }

  /** DAP: breakpointLocations. */
  async breakpointLocations(args: Fields): Promise<object> {
    const line = this.lineFromClient(args.number('line'));
    const endLine = this.lineFromClient(args.optionalNumber('endLine') ?? args.number('line'));
    const places = await this.#trace.breakpointLocations(this.named(args), line, endLine);
    return { breakpoints: places.map((place) => this.position(place)) };
  }
}

function real(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}
