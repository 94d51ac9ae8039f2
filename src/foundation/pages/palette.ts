/** The colors of every page, by the job they do. `palette.spec.ts` computes their contrast. */
export interface Palette {
  readonly ground: string;
  readonly surface: string;
  readonly sunken: string;
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly edge: string;
  readonly accent: string;
  readonly accentStrong: string;
  readonly onAccent: string;
  readonly wire: string;
  readonly good: string;
  readonly caution: string;
  readonly bad: string;
}

export const lightPalette: Palette = {
  ground: '#f4f7f6',
  surface: '#ffffff',
  sunken: '#eaf0ee',
  ink: '#13201f',
  muted: '#4b5d5b',
  line: '#d3dcda',
  edge: '#6f817e',
  accent: '#0b5a5e',
  accentStrong: '#073f43',
  onAccent: '#ffffff',
  wire: '#b5481a',
  good: '#1b6b3c',
  caution: '#7d5200',
  bad: '#a4262c',
};

export const darkPalette: Palette = {
  ground: '#0f1615',
  surface: '#17211f',
  sunken: '#0a100f',
  ink: '#e7efed',
  muted: '#a6b8b5',
  line: '#2b3a37',
  edge: '#748b87',
  accent: '#82d2cb',
  accentStrong: '#abe7e1',
  onAccent: '#06201f',
  wire: '#f0915c',
  good: '#82d49d',
  caution: '#e8ba66',
  bad: '#ff9f95',
};
