export declare const root: string;
export declare function inProject(...parts: string[]): string;
export declare function readManifest(): Record<string, unknown>;
export declare const cacheFolder: string;
export declare function filesUnder(folder: string, wanted?: (name: string) => boolean): string[];
export declare function commandInPath(...names: string[]): string | undefined;
