/** Where a real Go of some version keeps what the recorder reads: computed by our own checker from that version's source. */
import { FileSet } from '../../../engine/golang/syntax/fileSet.ts';
import { SourceLoader, type LocatedGo } from '../../../engine/golang/source/index.ts';
import { underlying } from '../../../engine/golang/types/predicates.ts';
import { Program } from '../../../engine/golang/types/program.ts';
import { offsetsOf } from '../../../engine/golang/types/sizes.ts';

/** Offsets in bytes. */
export interface RuntimeLayout {
  /** Of the goroutine's number and of its machine in runtime.g. */
  goid: number;
  m: number;
  /** Of the goroutine that a machine runs and of its number in runtime.m. */
  curg: number;
  mid: number;
}

export function runtimeLayout(go: LocatedGo): RuntimeLayout {
  const program = new Program({
    loader: new SourceLoader(go, { architecture: 'amd64' }),
    fileSet: new FileSet(),
    goVersion: go.version,
  });
  const offset = (name: string, field: string): number => {
    const found = program.load('runtime').lookup(name);
    const struct = found?.kind === 'typename' ? underlying(found.type) : null;
    const index = struct?.kind === 'struct' ? struct.fields.findIndex((each) => each.name === field) : -1;
    const at = struct?.kind === 'struct' ? offsetsOf(struct)[index] : undefined;
    if (at === undefined) throw new Error(`runtime.${name} of Go ${go.version.text} has no field ${field}`);
    return at;
  };
  return { goid: offset('g', 'goid'), m: offset('g', 'm'), curg: offset('m', 'curg'), mid: offset('m', 'id') };
}
