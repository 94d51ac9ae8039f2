import { darkPalette, lightPalette, type Palette } from './palette.js';

/** Colors, type, landmarks and focus: what every page shares before it has content. */
export const baseStyle = `
:root{color-scheme:light dark;${variables(lightPalette)}
--sans:ui-sans-serif,system-ui,-apple-system,"Segoe UI","Noto Sans","Liberation Sans",sans-serif;
--mono:ui-monospace,"SF Mono","Cascadia Code","JetBrains Mono","DejaVu Sans Mono",Menlo,Consolas,monospace}
@media (prefers-color-scheme:dark){:root{${variables(darkPalette)}}}
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;background:var(--ground);color:var(--ink);
font:1rem/1.6 var(--sans);overflow-wrap:break-word}
h1,h2,p,dl,dd,ol,ul,pre{margin:0}
h1{font-size:clamp(1.75rem,1.35rem + 1.9vw,2.5rem);line-height:1.15;letter-spacing:-.022em;font-weight:650;text-wrap:balance}
h2{font-size:1.0625rem;line-height:1.3;font-weight:650;letter-spacing:-.005em}
p{max-width:65ch}
a{color:var(--accent);text-underline-offset:.18em;text-decoration-thickness:.07em}
a:hover{color:var(--accent-strong);text-decoration-thickness:.12em}
code,pre,.mono{font-family:var(--mono);font-size:.875em}
p code,li code,dd code{overflow-wrap:anywhere}
:focus-visible{outline:3px solid var(--wire);outline-offset:3px;border-radius:3px}
main:focus{outline:none}
.skip-link{position:absolute;left:1rem;top:-4rem;z-index:1;padding:.5rem .875rem;border-radius:4px;
background:var(--accent);color:var(--on-accent)}
.skip-link:focus{top:.75rem;color:var(--on-accent)}
.site-header,main,.site-footer{width:100%;max-width:70rem;margin-inline:auto;padding-inline:clamp(1rem,4vw,2.5rem)}
.site-header{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.5rem 1.5rem;padding-block:1rem}
.brand{display:inline-flex;align-items:center;gap:.625rem;color:var(--ink);font-weight:600;text-decoration:none}
.brand:hover{color:var(--accent)}
.brand svg{width:1.875rem;height:1.875rem;flex:none}
.mark-bubble{fill:none;stroke:var(--accent);stroke-width:2.4;stroke-linejoin:round;stroke-linecap:round}
.mark-wire{fill:none;stroke:var(--wire);stroke-width:2.4;stroke-linecap:round}
.mark-node{fill:var(--wire)}
.site-nav{display:flex;gap:1.25rem;font-size:.9375rem}
.site-nav a{padding-block:.25rem}
main{flex:1;padding-block:clamp(1.75rem,5vw,4rem) 3rem}
.site-footer{padding-block:1.25rem 1.75rem;color:var(--muted);font-size:.875rem}
.visually-hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
[hidden]{display:none!important}
@media (prefers-reduced-motion:no-preference){a,button,.button{transition:background-color .12s,border-color .12s,color .12s}}
`;

function variables(palette: Palette): string {
  return Object.entries(palette)
    .map(
      ([job, color]) =>
        `--${job.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}:${String(color)};`,
    )
    .join('');
}
