/** What differs between Go's releases in what the machine itself does. */

class Release {
  /** The minor version of the Go whose source runs: 19 for 1.19. */
  minor = 27;

  /** Objects with pointers above 512 bytes carry a header of 8 bytes (malloc.go). */
  get mallocHeaderSize(): number {
    return this.minor >= 22 ? 8 : 0;
  }
  /** Slices convert to arrays, not only to pointers to arrays (error.go, boundsErrorFmts). */
  get convertsToArrays(): boolean {
    return this.minor >= 20;
  }
  /** `created by main.main in goroutine 1` (traceback.go). */
  get namesCreator(): boolean {
    return this.minor >= 21;
  }
  /** What `go` and `defer` call, and its arguments, are evaluated from left to right: `defer i.m(f())` with a nil i panics before f is called. */
  get wrapsDeferred(): boolean {
    return this.minor < 22;
  }
  /** The lines of a panic's text are indented (error.go, printindented). */
  get indentsPanics(): boolean {
    return this.minor >= 23;
  }
  /** A function's variable that becomes an interface value by its address is copied where it stands in a statement (cmd/compile/internal/walk, addrTemp). */
  get copiesLocalsFirst(): boolean {
    return this.minor < 21;
  }
  /** `make([]T, f(), g())` calls g first (cmd/compile/internal/ir, MakeExpr). */
  get makesFromCapacity(): boolean {
    return this.minor >= 25;
  }
  /** A value that is recovered and panicked again is printed once (panic.go, printpanics). */
  get mergesRepanics(): boolean {
    return this.minor >= 25;
  }
  /** Closures in the body of a loop over a func are named after it, not after the function around (cmd/compile/internal/ir, closureName). */
  get namesAfterBodies(): boolean {
    return this.minor >= 27;
  }
  /** print shows floating-point numbers as short as they can be (print.go). */
  get printsShortFloats(): boolean {
    return this.minor >= 26;
  }
}

export const release = new Release();
