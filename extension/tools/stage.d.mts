export declare const targets: Record<'linux-x64' | 'linux-arm64', 'amd64' | 'arm64'>;
export declare function stage(target: keyof typeof targets, folder: string): Promise<void>;
