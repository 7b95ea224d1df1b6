/** The offset behind the block whose `{` stands at `start`, or -1 when it does not end: only braces, quotes and comments are looked at. */
export function skipBlock(text: string, start: number): number {
  let depth = 0;
  const length = text.length;
  for (let i = start; i < length; i++) {
    switch (text.charCodeAt(i)) {
      case 123 /* { */:
        depth++;
        break;
      case 125 /* } */:
        if (--depth === 0) return i + 1;
        break;
      case 34 /* " */:
      case 39 /* ' */: {
        const quote = text.charCodeAt(i++);
        for (let c = text.charCodeAt(i); c !== quote; c = text.charCodeAt(++i)) {
          if (c === 92 /* \ */) i++;
          else if (c === 10 || i >= length) return -1;
        }
        break;
      }
      case 96 /* ` */:
        i = text.indexOf('`', i + 1);
        if (i < 0) return -1;
        break;
      case 47 /* / */: {
        const next = text.charCodeAt(i + 1);
        if (next === 47) i = text.indexOf('\n', i);
        else if (next === 42) i = text.indexOf('*/', i + 2) + 1;
        else break;
        if (i <= 0) return -1;
        break;
      }
    }
  }
  return -1;
}
