/** An archive of Go's source, known by its hash: what arrives is this, or it is refused. */
export interface PinnedArchive {
  /** The release that is in it. */
  release: string;
  /** Below the archive's mirror or server. */
  path: string;
  sha256: string;
}

/** Where the copy of one minor version comes from. */
export interface Pins {
  /** Debian's package of the source, below a Debian mirror. */
  debian: PinnedArchive;
  /** Go's own source archive, below the official server. */
  official: PinnedArchive;
}

/** Go's own server for releases. */
export const officialServer = 'https://go.dev/dl/';

/** The versions that can be provided. */
export const pins: Record<string, Pins> = {
  '1.19': {
    debian: {
      release: '1.19.8',
      path: 'pool/main/g/golang-1.19/golang-1.19-src_1.19.8-2_all.deb',
      sha256: '2dfa82fe4f08f4e0193c532e561af4c91871f5235608f04f2bb8d57bb288df5a',
    },
    official: {
      release: '1.19.13',
      path: 'go1.19.13.src.tar.gz',
      sha256: 'ccf36b53fb0024a017353c3ddb22c1f00bc7a8073c6aac79042da24ee34434d3',
    },
  },
  '1.27': {
    debian: {
      release: '1.27.4',
      path: 'pool/main/g/golang-1.27/golang-1.27-src_1.27.4-1~bpo13+1_all.deb',
      sha256: 'cc5912625aa0a1c22f41ca929684450c92f5add340c358e24df0b2612b3231d7',
    },
    official: {
      release: '1.27.2',
      path: 'go1.27.2.src.tar.gz',
      sha256: '03495da2ba64894d40f5c4992e49454fa78b50690604ff92b6afff5081b76e62',
    },
  },
};
