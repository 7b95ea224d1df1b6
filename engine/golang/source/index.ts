/** Go's source: where it is, which files belong to a package, and how a copy of it is had. */
export { SourceError } from './errors.ts';
export type { SourceProblem } from './errors.ts';
export { locateGo } from './locate.ts';
export type { Candidate, LocatedGo, LocateOptions, Origin } from './locate.ts';
export { parseVersion, readVersion } from './version.ts';
export type { GoVersion } from './version.ts';
export { buildContext } from './buildContext.ts';
export type { Architecture, BuildContext } from './buildContext.ts';
export { readPackageFolder } from './packages.ts';
export type { PackageFolder, SourceFile } from './packages.ts';
export { openProgram } from './program.ts';
export type { GoProgram } from './program.ts';
export type { GoModule } from './module.ts';
export { mainPath, SourceLoader } from './loader.ts';
export type { LoaderOptions } from './loader.ts';
export { hashFiles } from './hash.ts';
