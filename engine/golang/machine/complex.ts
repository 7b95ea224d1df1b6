/** complex64 and complex128: immutable pairs. Division follows runtime/complex.go (C99 annex G). */

export class Complex {
  readonly re: number;
  readonly im: number;

  constructor(re: number, im: number) {
    this.re = re;
    this.im = im;
  }
}

export const zeroComplex = new Complex(0, 0);
export const complex = (re: number, im: number): Complex => new Complex(re, im);
export const toComplex64 = (c: Complex): Complex => new Complex(Math.fround(c.re), Math.fround(c.im));
export const complexNeg = (c: Complex): Complex => new Complex(-c.re, -c.im);
export const complexEqual = (x: Complex, y: Complex): boolean => x.re === y.re && x.im === y.im;

export const complex128Add = (x: Complex, y: Complex): Complex => new Complex(x.re + y.re, x.im + y.im);
export const complex128Sub = (x: Complex, y: Complex): Complex => new Complex(x.re - y.re, x.im - y.im);
export const complex128Mul = (x: Complex, y: Complex): Complex =>
  new Complex(x.re * y.re - x.im * y.im, x.re * y.im + x.im * y.re);

/** runtime.complex128div */
export function complex128Quo(n: Complex, m: Complex): Complex {
  let e: number;
  let f: number;
  if (Math.abs(m.re) >= Math.abs(m.im)) {
    const ratio = m.im / m.re;
    const denominator = m.re + ratio * m.im;
    e = (n.re + n.im * ratio) / denominator;
    f = (n.im - n.re * ratio) / denominator;
  } else {
    const ratio = m.re / m.im;
    const denominator = m.im + ratio * m.re;
    e = (n.re * ratio + n.im) / denominator;
    f = (n.im * ratio - n.re) / denominator;
  }
  if (!Number.isNaN(e) || !Number.isNaN(f)) return new Complex(e, f);
  // Correct the result to infinities and zeros where applicable.
  let { re: a, im: b } = n;
  let { re: c, im: d } = m;
  const toSign = (x: number, sign: number): number => (Object.is(Math.sign(sign), -0) || sign < 0 ? -x : x);
  const toOne = (x: number): number => toSign(Math.abs(x) === Infinity ? 1 : 0, x);
  const finite = (x: number, y: number): boolean => Number.isFinite(x) && Number.isFinite(y);
  if (m.re === 0 && m.im === 0 && (!Number.isNaN(a) || !Number.isNaN(b))) {
    return new Complex(toSign(Infinity, c) * a, toSign(Infinity, c) * b);
  }
  if ((Math.abs(a) === Infinity || Math.abs(b) === Infinity) && finite(c, d)) {
    a = toOne(a);
    b = toOne(b);
    return new Complex(Infinity * (a * c + b * d), Infinity * (b * c - a * d));
  }
  if ((Math.abs(c) === Infinity || Math.abs(d) === Infinity) && finite(a, b)) {
    c = toOne(c);
    d = toOne(d);
    return new Complex(0 * (a * c + b * d), 0 * (b * c - a * d));
  }
  return new Complex(e, f);
}

export const complex64Add = (x: Complex, y: Complex): Complex => toComplex64(complex128Add(x, y));
export const complex64Sub = (x: Complex, y: Complex): Complex => toComplex64(complex128Sub(x, y));
export const complex64Mul = (x: Complex, y: Complex): Complex => toComplex64(complex128Mul(x, y));
export const complex64Quo = (x: Complex, y: Complex): Complex => toComplex64(complex128Quo(x, y));
