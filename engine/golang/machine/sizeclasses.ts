/** The allocator's size classes (runtime/sizeclasses.go, runtime/msize.go): nothing is allocated by them here, but slices grow to them. */
import { release } from './release.ts';
import type { RType } from './rtype.ts';

const classToSize = [
  0, 8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352, 384, 416, 448, 480, 512, 576, 640, 704, 768,
  896, 1024, 1152, 1280, 1408, 1536, 1792, 2048, 2304, 2688, 3072, 3200, 3456, 4096, 4864, 5376, 6144, 6528, 6784, 6912, 8192, 9472, 9728, 10240,
  10880, 12288, 13568, 14336, 16384, 18432, 19072, 20480, 21760, 24576, 27264, 28672, 32768,
]; // prettier-ignore
const pageSize = 8192;
const maxSmallSize = 32768;

/** How much memory Go would give for `size` bytes of elements of a type. */
export function roundupsize(size: number, elem: RType): number {
  const { mallocHeaderSize } = release;
  if (size <= maxSmallSize - mallocHeaderSize) {
    const header = mallocHeaderSize > 0 && size > 512 && hasPointers(elem) ? mallocHeaderSize : 0;
    return (classToSize.find((classSize) => classSize >= size + header) ?? size) - header;
  }
  return Math.ceil(size / pageSize) * pageSize;
}

function hasPointers(type: RType): boolean {
  switch (type.kind) {
    case 'struct':
      return type.fields.some((field) => hasPointers(field.type));
    case 'array':
      return type.length > 0 && hasPointers(type.element);
    case 'string':
    case 'slice':
    case 'map':
    case 'chan':
    case 'func':
    case 'interface':
    case 'pointer':
    case 'unsafe.Pointer':
      return true;
    default:
      return false;
  }
}
